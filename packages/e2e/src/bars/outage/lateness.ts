const everyMillis = 20

export interface Late {
  /** By how much a timer fired too late. */
  readonly millis: number
  /** What of it this process has worked itself. The rest it was not given a processor, because other programs ran. */
  readonly ownMillis: number
}

/** How late timers fire in this process. */
export class Lateness {
  #timer: NodeJS.Timeout | null = null
  readonly #late: Late[] = []

  start(): void {
    const due = performance.now() + everyMillis
    const before = process.cpuUsage()
    this.#timer = setTimeout(() => {
      const millis = Math.max(0, performance.now() - due)
      const { user, system } = process.cpuUsage(before)
      this.#late.push({ millis, ownMillis: Math.min(millis, (user + system) / 1_000) })
      this.start()
    }, everyMillis)
  }

  /** The value that so many percent of the timers kept to. */
  stop(): (what: keyof Late, percent: number) => number {
    if (this.#timer !== null) clearTimeout(this.#timer)
    const sorted = {
      millis: this.#late.map(({ millis }) => millis).sort((a, b) => a - b),
      ownMillis: this.#late.map(({ ownMillis }) => ownMillis).sort((a, b) => a - b),
    }
    return (what, percent) => {
      const values = sorted[what]
      return values[Math.min(values.length - 1, Math.floor((values.length * percent) / 100))] ?? 0
    }
  }
}

const everyMillis = 20

/** How late timers fire in this process. */
export class Lateness {
  #timer: NodeJS.Timeout | null = null
  readonly #late: number[] = []

  start(): void {
    const due = performance.now() + everyMillis
    this.#timer = setTimeout(() => {
      this.#late.push(Math.max(0, performance.now() - due))
      this.start()
    }, everyMillis)
  }

  /** Milliseconds: the value that so many percent of the timers kept to. */
  stop(): (percent: number) => number {
    if (this.#timer !== null) clearTimeout(this.#timer)
    const sorted = this.#late.sort((a, b) => a - b)
    return (percent) => sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0
  }
}

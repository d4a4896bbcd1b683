import type { Clock, Timer } from '../clock/clock.ts'

interface Pending {
  readonly at: number
  readonly order: number
  readonly fire: () => void
  hold: boolean
}

/** Lets everything run that waits for no time: promises, ticks, and input that is ready. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve))
}

/** A clock whose time moves only when it is told to. The same seed gives the same random numbers. */
export class VirtualClock implements Clock {
  readonly #timers = new Set<Pending>()
  readonly #behindIo: (() => void)[] = []
  #now = 1_000
  #order = 0
  #random: number

  /** @param seed a whole number; it starts the random numbers. */
  constructor(seed = 1) {
    this.#random = seed >>> 0
  }

  now(): number {
    return this.#now
  }

  wallTime(): number {
    return 1_700_000_000_000 + this.#now
  }

  /** mulberry32: small, and the same on every machine. */
  random(): number {
    this.#random = (this.#random + 0x6d2b79f5) >>> 0
    let mixed = this.#random
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  setTimer(fire: () => void, millis: number, hold: boolean): Timer {
    this.#order += 1
    const pending: Pending = { at: this.#now + Math.max(0, millis), order: this.#order, fire, hold }
    this.#timers.add(pending)
    return {
      cancel: () => void this.#timers.delete(pending),
      hold: (yes) => {
        pending.hold = yes
      },
    }
  }

  afterPendingIo(run: () => void): void {
    this.#behindIo.push(run)
  }

  /** Timers that have not fired, and how many of them keep the process alive. */
  get timers(): { readonly pending: number; readonly holding: number } {
    return { pending: this.#timers.size, holding: [...this.#timers].filter((timer) => timer.hold).length }
  }

  /** Milliseconds until the next timer; null when there is none. */
  get untilNext(): number | null {
    const next = this.#next()
    return next === null ? null : Math.max(0, next.at - this.#now)
  }

  /** The process stands still: time passes, and nothing runs. Timers that are due fire with the next `advance`. */
  leap(millis: number): void {
    this.#now += millis
  }

  /** Moves time on, with every timer in its turn and everything that follows from it. */
  async advance(millis: number): Promise<void> {
    const until = this.#now + millis
    // As after a stop of the process: timers that are overdue come before input that is ready.
    for (let next = this.#next(); next !== null && next.at < this.#now; next = this.#next()) await this.#fire(next)
    await this.flush()
    for (let next = this.#next(); next !== null && next.at <= until; next = this.#next()) {
      await this.#fire(next)
      await this.flush()
    }
    this.#now = Math.max(this.#now, until)
  }

  async #fire(timer: Pending): Promise<void> {
    this.#now = Math.max(this.#now, timer.at)
    this.#timers.delete(timer)
    timer.fire()
    await Promise.resolve()
  }

  /** Time stands; what is ready runs, and behind it what waits for pending input. */
  async flush(): Promise<void> {
    await settle()
    while (this.#behindIo.length > 0) {
      for (const run of this.#behindIo.splice(0)) run()
      await settle()
    }
  }

  #next(): Pending | null {
    let next: Pending | null = null
    for (const timer of this.#timers)
      if (next === null || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer
    return next
  }
}

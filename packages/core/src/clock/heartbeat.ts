import type { Clock, Timer } from './clock.ts'

/** A gap of this size between two beats is a leap: the process was stopped, or its event loop was blocked. */
const leapMillis = 1_000

/**
 * Notices that the process stood still. Monotonic time runs on while a process is stopped, so nothing but a missing
 * beat tells; the timer only beats, and whoever is about to decide by time asks `check` first.
 */
export class Heartbeat {
  readonly #clock: Clock
  readonly #everyMillis: number
  readonly #beat: (now: number) => void
  readonly #leaped: (millis: number) => void
  #last: number
  #timer: Timer | null = null
  #stopped = false

  constructor(clock: Clock, everyMillis: number, beat: (now: number) => void, leaped: (millis: number) => void) {
    this.#clock = clock
    this.#everyMillis = everyMillis
    this.#beat = beat
    this.#leaped = leaped
    this.#last = clock.now()
  }

  start(): void {
    if (this.#timer !== null || this.#stopped) return
    this.#last = this.#clock.now()
    this.#arm()
  }

  #arm(): void {
    this.#timer = this.#clock.setTimer(
      () => {
        const now = this.#clock.now()
        this.check(now)
        this.#last = now
        this.#arm()
        this.#beat(now)
      },
      this.#everyMillis,
      false,
    )
  }

  check(now: number): void {
    if (this.#timer === null) return
    const gap = now - this.#last - this.#everyMillis
    if (gap < leapMillis) return
    this.#last = now
    this.#leaped(gap)
  }

  /** For good: a connection that was being opened when the pool ended starts nothing any more. */
  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
    this.#timer = null
  }
}

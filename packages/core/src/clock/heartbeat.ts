import type { Clock, Timer } from './clock.ts'

/** A gap of this size between two beats is a leap: the process was stopped, or its event loop was blocked. */
const leapMillis = 1_000

/**
 * Notices that the process stood still. Monotonic time runs on while a process is stopped, so nothing but a missing
 * beat tells; the timer only beats, and whoever decides by time asks `check` first: when his time begins, which
 * starts the beat, and before he acts on its end.
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

  /** Tells of a leap by the most that it may have been: nobody loses time that he could not use. */
  check(now: number): void {
    if (this.#timer === null) return this.start()
    const since = now - this.#last
    if (since - this.#everyMillis < leapMillis) return
    this.#last = now
    this.#leaped(since)
  }

  /** For good: a connection that was being opened when the pool ended starts nothing any more. */
  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
    this.#timer = null
  }
}

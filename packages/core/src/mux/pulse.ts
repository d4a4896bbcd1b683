import type { Driver, Ticket } from '../adapter/driver.ts'
import type { Clock, Timer } from '../clock/clock.ts'

/** Less than this is no silence. */
const patienceMillis = 50

export type PulseVerdict = 'unknown' | 'answers' | 'silent'

/**
 * When somebody has waited half of the time he has, the server is asked whether it answers at all, so that the
 * error at the deadline can tell a frozen server from a busy one. One question at a time, none in ordinary load.
 */
export class Pulse<W extends object, T extends Ticket> {
  readonly #driver: Driver<W, T>
  readonly #clock: Clock
  readonly #stillWaiting: () => boolean
  #timer: Timer | null = null
  #askedAt = Number.NEGATIVE_INFINITY
  #answer: PulseVerdict = 'unknown'
  #unanswered = false

  constructor(driver: Driver<W, T>, clock: Clock, stillWaiting: () => boolean) {
    this.#stillWaiting = stillWaiting
    this.#driver = driver
    this.#clock = clock
  }

  watch(deadline: number): void {
    if (this.#timer !== null) return
    const half = (deadline - this.#clock.now()) / 2
    this.#timer = this.#clock.setTimer(
      () => {
        this.#timer = null
        if (this.#stillWaiting()) this.#ask(half)
      },
      half,
      false,
    )
  }

  #ask(millis: number): void {
    const askedAt = this.#clock.now()
    this.#askedAt = askedAt
    this.#unanswered = true
    this.#driver.pulse({ deadline: askedAt + Math.min(Math.max(millis, 50), 5_000) }).then(
      (answers) => {
        if (this.#askedAt !== askedAt) return
        this.#unanswered = false
        this.#answer = answers ? 'answers' : 'silent'
      },
      () => {},
    )
  }

  /** What is known now; an old answer is none, and an answer needs time to come. */
  verdict(): PulseVerdict {
    const age = this.#clock.now() - this.#askedAt
    if (age >= 60_000) return 'unknown'
    return this.#unanswered && age >= patienceMillis ? 'silent' : this.#answer
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = null
  }
}

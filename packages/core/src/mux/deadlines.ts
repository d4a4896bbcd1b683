import type { Clock, Timer } from '../clock/clock.ts'
import type { Waiter, WaitQueue } from './queue.ts'

/** One timer for all that wait: it stands at the earliest deadline, and holds the process only while somebody waits. */
export class Deadlines<B> {
  readonly #clock: Clock
  readonly #queue: WaitQueue<B>
  readonly #expired: (waiter: Waiter<B>) => void
  readonly #beforeExpiry: () => void
  #timer: Timer | null = null
  #at = Number.POSITIVE_INFINITY

  constructor(clock: Clock, queue: WaitQueue<B>, expired: (waiter: Waiter<B>) => void, beforeExpiry: () => void) {
    this.#clock = clock
    this.#queue = queue
    this.#expired = expired
    this.#beforeExpiry = beforeExpiry
  }

  arm(at: number): void {
    if (this.#timer !== null && this.#at <= at) return this.#timer.hold(true)
    this.#timer?.cancel()
    this.#at = at
    this.#timer = this.#clock.setTimer(() => this.#due(), at - this.#clock.now(), true)
  }

  /** Nobody waits now. The timer stays, as somebody else will wait soon, but it holds nothing. */
  rest(): void {
    this.#timer?.hold(false)
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = null
  }

  #due(): void {
    const late = this.#clock.now() - this.#at
    this.#timer = null
    // A process that was stopped extends the deadlines before anyone is told that his has passed.
    this.#beforeExpiry()
    // A blocked event loop: answers that lie in the socket's buffer are read before anyone is told to give up.
    if (late > 50) this.#clock.afterPendingIo(() => this.#expire())
    else this.#expire()
  }

  #expire(): void {
    for (const waiter of this.#queue.takeExpired(this.#clock.now())) this.#expired(waiter)
    if (this.#queue.length > 0) this.arm(this.#queue.earliestDeadline())
  }
}

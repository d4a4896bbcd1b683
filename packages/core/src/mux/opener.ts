import type { Ticket } from '../adapter/driver.ts'
import type { Clock, Timer } from '../clock/clock.ts'
import type { Breaker } from '../store/breaker.ts'
import type { Store } from '../store/store.ts'

/** Opens connections because waiters exist: one attempt for each waiter that has none, inside limit and breaker. */
export class Opener<W extends object, T extends Ticket> {
  readonly #clock: Clock
  readonly #store: Store<W, T>
  readonly #breaker: Breaker
  readonly #wanted: () => number
  readonly #awaited: () => boolean
  #retry: Timer | null = null
  #stopped = false

  /**
   * @param wanted how many connections are wanted beyond those that exist.
   * @param awaited whether anybody waits for one: only then a retry keeps the process alive.
   */
  constructor(clock: Clock, store: Store<W, T>, breaker: Breaker, wanted: () => number, awaited: () => boolean) {
    this.#clock = clock
    this.#store = store
    this.#breaker = breaker
    this.#wanted = wanted
    this.#awaited = awaited
  }

  demand(): void {
    if (this.#stopped) return
    while (this.#store.attempts < this.#wanted() && this.#store.canOpen) this.#store.open()
    if (this.#retry !== null) return this.#retry.hold(this.#awaited())
    if (this.#store.attempts > 0 || this.#wanted() === 0) return
    const delay = this.#breaker.delay()
    // At the limit without delay, the next boundary or closed connection asks again; a pressed limit rises by itself.
    this.#retry = this.#clock.setTimer(() => this.#again(), delay > 0 ? delay : 1_000, this.#awaited())
  }

  #again(): void {
    this.#retry = null
    this.demand()
  }

  /** Nobody waits any more: the timer must not keep the process alive. */
  rest(): void {
    this.#retry?.hold(false)
  }

  stop(): void {
    this.#stopped = true
    this.#retry?.cancel()
    this.#retry = null
  }
}

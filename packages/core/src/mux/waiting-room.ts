import type { Driver, Ticket } from '../adapter/driver.ts'
import type { Clock } from '../clock/clock.ts'
import { MuxError } from '../errors.ts'
import type { PoolObserver } from '../observer.ts'
import type { PoolOptions } from '../options.ts'
import { Deadlines } from './deadlines.ts'
import type { Borrower } from './lease.ts'
import { Pulse, type PulseVerdict } from './pulse.ts'
import { Waiter, WaitQueue } from './queue.ts'

interface WaitingRoomParts<W extends object, T extends Ticket> {
  readonly driver: Driver<W, T>
  readonly clock: Clock
  readonly options: PoolOptions
  readonly observer: PoolObserver
  readonly beforeExpiry: (now: number) => void
}

/** Sessions that wait for a connection, each with one absolute deadline. Whoever leaves was answered, or served. */
export class WaitingRoom<W extends object, T extends Ticket> {
  readonly #parts: WaitingRoomParts<W, T>
  readonly #tooLate: (since: number) => MuxError
  readonly #empty: () => void
  readonly queue: WaitQueue<Borrower<W, T>> = new WaitQueue()
  readonly #deadlines: Deadlines<Borrower<W, T>>
  readonly #pulse: Pulse<W, T>

  /** @param empty called when nobody waits any more. */
  constructor(parts: WaitingRoomParts<W, T>, tooLate: (since: number) => MuxError, empty: () => void) {
    this.#parts = parts
    this.#tooLate = tooLate
    this.#empty = empty
    const expired = (waiter: Waiter<Borrower<W, T>>): void => {
      waiter.borrower.denied(tooLate(waiter.since))
      this.#settle()
    }
    this.#deadlines = new Deadlines(parts.clock, this.queue, expired, () => parts.beforeExpiry(parts.clock.now()))
    this.#pulse = new Pulse(parts.driver, parts.clock, () => this.queue.length > 0)
  }

  get length(): number {
    return this.queue.length
  }

  /** What is known of the server's silence. */
  get pulse(): PulseVerdict {
    return this.#pulse.verdict()
  }

  /** Null: it may not wait, and was denied. */
  enter(borrower: Borrower<W, T>, since: number, first: boolean): Waiter<Borrower<W, T>> | null {
    const { options, observer } = this.#parts
    const refused = this.#refusal(since)
    if (refused !== null) {
      borrower.denied(refused)
      return null
    }
    const waiter = new Waiter(borrower, since, since + options.connectionBorrowTimeoutMillis)
    this.#seat(waiter, first)
    observer.wait(borrower.id, this.queue.length)
    this.#pulse.watch(waiter.deadline)
    return waiter
  }

  #refusal(since: number): MuxError | null {
    const { connectionBorrowTimeoutMillis, maxWaiting } = this.#parts.options
    if (connectionBorrowTimeoutMillis === 0) return this.#tooLate(since)
    if (this.queue.length < maxWaiting) return null
    return new MuxError('MUX_QUEUE_FULL', `${maxWaiting} statements wait for a connection already`, { phase: 'queue' })
  }

  #seat(waiter: Waiter<Borrower<W, T>>, first: boolean): void {
    if (first) this.queue.unshift(waiter)
    else this.queue.push(waiter)
    this.#deadlines.arm(waiter.deadline)
  }

  /** The one that has waited longest. */
  call(): Waiter<Borrower<W, T>> | null {
    const waiter = this.queue.shift()
    if (waiter !== null) this.#settle()
    return waiter
  }

  /** It was called too early: its place is the first. */
  callBack(waiter: Waiter<Borrower<W, T>>): void {
    this.#seat(waiter, true)
  }

  leave(waiter: Waiter<Borrower<W, T>>): void {
    this.queue.remove(waiter)
    this.#settle()
  }

  /** Denies all but the first few. */
  denyAllBut(few: number, error: Error): void {
    const all = this.queue.takeAll()
    for (const waiter of all.slice(0, few)) this.queue.push(waiter)
    for (const waiter of all.slice(few)) waiter.borrower.denied(error)
    this.#settle()
  }

  /** Time stood still for everybody. */
  extend(millis: number): void {
    this.queue.extend(millis)
  }

  #settle(): void {
    if (this.queue.length > 0) return
    this.#deadlines.rest()
    this.#empty()
  }

  close(): void {
    this.#deadlines.stop()
    this.#pulse.stop()
  }
}

import type { Boundary, Driver, Ticket } from '../adapter/driver.ts'
import type { Clock } from '../clock/clock.ts'
import { MuxError } from '../errors.ts'
import type { PoolObserver } from '../observer.ts'
import type { PoolOptions } from '../options.ts'
import type { Limits } from '../sizing/limits.ts'
import type { Breaker } from '../store/breaker.ts'
import type { Connection } from '../store/connection.ts'
import type { Store } from '../store/store.ts'
import type { ConnectionId } from '../vocab.ts'
import { borrowTimeout } from './diagnosis.ts'
import { Fence } from './fence.ts'
import { askGate, type GateFacts } from './gate.ts'
import { type Borrower, Lease } from './lease.ts'
import { Opener } from './opener.ts'
import type { Waiter, WaitQueue } from './queue.ts'
import { Recovery } from './recovery.ts'
import { Undertaker } from './undertaker.ts'
import type { Cleanup } from './verdict.ts'
import { WaitingRoom } from './waiting-room.ts'

export interface MultiplexerParts<W extends object, T extends Ticket> {
  readonly driver: Driver<W, T>
  readonly clock: Clock
  readonly options: PoolOptions
  readonly limits: Limits
  readonly breaker: Breaker
  readonly observer: PoolObserver
  /** Looks for a leap of time before anything is decided by time. */
  readonly beforeExpiry: (now: number) => void
}

/**
 * The heart: whoever asks gets a connection, one session at a time, and a connection goes to the next only through
 * the gate. Core moves its own state before any caller hears of a boundary.
 */
export class Multiplexer<W extends object, T extends Ticket> {
  readonly #parts: MultiplexerParts<W, T>
  readonly #store: Store<W, T>
  readonly opener: Opener<W, T>
  readonly #room: WaitingRoom<W, T>
  readonly #fence: Fence<W, T>
  readonly #recovery: Recovery<W, T>
  readonly #undertaker: Undertaker<W, T>
  /** `draining`: open sessions go on to their release, and connections are closed instead of resting. */
  #intake: 'open' | 'paused' | 'draining' | 'closed' = 'open'
  /** Callers without a statement that want to know whether the server can be reached. */
  hopers = 0

  constructor(parts: MultiplexerParts<W, T>, store: Store<W, T>) {
    this.#parts = parts
    this.#store = store
    this.opener = new Opener(
      parts.clock,
      store,
      parts.breaker,
      () => this.#wanted(),
      () => this.#room.length > 0 || this.hopers > 0,
    )
    this.#room = new WaitingRoom(
      parts,
      (since) => this.#tooLate(since),
      () => this.hopers === 0 && this.opener.rest(),
    )
    this.#fence = new Fence(parts, (connection) => store.abort(connection))
    this.#undertaker = new Undertaker(parts, store)
    this.#recovery = new Recovery(
      parts,
      store,
      (connection) => this.serve(connection),
      () => this.#offerIdle(true),
    )
  }

  get queue(): WaitQueue<Borrower<W, T>> {
    return this.#room.queue
  }

  /** The leases that are not over. */
  get leases(): readonly Lease<W, T>[] {
    return [...this.#store.connections].flatMap(({ holder }) => (holder === null ? [] : [holder as Lease<W, T>]))
  }

  #isDraining(): boolean {
    return this.#intake === 'draining' || this.#intake === 'closed'
  }

  /**
   * Connections wanted beyond those that exist: one for each waiter for whom none is being looked at, and what is
   * missing to the minimum.
   */
  #wanted(): number {
    const { connections, headcount } = this.#store
    const missing = this.#isDraining() ? 0 : this.#parts.options.minConnections - (connections.size - headcount.opening)
    const waiting = this.#intake === 'paused' ? 0 : this.#room.length - headcount.probing
    return Math.max(waiting, missing, this.hopers > 0 ? 1 : 0)
  }

  /**
   * Asks for a connection. The answer is `granted`, at once where one is idle, or `denied`.
   * @param again it was served before, and nothing was sent: it goes to the head, with its old deadline.
   * @returns what it waits by; null when it was answered.
   */
  borrow(
    borrower: Borrower<W, T>,
    since: number,
    prefers: ConnectionId | null,
    again: boolean,
  ): Waiter<Borrower<W, T>> | null {
    if (this.#intake === 'closed') {
      borrower.denied(ended())
      return null
    }
    if (!again) this.#parts.beforeExpiry(since)
    // Nobody overtakes those who wait.
    if (this.#intake !== 'paused' && (this.#room.length === 0 || again)) {
      const connection = this.#store.takeIdle(prefers)
      if (connection !== null && this.#lend(connection, borrower, since, since)) return null
    }
    const waiter = this.#room.enter(borrower, since, again)
    if (waiter !== null) this.#offerIdle(false)
    // Who may not wait at all was denied: the next one shall find what he came too early for.
    else if (this.#store.attempts === 0 && this.#store.canOpen) this.#store.open()
    return waiter?.queued ? waiter : null
  }

  /**
   * Idle connections are there while somebody waits when they must be looked at first: one is, for each who waits.
   * @param all one of them was dead, and the others may be too: all are looked at.
   */
  #offerIdle(all: boolean): void {
    while (this.#intake !== 'paused' && this.#room.length > (all ? 0 : this.#store.headcount.probing)) {
      const connection = this.#store.takeIdle(null)
      if (connection === null) break
      this.serve(connection)
    }
    this.opener.demand()
  }

  giveUp(waiter: Waiter<Borrower<W, T>>): void {
    this.#room.leave(waiter)
  }

  /** @returns false when the connection must be looked at first; it will then serve the queue. */
  #lend(connection: Connection<W>, borrower: Borrower<W, T>, since: number, now: number): boolean {
    const { options, observer } = this.#parts
    const limit = options.validateAfterIdleMillis
    if (connection.suspect || (limit > 0 && now - connection.idleSince > limit)) {
      void this.#recovery.probe(connection)
      return false
    }
    connection.move('leased')
    connection.uses += 1
    const lease = new Lease(connection, borrower, now)
    connection.holder = lease
    observer.borrow(borrower.id, connection.id, (now - since) * 1_000)
    borrower.granted(lease)
    return true
  }

  /** Writes a statement, in the async context of its caller. False: nothing was sent, the connection is of no use. */
  submit(lease: Lease<W, T>, ticket: T): boolean {
    const { driver, clock } = this.#parts
    const { connection } = lease
    lease.inFlight = ticket
    // A lease that was just made has the time of now.
    if (lease.used) lease.progressAt = clock.now()
    const settled = this.#store.settledOf(connection)
    const sent = ticket.context.runInAsyncScope(driver.submit, driver, connection.wire as W, ticket, settled)
    if (sent) this.#fence.guard(lease, ticket)
    else lease.inFlight = null
    return sent
  }

  /** Called by the driver, before the caller hears of the boundary. */
  settled(connection: Connection<W>, ticket: T, boundary: Boundary): void {
    connection.tx = boundary.tx
    const lease = connection.holder as Lease<W, T> | null
    if (lease === null) return this.#undertaker.boundary(connection)
    if (lease.inFlight !== ticket) return
    const now = this.#parts.clock.now()
    this.#parts.observer.statement((now - lease.progressAt) * 1_000, boundary.fate)
    lease.progressAt = now
    this.#fence.forget(lease)
    // A cancel that may still land must not meet the next statement: the session learns of the boundary behind it.
    if (this.#fence.holds(connection))
      this.#fence.holdBack(connection, boundary, () => this.#tell(lease, ticket, boundary))
    else this.#tell(lease, ticket, boundary)
  }

  #tell(lease: Lease<W, T>, ticket: T, boundary: Boundary): void {
    lease.inFlight = null
    lease.reported = false
    lease.borrower.settled(ticket, boundary)
  }

  /**
   * The session parts with its connection.
   * @param cleanup what it may have left there.
   * @param now read at its boundary.
   */
  giveBack(lease: Lease<W, T>, cleanup: Cleanup, transaction: boolean, now: number = this.#parts.clock.now()): void {
    if (lease.over) return
    const { connection } = lease
    this.#end(lease)
    this.#parts.observer.return(lease.borrower.id, connection.id, transaction)
    if (connection.place === 'gone') return
    const facts = this.#factsOf(lease, cleanup)
    const because = askGate(facts)
    connection.move('settling')
    if (because === null) {
      connection.move('idle')
      return this.#serve(connection, now)
    }
    const planned = because === 'expired' || because === 'generation-retired' || because === 'draining'
    const goes = cleanup === 'close' || facts.expired || facts.retired || facts.draining
    const reset = !goes && (because === 'obligations-held' || because === 'imprint-unknown')
    if (!planned) this.#parts.observer.stateDiscarded(connection.id, reset ? 'reset' : 'close', because)
    if (reset) void this.#recovery.reset(connection)
    else void this.#store.close(connection, because)
  }

  #factsOf(lease: Lease<W, T>, cleanup: Cleanup): GateFacts {
    const { driver, options } = this.#parts
    const { connection } = lease
    return {
      owed: driver.owed(connection.wire as W),
      tx: connection.tx,
      cancelling: this.#fence.holds(connection),
      streaming: lease.inFlight !== null,
      obligations: cleanup !== 'none',
      strayed: connection.strayed.size > 0 || connection.doubtful,
      expired: connection.uses >= options.maxUses || connection.expiresAt <= lease.progressAt,
      retired: connection.generation !== this.#store.generation,
      draining: this.#isDraining() && this.#room.length === 0,
    }
  }

  /** Ends the transaction that a session left open, then takes its connection back. */
  async rollBack(lease: Lease<W, T>, cleanup: Cleanup): Promise<void> {
    if (await this.#recovery.rollBack(lease.connection)) this.giveBack(lease, cleanup, true)
    else this.discard(lease)
  }

  /** Closes the connection of a lease: nothing of it may reach anyone else. */
  discard(lease: Lease<W, T>): void {
    if (lease.over) return
    const { connection } = lease
    this.#end(lease)
    if (connection.place === 'gone') return
    this.#parts.observer.stateDiscarded(connection.id, 'close', 'session-destroyed')
    if (connection.place !== 'leased') return this.#store.abort(connection)
    if (lease.inFlight !== null) {
      this.#undertaker.cutShort(connection)
      const detail = { phase: 'statement', fate: 'in-doubt' } as const
      return lease.inFlight.refuse(new MuxError('MUX_CONNECTION_LOST', 'Connection terminated', detail))
    }
    connection.move('settling')
    void this.#store.close(connection, 'session-destroyed')
  }

  /** Asks the server to cancel the statement of a lease; its caller hears what the server says. */
  cancel(lease: Lease<W, T>, ticket: T): void {
    this.#fence.cancel(lease, ticket, null)
  }

  /** Cuts the wire of a session that makes no progress; it is told by `lost`. */
  takeBack(lease: Lease<W, T>): void {
    this.#store.abort(lease.connection)
  }

  #end(lease: Lease<W, T>): void {
    lease.over = true
    lease.connection.holder = null
    this.#fence.forget(lease)
  }

  /** Offers an idle connection to the one that has waited longest, in the same tick. */
  serve(connection: Connection<W>): void {
    this.#serve(connection, this.#parts.clock.now())
  }

  #serve(connection: Connection<W>, now: number): void {
    const waiter = this.#intake === 'paused' ? null : this.#room.call()
    if (waiter === null) {
      if (this.#isDraining()) void this.#store.close(connection, 'draining')
      else this.#store.rest(connection, now)
    } else if (!this.#lend(connection, waiter.borrower, waiter.since, now)) this.#room.callBack(waiter)
  }

  lost(connection: Connection<W>, error: Error | null): void {
    this.#fence.lost(connection)
    this.#undertaker.boundary(connection)
    const lease = connection.holder as Lease<W, T> | null
    if (lease === null) return
    this.#end(lease)
    lease.borrower.lost(error)
  }

  pushed(connection: Connection<W>, kind: 'notification' | 'notice', payload: unknown): void {
    ;(connection.holder as Lease<W, T> | null)?.borrower.pushed(kind, payload)
  }

  /** No connection will come: those who wait are told why. */
  denyAll(error: Error): void {
    this.#room.denyAllBut(0, error)
  }

  #tooLate(since: number): MuxError {
    const { clock, options, limits, breaker } = this.#parts
    const now = clock.now()
    return borrowTimeout({
      pool: options.name,
      now,
      waitedMillis: now - since,
      waiting: this.#room.length,
      limit: limits.current,
      census: this.#store.headcount.census(),
      leases: this.leases,
      pulse: this.#room.pulse,
      lastOpenError: breaker.lastError,
    })
  }

  /** The process stood still: nobody loses the time that he could not use, and idle connections may be dead. */
  leaped(millis: number): void {
    this.#room.extend(millis)
    for (const lease of this.leases) lease.progressAt += millis
    for (const connection of this.#store.idle) connection.suspect = true
  }

  pause(): void {
    if (this.#intake === 'open') this.#intake = 'paused'
  }

  /** Serves as many as there are idle connections, and opens for the rest. */
  resume(): void {
    if (this.#intake !== 'paused') return
    this.#intake = 'open'
    this.#offerIdle(true)
  }

  drain(): void {
    this.#intake = 'draining'
    // Who would have had a connection of his own is served, as a statement right before end() expects; others are told.
    this.#room.denyAllBut(Math.max(0, this.#parts.limits.current - this.leases.length), ended())
    for (const connection of [...this.#store.idle]) void this.#store.close(connection, 'draining')
  }

  /** Nobody may have a connection any more. */
  close(): void {
    this.#intake = 'closed'
    this.denyAll(ended())
    this.#room.close()
    this.opener.stop()
  }
}

const ended = (): MuxError =>
  new MuxError('MUX_POOL_ENDED', 'Cannot use a pool after calling end on the pool', { phase: 'queue' })

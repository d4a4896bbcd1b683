import type { Boundary, Driver, Ticket } from '../adapter/driver.ts'
import type { Clock } from '../clock/clock.ts'
import { type ErrorCode, MuxError } from '../errors.ts'
import { abortError } from '../mux/fence.ts'
import type { Borrower, Lease } from '../mux/lease.ts'
import { lookBackStep, noteAdvance, type SequenceCare } from '../mux/look-back.ts'
import type { Multiplexer } from '../mux/multiplexer.ts'
import type { Waiter } from '../mux/queue.ts'
import type { Judge, PinCause, Verdict } from '../mux/verdict.ts'
import type { PoolObserver } from '../observer.ts'
import type { PoolOptions } from '../options.ts'
import type { ConnectionId, Pin, SessionId, SessionState, TxStatus } from '../vocab.ts'
import { moveSession } from './machine.ts'
import { Pins } from './pins.ts'

/** What the sessions of one pool share. */
export interface SessionParts<W extends object, T extends Ticket> {
  readonly mux: Multiplexer<W, T>
  readonly judge: Judge
  readonly driver: Driver<W, T>
  readonly clock: Clock
  readonly options: PoolOptions
  readonly observer: PoolObserver
  readonly care: SequenceCare
  /** Refuses (by throwing) or warns, as `onPin` says. */
  readonly beforePin: (cause: PinCause, digest: string | null) => void
  ended(session: Session<W, T>): void
}

/** What a face wants to hear of its session. */
export interface SessionListener {
  pushed(kind: 'notification' | 'notice', payload: unknown): void
  /** The connection that held the session's transaction or obligations is gone. */
  lost(error: Error): void
  /** Everything that it was given has been answered. */
  drained(): void
}

type Below = (...args: never[]) => unknown

interface Broken {
  readonly lost: 'transaction' | 'obligation'
  readonly error: MuxError
}

const wireCause: PinCause = { reason: 'setting', rule: 'wire.reported-setting', cleanup: 'reset' }
const explicitCause: PinCause = { reason: 'explicit', rule: 'user', cleanup: 'reset' }

/** What a caller holds: it costs no connection, and runs its statements one after another. */
export class Session<W extends object, T extends Ticket> implements Borrower<W, T> {
  readonly id: SessionId
  readonly #parts: SessionParts<W, T>
  #state: SessionState = 'detached'
  #lease: Lease<W, T> | null = null
  #waiter: Waiter<Borrower<W, T>> | null = null
  #active: T | null = null
  #verdict: Verdict | null = null
  #backlog: T[] | null = null
  #pins: Pins | null = null
  #tx: TxStatus = 'none'
  #askedAt = 0
  #broken: Broken | null = null
  #ending: 'release' | 'destroy' | null = null
  /** Where the transaction or the first pin began: kept as it was captured, made into text only when told. */
  #origin: { readonly stack?: string } | null = null
  advancedOn: ConnectionId | null = null
  lastUsedAt = 0
  listener: SessionListener | null = null

  constructor(id: SessionId, parts: SessionParts<W, T>) {
    this.id = id
    this.#parts = parts
  }

  get state(): SessionState {
    return this.#state
  }

  get pinned(): Pin | null {
    return this.#pins?.first ?? null
  }

  get transaction(): TxStatus {
    return this.#tx
  }

  get holds(): 'nothing' | 'transaction' | 'obligation' {
    if (this.#pins?.first) return 'obligation'
    return this.#tx === 'none' ? 'nothing' : 'transaction'
  }

  get origin(): string | null {
    return this.#origin?.stack?.split('\n').slice(1, 4).map((line) => line.trim()).join(' < ') ?? null
  }

  /** The adapter's object of the connection that the session holds now. */
  get wire(): W | null {
    return this.#lease?.connection.wire ?? null
  }

  /** The statement that runs, or waits for a connection. */
  get active(): T | null {
    return this.#active
  }

  /** Statements that wait for the one before them. */
  get backlog(): readonly T[] {
    return this.#backlog ?? []
  }

  /** Asks the server to cancel a statement that runs; one that waits behind it is forgotten without an answer, as in pg. */
  cancel(ticket: T): void {
    const waiting = this.#backlog?.indexOf(ticket) ?? -1
    if (waiting >= 0) this.#backlog?.splice(waiting, 1)
    else if (this.#active === ticket && this.#lease !== null) this.#parts.mux.cancel(this.#lease, ticket)
  }

  /** Keeps the stack of whoever borrowed, for `leakDetection`. */
  keepOrigin(stack: { readonly stack?: string }): void {
    this.#origin = stack
  }

  /** @param below the caller's frames are those above this function, in stacks that name where something began. */
  run(ticket: T, below: unknown = this.run): void {
    if (this.#state === 'ended' || this.#ending !== null) return this.#refuseEnded(ticket)
    if (this.#active !== null) {
      this.#backlog ??= []
      this.#backlog.push(ticket)
      return
    }
    this.#start(ticket, below as Below)
  }

  #refuseEnded(ticket: T): void {
    ticket.refuse(new MuxError('MUX_SESSION_ENDED', 'Client has been released to the pool and is not queryable', { phase: 'queue' }))
  }

  /** @param below the function above which the caller's own frames are, when it is still on the stack. */
  #start(ticket: T, below: Below | null): void {
    const { judge, clock, mux, options } = this.#parts
    const verdict = judge.judge(ticket.text)
    if (this.#broken !== null && !this.#mends(verdict)) return ticket.refuse(this.#broken.error)
    if (ticket.signal?.aborted) return ticket.refuse(abortError(ticket.signal, 'not-sent'))
    const now = clock.now()
    if (options.idleClientTimeoutMillis > 0 && this.lastUsedAt > 0 && now - this.lastUsedAt > options.idleClientTimeoutMillis) this.#expire()
    this.lastUsedAt = now
    if (this.#state === 'ended') return this.#refuseEnded(ticket)
    if (below !== null && this.#origin === null && (verdict.begins || verdict.causes.length > 0)) {
      const origin: { stack?: string } = {}
      Error.captureStackTrace(origin, below)
      this.#origin = origin
    }
    this.#active = ticket
    this.#verdict = verdict
    if (this.#lease !== null) return this.#proceed(this.#lease)
    this.#askedAt = now
    this.#state = moveSession(this.#state, 'waiting')
    this.#borrow(mux, verdict, false)
  }

  #borrow(mux: Multiplexer<W, T>, verdict: Verdict, again: boolean): void {
    const waiter = mux.borrow(this, this.#askedAt, verdict.looksBack ? this.advancedOn : null, again)
    // Null when it was answered at once: `granted` or `denied` has run already.
    if (waiter === null) return
    this.#waiter = waiter
    if (this.#active?.signal) this.#listenForAbort(this.#active.signal)
  }

  /** Made only for a statement that waits and has a signal: an idle session carries no closure. */
  #listenForAbort(signal: AbortSignal): void {
    const aborted = (): void => {
      if (this.#waiter === null || this.#active?.signal !== signal) return
      this.#parts.mux.giveUp(this.#waiter)
      this.denied(abortError(signal, 'not-sent'))
    }
    signal.addEventListener('abort', aborted, { once: true })
    this.#unlisten = () => signal.removeEventListener('abort', aborted)
  }
  #unlisten: (() => void) | null = null

  #mends(verdict: Verdict): boolean {
    if (this.#broken?.lost !== 'transaction' || !verdict.rollsBack) return false
    this.#broken = null
    this.#state = moveSession(this.#state, 'detached')
    return true
  }

  granted(lease: Lease<W, T>): void {
    this.#waiterDone()
    this.#lease = lease
    this.#state = moveSession(this.#state, 'attached')
    this.#proceed(lease)
  }

  denied(error: Error): void {
    this.#waiterDone()
    this.#state = moveSession(this.#state, 'detached')
    const ticket = this.#active
    this.#active = null
    ticket?.refuse(error)
    this.#next()
  }

  #waiterDone(): void {
    if (this.#waiter === null) return
    this.#waiter = null
    this.#unlisten?.()
    this.#unlisten = null
  }

  /** Everything that must be true of the connection before the statement may run on it. */
  #proceed(lease: Lease<W, T>): void {
    const ticket = this.#active as T
    let verdict = this.#verdict as Verdict
    if (verdict.provisional) verdict = this.#verdict = this.#parts.judge.judge(ticket.text)
    const step = lookBackStep(verdict, this, lease.connection, this.#tx, this.#parts.care)
    if (step === 'refuse') return this.#refuse(lookBackLost())
    if (verdict.causes.length > 0) {
      const refusal = this.#pinFor(verdict, ticket, lease)
      if (refusal !== null) return this.#refuse(refusal)
    }
    const forgets = step === 'forget-first'
    if (noteAdvance(verdict, this.id, lease.connection, forgets)) this.advancedOn = lease.connection.id
    if (!forgets && verdict.claims === 'nothing') return this.#submit(lease, ticket)
    this.#prepare(lease, ticket, verdict, forgets).then(
      () => this.#active === ticket && !lease.over && this.#submit(lease, ticket),
      (error: unknown) => this.#unprepared(lease, ticket, error),
    )
  }

  async #prepare(lease: Lease<W, T>, ticket: T, verdict: Verdict, forgets: boolean): Promise<void> {
    const { driver, clock, options } = this.#parts
    const wire = lease.connection.wire as W
    const context = { deadline: clock.now() + options.resetTimeoutMillis }
    if (forgets) await driver.control(wire, [driver.engine.forgetSequences], context)
    if (verdict.claims !== 'nothing') await driver.claim(wire, ticket, verdict.claims === 'forget', context)
  }

  /** The connection could not be prepared: it is closed, and the statement was not sent. */
  #unprepared(lease: Lease<W, T>, ticket: T, error: unknown): void {
    if (this.#active !== ticket || lease.over) return
    this.#parts.mux.discard(lease)
    this.#active = null
    this.lost(error instanceof Error ? error : new Error(String(error)))
    ticket.refuse(new MuxError('MUX_CONNECTION_LOST', 'The connection was lost before the statement was sent', { phase: 'replay', cause: error }))
  }

  #refuse(error: Error): void {
    const ticket = this.#active
    this.#active = null
    this.#partOrHold(false)
    ticket?.refuse(error)
    this.#next()
  }

  #pinFor(verdict: Verdict, ticket: T, lease: Lease<W, T>): MuxError | null {
    const { driver, beforePin } = this.#parts
    for (const cause of verdict.causes) {
      if (this.#pins?.has(cause)) continue
      const digest = typeof ticket.text === 'string' ? driver.engine.digest(ticket.text) : null
      try {
        beforePin(cause, digest)
      } catch (error) {
        return error as MuxError
      }
      this.#pin(cause, digest, lease)
    }
    return null
  }

  #pin(cause: PinCause, digest: string | null, lease: Lease<W, T>): void {
    this.#pins ??= new Pins()
    const pin = this.#pins.add(cause, digest, this.#parts.clock.wallTime())
    this.#state = moveSession(this.#state, 'pinned')
    this.#parts.observer.pin(this.id, lease.connection.id, pin, this.origin)
  }

  #submit(lease: Lease<W, T>, ticket: T): void {
    if (this.#parts.mux.submit(lease, ticket)) return
    // Nothing was sent. A session that held nothing goes on elsewhere, with its old place and deadline.
    const fresh = this.#tx === 'none' && !this.#settledOnLease
    this.#parts.mux.discard(lease)
    if (!fresh) {
      this.#active = null
      this.lost(null)
      ticket.refuse(this.#broken?.error ?? new MuxError('MUX_CONNECTION_LOST', 'The connection was lost before the statement was sent', { phase: 'statement' }))
      return this.#next()
    }
    this.#unpinAll('connection-lost')
    this.#lease = null
    this.#state = moveSession(moveSession(this.#state, 'detached'), 'waiting')
    this.#borrow(this.#parts.mux, this.#verdict as Verdict, true)
  }

  /** Whether a statement has settled on the lease: before that nothing of the session lives in the connection. */
  #settledOnLease = false

  settled(ticket: T, boundary: Boundary): void {
    const lease = this.#lease
    if (lease === null || this.#active !== ticket) return
    this.#active = null
    // The connection is gone: `lost` follows, and decides what becomes of the session.
    if (boundary.fate === 'in-doubt' && boundary.tx === 'unknown') return
    this.#settledOnLease = true
    const had = this.#tx !== 'none' || boundary.tx !== 'none'
    this.#tx = boundary.tx
    const verdict = this.#verdict
    if (verdict !== null && verdict.discards.length > 0 && boundary.error === null && boundary.tx === 'none') this.#discarded(verdict, lease)
    if (boundary.tx === 'none' && lease.connection.strayed.size > 0 && !this.#pins?.has(wireCause) && !this.#pinsSettings()) this.#pin(wireCause, null, lease)
    const more = this.#backlog !== null && this.#backlog.length > 0
    this.#partOrHold(had)
    if (more) this.#next()
    else {
      this.listener?.drained()
      if (this.#ending !== null) this.#finish(this.#ending)
    }
  }

  #pinsSettings(): boolean {
    return this.#pins?.all.some((pin) => pin.reason !== 'advisory-lock' && pin.reason !== 'listen') ?? false
  }

  #discarded(verdict: Verdict, lease: Lease<W, T>): void {
    // What the pool itself had set on the connection was discarded too: only a reset sets it again.
    for (const pin of this.#pins?.endedBy(verdict.discards) ?? []) this.#parts.observer.unpin(this.id, lease.connection.id, pin, 'discard')
    lease.connection.sequencesOf = 'clean'
    this.advancedOn = null
    this.#cleanupDue = true
  }
  #cleanupDue = false

  /** At a boundary: keeps the lease while a transaction is open or an obligation is held, else gives it back. */
  #partOrHold(transaction: boolean): void {
    const lease = this.#lease
    if (lease === null) return
    if (this.#tx !== 'none' || this.#pins?.first) {
      this.#state = moveSession(this.#state, this.#pins?.first ? 'pinned' : 'attached')
      return
    }
    this.#leave()
    this.#parts.mux.giveBack(lease, this.#takeCleanup(), transaction)
  }

  #takeCleanup(): 'none' | 'reset' {
    const due = this.#cleanupDue
    this.#cleanupDue = false
    return due ? 'reset' : 'none'
  }

  #leave(): void {
    this.#lease = null
    this.#settledOnLease = false
    this.#origin = this.#parts.options.leakDetection ? this.#origin : null
    this.#state = moveSession(this.#state, 'detached')
  }

  #next(): void {
    while (this.#active === null) {
      const ticket = this.#backlog?.shift()
      if (ticket === undefined) break
      this.#start(ticket, null)
    }
    if (this.#active === null && this.#ending !== null) this.#finish(this.#ending)
  }

  lost(error: Error | null): void {
    const lease = this.#lease
    const held = this.holds
    this.#lease = null
    this.#settledOnLease = false
    this.#tx = 'none'
    this.#unpinAll('connection-lost', lease)
    if (this.#state === 'ended') return
    if (held !== 'nothing') {
      const code: ErrorCode = this.#takenBack ?? 'MUX_SESSION_BROKEN'
      const why = this.#takenBackWhy ?? `the session lost the connection that held its ${held === 'transaction' ? 'transaction' : 'state'}`
      const broken = new MuxError(code, `Client has encountered a connection error and is not queryable: ${why}`, { phase: 'statement', cause: error ?? undefined })
      this.#broken = { lost: held, error: broken }
      this.#state = moveSession(this.#state, 'broken')
      this.listener?.lost(error ?? broken)
    } else if (this.#state === 'attached' || this.#state === 'pinned') this.#state = moveSession(this.#state, 'detached')
    this.#takenBack = null
    this.#takenBackWhy = null
    this.#next()
  }
  #takenBack: ErrorCode | null = null
  #takenBackWhy: string | null = null

  /** Its transaction made no progress: the connection is cut, and the session says why from now on. */
  takeBack(why: string): void {
    if (this.#lease === null) return
    this.#takenBack = 'MUX_TRANSACTION_TIMEOUT'
    this.#takenBackWhy = this.origin === null ? why : `${why}; begun at ${this.origin}`
    this.#parts.mux.takeBack(this.#lease)
  }

  #unpinAll(endedBy: string, lease: Lease<W, T> | null = this.#lease): void {
    if (this.#pins === null) return
    for (const pin of this.#pins.clear()) if (lease !== null) this.#parts.observer.unpin(this.id, lease.connection.id, pin, endedBy)
  }

  pushed(kind: 'notification' | 'notice', payload: unknown): void {
    const context = this.#active?.context
    if (this.listener === null) return
    if (context === undefined) this.listener.pushed(kind, payload)
    else context.runInAsyncScope(this.listener.pushed, this.listener, kind, payload)
  }

  /** An explicit pin: from the next statement on the session keeps its connection, until the returned function is called. */
  pin(): () => void {
    this.#pins ??= new Pins()
    const pin = this.#pins.add(explicitCause, null, this.#parts.clock.wallTime())
    if (this.#lease !== null) this.#state = moveSession(this.#state, 'pinned')
    return () => {
      if (!this.#pins?.all.includes(pin)) return
      this.#pins.remove(pin)
      this.#cleanupDue = true
      if (this.#active === null) this.#partOrHold(false)
    }
  }

  /** No more statements. What was left open is rolled back, what was left behind is reset or closed. */
  end(manner: 'release' | 'destroy'): void {
    if (this.#state === 'ended' || this.#ending !== null) return
    if (manner === 'destroy' || this.#active === null) return this.#finish(manner)
    this.#ending = manner
    if (this.#active.flow === 'stream') this.#boundStream(this.#active)
  }

  /** A cursor that nobody reads to its end would keep the connection for ever. */
  #boundStream(stream: T): void {
    const { clock, options } = this.#parts
    clock.setTimer(() => this.#active === stream && this.#finish('destroy'), options.resetTimeoutMillis, true)
  }

  #expire(): void {
    this.#finish('release')
  }

  #finish(manner: 'release' | 'destroy'): void {
    this.#ending = null
    const lease = this.#lease
    const waiting = this.#backlog?.splice(0) ?? []
    if (this.#waiter !== null) this.#parts.mux.giveUp(this.#waiter)
    const active = this.#waiter === null ? null : this.#active
    this.#waiterDone()
    this.#lease = null
    const cleanup = this.#pins?.cleanup ?? 'none'
    const tx = this.#tx
    this.#unpinAll('session-end', lease)
    this.#state = moveSession(this.#state, 'ended')
    this.#parts.ended(this)
    if (lease !== null) this.#vacate(lease, manner, cleanup === 'none' ? this.#takeCleanup() : cleanup, tx)
    for (const ticket of active === null ? waiting : [active, ...waiting]) this.#refuseEnded(ticket)
  }

  #vacate(lease: Lease<W, T>, manner: 'release' | 'destroy', cleanup: 'none' | 'reset' | 'close', tx: TxStatus): void {
    const { mux, observer, clock } = this.#parts
    if (manner === 'destroy') return mux.discard(lease)
    if (tx === 'none') return mux.giveBack(lease, cleanup, false)
    observer.leak(this.id, 'released-in-transaction', clock.now() - lease.since, this.origin)
    if (tx === 'unknown') mux.discard(lease)
    else void mux.rollBack(lease, cleanup)
  }
}

function lookBackLost(): MuxError {
  return new MuxError('MUX_LOOKBACK_LOST', 'currval or lastval: other sessions used the connection since this session moved a sequence; use RETURNING, or one transaction', { phase: 'statement' })
}

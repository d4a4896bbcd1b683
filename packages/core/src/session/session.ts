import type { Boundary, Ticket } from '../adapter/driver.ts'
import { abortError } from '../mux/abort-error.ts'
import { diagnosticsStep, noteLeft, noteRunner } from '../mux/diagnostics.ts'
import type { Borrower, Lease } from '../mux/lease.ts'
import { lookBackStep, noteAdvance } from '../mux/look-back.ts'
import type { Waiter } from '../mux/queue.ts'
import type { Cleanup, Verdict } from '../mux/verdict.ts'
import type { ConnectionId, Pin, SessionId, SessionState, TxStatus } from '../vocab.ts'
import { boundStream } from './bound-stream.ts'
import { type Broken, brokenBy, refusal, type TakenBack } from './broken.ts'
import { moveSession } from './machine.ts'
import { type Below, type Origin, originAbove, tellOrigin } from './origin.ts'
import { explicitCause, Pins, reportedCause } from './pins.ts'
import { makeReady, proveLookBack, readRoutines } from './readiness.ts'
import { type SessionListener, type SessionParts, tellInContext } from './session-parts.ts'

/** What a caller holds: it costs no connection, and runs its statements one after another. */
export class Session<W extends object, T extends Ticket> implements Borrower<W, T> {
  readonly id: SessionId
  readonly #parts: SessionParts<W, T>
  #state: SessionState = 'detached'
  #lease: Lease<W, T> | null = null
  #waiter: Waiter<Borrower<W, T>> | null = null
  /** The statement that waits for a connection, is made ready for, or runs. */
  #active: T | null = null
  #verdict: Verdict | null = null
  #backlog: T[] | null = null
  #pins: Pins<W, T> | null = null
  #askedAt = 0
  #usedAt = 0
  #broken: Broken | null = null
  #taken: TakenBack | null = null
  #ending: 'release' | 'destroy' | 'idle' | null = null
  /** The session discarded what the pool had set: only a reset sets it again. */
  #resetDue = false
  /** Routines were defined in the transaction that is open. */
  #defines = false
  #nexting = false
  /** Where the transaction or the first pin began. */
  #origin: Origin | null = null
  #unlisten: (() => void) | null = null
  advancedOn: ConnectionId | null = null
  advancedApart = false
  ranOn: ConnectionId | null = null
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
    return this.#lease?.tx ?? 'none'
  }
  get holds(): 'nothing' | 'transaction' | 'obligation' {
    if (this.pinned !== null && this.#lease !== null) return 'obligation'
    return this.transaction === 'none' ? 'nothing' : 'transaction'
  }
  get origin(): string | null {
    return tellOrigin(this.#origin)
  }
  /** The adapter's object of the connection that the session holds now. */
  get wire(): W | null {
    return this.#lease?.connection.wire ?? null
  }
  get active(): T | null {
    return this.#active
  }
  /** Statements that wait for the one before them. */
  get backlog(): readonly T[] {
    return this.#backlog ?? []
  }

  /** Keeps the stack of whoever borrowed, for `leakDetection`. */
  keepOrigin(origin: Origin): void {
    this.#origin = origin
  }

  /**
   * Goes on with what a session of one statement has begun.
   * @param lease what the statement was sent on; null: it waits.
   */
  takeOver(ticket: T, verdict: Verdict, askedAt: number, lease: Lease<W, T> | null): void {
    this.#active = ticket
    this.#verdict = verdict
    this.#askedAt = askedAt
    this.#usedAt = askedAt
    this.#state = moveSession(this.#state, 'waiting')
    if (lease === null) return
    this.#lease = lease
    this.#state = moveSession(this.#state, 'attached')
  }

  /** @param below the caller's frames are those above this function, in stacks that name where something began. */
  run(ticket: T, below: Below = this.run): void {
    if (this.#state === 'ended' || this.#ending !== null)
      return ticket.refuse(refusal(this.#ending === 'idle' ? 'idle' : 'ended'))
    // A callback may ask for more while others wait already: it does not overtake them.
    if (this.#active === null && !this.#backlog?.length) return this.#start(ticket, below)
    this.#backlog ??= []
    this.#backlog.push(ticket)
  }

  #start(ticket: T, below: Below | null): void {
    const { judge, clock, options } = this.#parts
    const verdict = judge.judge(ticket.text)
    if (this.#broken !== null && !this.#mends(this.#broken, verdict)) return ticket.refuse(this.#broken.error)
    if (ticket.signal?.aborted) return ticket.refuse(abortError(ticket.signal, 'not-sent'))
    const now = clock.now()
    if (
      options.idleClientTimeoutMillis > 0 &&
      this.#usedAt > 0 &&
      now - this.#usedAt > options.idleClientTimeoutMillis
    ) {
      this.expire()
      return ticket.refuse(refusal('idle'))
    }
    this.#usedAt = now
    if (below !== null && (verdict.begins || verdict.causes.length > 0)) this.#origin ??= originAbove(below)
    this.#active = ticket
    this.#verdict = verdict
    if (this.#lease !== null) return this.#proceed(this.#lease, ticket)
    this.#askedAt = now
    this.#state = moveSession(this.#state, 'waiting')
    this.#borrow(verdict, false)
  }

  /** ROLLBACK ends a lost transaction, as it would end a failed one; nothing ends lost state but the session's end. */
  #mends(broken: Broken, verdict: Verdict): boolean {
    if (broken.lost !== 'transaction' || !verdict.rollsBack) return false
    this.#broken = null
    this.#state = moveSession(this.#state, 'detached')
    return true
  }

  #borrow(verdict: Verdict, again: boolean): void {
    const waiter = this.#parts.mux.borrow(this, this.#askedAt, this.#preferred(verdict), again)
    // Null when it was answered at once: `granted` or `denied` has run already.
    if (waiter === null) return
    this.#waiter = waiter
    const signal = this.#active?.signal
    if (signal) this.#listenForAbort(signal, waiter)
  }

  #preferred({ looksBack, movesExplicitly, diagnostics }: Verdict): ConnectionId | null {
    if (looksBack || movesExplicitly) return this.advancedOn
    return diagnostics.needs > 0 ? this.ranOn : null
  }

  /** Made only for a statement that waits and has a signal: an idle session carries no closure. */
  #listenForAbort(signal: AbortSignal, waiter: Waiter<Borrower<W, T>>): void {
    const aborted = (): void => {
      this.#parts.mux.giveUp(waiter)
      this.denied(abortError(signal, 'not-sent'))
    }
    signal.addEventListener('abort', aborted, { once: true })
    this.#unlisten = () => signal.removeEventListener('abort', aborted)
  }

  #waitIsOver(): void {
    this.#waiter = null
    this.#unlisten?.()
    this.#unlisten = null
  }

  granted(lease: Lease<W, T>): void {
    this.#waitIsOver()
    this.#lease = lease
    this.#state = moveSession(this.#state, 'attached')
    this.#pins?.announce(lease, this.origin)
    this.#proceed(lease, this.#active as T)
  }

  denied(error: Error): void {
    this.#waitIsOver()
    this.#state = moveSession(this.#state, 'detached')
    this.#answer(error)
  }

  /** The active statement fails without having been sent; the next one starts. */
  #answer(error: Error): void {
    // Behind a BEGIN that did not happen the others would run, and commit, by themselves.
    const behind = this.#verdict?.begins ? (this.#backlog?.splice(0) ?? []) : []
    const ticket = this.#active
    this.#active = null
    ticket?.refuse(error)
    for (const other of behind) other.refuse(error)
    this.#next()
  }

  /** What must be known, then what must be done, then the statement: nothing runs behind a step that failed. */
  #proceed(lease: Lease<W, T>, ticket: T): void {
    const { judge } = this.#parts
    const verdict = this.#verdict as Verdict
    const read = readRoutines(this.#parts, lease, verdict, this.#defines, this.#pins)
    if (typeof read === 'boolean') this.#place(lease, ticket, judge.judgeAgain(ticket.text, verdict, read))
    else
      this.#after(read, lease, ticket, (was) => this.#place(lease, ticket, judge.judgeAgain(ticket.text, verdict, was)))
  }

  #place(lease: Lease<W, T>, ticket: T, verdict: Verdict, proved = false): void {
    this.#verdict = verdict
    const { connection } = lease
    const step = lookBackStep(verdict, this, connection, lease.tx, this.#parts.care)
    if (step === 'prove-first' && !proved)
      return this.#after(proveLookBack(this.#parts, lease), lease, ticket, (proof) =>
        proof ? this.#place(lease, ticket, verdict, true) : this.#refuse(lease, refusal('look-back')),
      )
    const past = diagnosticsStep(verdict.diagnostics, this, connection)
    const refused = step === 'refuse' ? refusal('look-back') : this.#pinFor(verdict, ticket, lease)
    if (refused !== null) return this.#refuse(lease, refused)
    noteAdvance(verdict, this, connection, step === 'forget-first')
    noteRunner(this, connection, past)
    const ready = makeReady(this.#parts, lease, ticket, verdict, step, past)
    if (ready === null) this.#submit(lease, ticket)
    else if (past !== 'refuse') this.#after(ready, lease, ticket, () => this.#submit(lease, ticket))
    else this.#after(ready, lease, ticket, () => this.#refuse(lease, refusal('diagnostics')))
  }

  #after<V>(work: Promise<V>, lease: Lease<W, T>, ticket: T, then: (value: V) => void): void {
    const still = (): boolean => this.#active === ticket && !lease.over
    const go = (value: V): void => {
      lease.progressAt = this.#parts.clock.now()
      then(value)
    }
    work.then(
      (value) => still() && go(value),
      (error: unknown) => still() && this.#unsent(lease, error),
    )
  }

  #pinFor(verdict: Verdict, ticket: T, lease: Lease<W, T>): Error | null {
    if (verdict.causes.length === 0) return null
    const { driver, beforePin, observer, clock } = this.#parts
    const digest = typeof ticket.text === 'string' ? driver.engine.digest(ticket.text) : null
    this.#pins ??= new Pins(this.id, observer)
    const refused = this.#pins.addAll(verdict.causes, digest, clock.wallTime(), beforePin)
    if (refused === null) this.#pins.announce(lease, this.origin)
    return refused
  }

  /** The connection is there, and the statement may not be sent. */
  #refuse(lease: Lease<W, T>, error: Error): void {
    this.#partOrHold(lease, false)
    this.#answer(error)
  }

  #submit(lease: Lease<W, T>, ticket: T): void {
    // While its connection was made ready.
    if (ticket.signal?.aborted) return this.#refuse(lease, abortError(ticket.signal, 'not-sent'))
    // Before it is written: what it is answered may come while it is being submitted.
    lease.context = ticket.context
    if (this.#parts.mux.submit(lease, ticket)) lease.used = true
    else this.#unsent(lease, null)
  }

  /** Nothing was sent. A session that has nothing in the connection goes on elsewhere, with its old deadline. */
  #unsent(lease: Lease<W, T>, cause: unknown): void {
    this.#parts.mux.discard(lease)
    if (lease.used) this.lost(cause instanceof Error ? cause : null)
    else this.#goElsewhere(lease)
  }

  #goElsewhere(lease: Lease<W, T>): void {
    this.#pins?.clear(lease, 'connection-lost', true)
    this.#lease = null
    this.#state = moveSession(moveSession(this.#state, 'detached'), 'waiting')
    this.#borrow(this.#verdict as Verdict, true)
  }

  settled(ticket: T, boundary: Boundary): void {
    const lease = this.#lease
    // With an unknown state the connection is gone: `lost` follows, and decides what becomes of the session.
    if (lease === null || this.#active !== ticket || boundary.tx === 'unknown') return
    this.#active = null
    if (this.#parts.options.idleClientTimeoutMillis > 0) this.#usedAt = this.#parts.clock.now()
    const transaction = lease.tx !== 'none' || boundary.tx !== 'none'
    lease.tx = boundary.tx
    this.#learn(lease, boundary)
    this.#partOrHold(lease, transaction, lease.progressAt)
    if (this.#backlog?.length) return this.#next()
    if (this.listener !== null) ticket.context.runInAsyncScope(this.listener.drained, this.listener)
    if (this.#ending !== null) this.#finish(this.#ending)
  }

  /** What the statement that has settled changed about the session, beside the transaction state. */
  #learn(lease: Lease<W, T>, boundary: Boundary): void {
    const verdict = this.#verdict as Verdict
    const { judge, clock, observer } = this.#parts
    noteLeft(verdict.diagnostics, lease.connection, boundary.fate)
    if (verdict.mayDefine) {
      this.#defines = boundary.tx !== 'none'
      judge.routinesMayHaveChanged()
    } else if (this.#defines && boundary.tx === 'none') {
      this.#defines = false
      judge.routinesMayHaveChanged()
    }
    if (boundary.tx !== 'none') return
    if (verdict.discards.length > 0 && boundary.error === null) {
      this.#pins?.discard(verdict.discards, lease)
      if (verdict.discards.includes('all')) {
        lease.connection.sequencesOf = 'clean'
        this.advancedOn = null
        this.advancedApart = false
        this.#resetDue = true
      }
    }
    if (lease.connection.strayed.size === 0 || this.#pins?.mayHaveSet) return
    this.#pins ??= new Pins(this.id, observer)
    this.#pins.add(reportedCause, null, clock.wallTime())
    this.#pins.announce(lease, this.origin)
  }

  /** At a boundary: keeps the lease while a transaction is open or an obligation is held, else gives it back. */
  #partOrHold(lease: Lease<W, T>, transaction: boolean, now?: number): void {
    if (lease.tx !== 'none' || this.pinned !== null) {
      this.#state = moveSession(this.#state, this.pinned === null ? 'attached' : 'pinned')
      return
    }
    this.#lease = null
    if (!this.#parts.options.leakDetection) this.#origin = null
    this.#state = moveSession(this.#state, 'detached')
    this.#parts.mux.giveBack(lease, this.#takeCleanup(), transaction, now)
  }

  #takeCleanup(): Cleanup {
    const cleanup = this.#pins?.cleanup ?? 'none'
    const due = this.#resetDue && cleanup === 'none'
    this.#resetDue = false
    return due ? 'reset' : cleanup
  }

  /** A statement that is refused at once comes back here: a long backlog must not become a deep stack. */
  #next(): void {
    if (this.#nexting) return
    this.#nexting = true
    while (this.#active === null) {
      const ticket = this.#backlog?.shift()
      if (ticket === undefined) break
      this.#start(ticket, null)
      if (this.#ending !== null) this.#boundStream(ticket)
    }
    this.#nexting = false
    if (this.#active === null && this.#ending !== null) this.#finish(this.#ending)
  }

  lost(error: Error | null): void {
    const lease = this.#lease
    const ticket = this.#active
    if (lease !== null && ticket !== null && !lease.used) return this.#goElsewhere(lease)
    // A BEGIN in doubt counts as a transaction: what was queued behind it must not run, and commit, by itself.
    const begun = ticket !== null && this.#verdict?.begins ? 'transaction' : 'nothing'
    const holds = this.holds === 'nothing' ? begun : this.holds
    this.#active = null
    this.#pins?.clear(lease, 'connection-lost', false)
    this.#lease = null
    if (this.#state === 'ended') return
    this.#broken = holds === 'nothing' ? null : brokenBy(holds, error, this.#taken)
    this.#state = moveSession(this.#state, this.#broken === null ? 'detached' : 'broken')
    // It was being made ready; who was sent has been told already, and hears nothing more.
    ticket?.refuse(refusal('unsent', error))
    if (this.#broken !== null) tellInContext(this.listener, lease?.context, 'lost', error ?? this.#broken.error)
    this.#taken = null
    this.#next()
  }

  /** Its transaction made no progress: the connection is cut, and the session says why from now on. */
  takeBack(why: string): void {
    if (this.#lease === null) return
    this.#taken = {
      code: 'MUX_TRANSACTION_TIMEOUT',
      why: this.origin === null ? why : `${why}; begun at ${this.origin}`,
    }
    this.#parts.mux.takeBack(this.#lease)
  }

  pushed(kind: 'notification' | 'notice', payload: unknown): void {
    tellInContext(this.listener, this.#lease?.context, 'pushed', kind, payload)
  }

  /** From the next statement on the session keeps its connection, until the returned function is called. */
  pin(): () => void {
    const { observer, clock } = this.#parts
    this.#pins ??= new Pins(this.id, observer)
    const pin = this.#pins.add(explicitCause, null, clock.wallTime())
    if (this.#lease !== null) {
      this.#pins.announce(this.#lease, this.origin)
      this.#state = moveSession(this.#state, 'pinned')
    }
    return () => {
      if (!this.#pins?.remove(pin, this.#lease) || this.#lease === null) return
      this.#resetDue = true
      if (this.#active === null) this.#partOrHold(this.#lease, false)
    }
  }

  /** Asks the server to cancel a statement that runs; one that waits behind it is forgotten without an answer, as in pg. */
  cancel(ticket: T): void {
    const waiting = this.backlog.indexOf(ticket)
    if (waiting >= 0) this.#backlog?.splice(waiting, 1)
    else if (this.#active === ticket && this.#lease !== null) this.#parts.mux.cancel(this.#lease, ticket)
  }

  /** No more statements. What was left open is rolled back, what was left behind is reset or closed. */
  end(manner: 'release' | 'destroy'): void {
    if (this.#state === 'ended' || this.#ending !== null) return
    if (manner === 'destroy' || this.#active === null) return this.#finish(manner)
    this.#ending = manner
    this.#boundStream(this.#active)
  }

  /** It ran no statement for too long. */
  expire(): void {
    if (this.#state !== 'ended' && this.#active === null) this.#finish('idle')
  }

  #boundStream(ticket: T): void {
    boundStream(ticket, this.#parts, { runs: () => this.#active === ticket, end: () => this.#finish('destroy') })
  }

  #finish(manner: 'release' | 'destroy' | 'idle'): void {
    // Giving a connection back lets others run, whose callbacks may end this session too.
    if (this.#state === 'ended') return
    this.#ending = manner
    const lease = this.#lease
    const unheard = this.#backlog?.splice(0) ?? []
    if (this.#waiter !== null) this.#parts.mux.giveUp(this.#waiter)
    this.#waitIsOver()
    // It waits, or its connection is made ready: nobody else will answer it.
    if (this.#active !== null && !lease?.inFlight) unheard.unshift(this.#active)
    const cleanup = this.#takeCleanup()
    this.#pins?.clear(lease, 'session-end', false)
    this.#lease = null
    this.#state = moveSession(this.#state, 'ended')
    this.#parts.ended()
    if (lease !== null) this.#vacate(lease, manner, cleanup)
    for (const ticket of unheard) ticket.refuse(refusal('ended'))
    this.listener?.over?.()
  }

  #vacate(lease: Lease<W, T>, manner: 'release' | 'destroy' | 'idle', cleanup: Cleanup): void {
    const { mux, observer, clock } = this.#parts
    if (manner === 'destroy') return mux.discard(lease)
    if (lease.tx === 'none') return mux.giveBack(lease, cleanup, false)
    observer.leak(this.id, 'released-in-transaction', clock.now() - lease.since, this.origin)
    void mux.rollBack(lease, cleanup)
  }
}

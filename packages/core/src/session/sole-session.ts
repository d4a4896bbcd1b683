import type { Boundary, Ticket } from '../adapter/driver.ts'
import { MuxError } from '../errors.ts'
import { noteLeft, noteRunner } from '../mux/diagnostics.ts'
import type { Borrower, Lease } from '../mux/lease.ts'
import { lookBackStep, noteAdvance } from '../mux/look-back.ts'
import type { Waiter } from '../mux/queue.ts'
import { isPlain, type Verdict } from '../mux/verdict.ts'
import type { ConnectionId, SessionId } from '../vocab.ts'
import { refusal } from './broken.ts'
import type { Below } from './origin.ts'
import { Session } from './session.ts'
import type { SessionParts } from './session-parts.ts'

/** `fresh`: was given nothing yet. `waiting`, `running`: its statement does. `answered`: holds nothing any more. */
type SoleState = 'fresh' | 'waiting' | 'running' | 'answered' | 'ended'

/**
 * A session for one statement, as `pool.query` wants it. Nearly every statement is plain: it asks for nothing before it
 * runs, and leaves nothing behind. Whatever else turns up, in the text, at the grant or at the boundary, makes a whole
 * session, which goes on with the statement from there; this one only passes on to it from then on.
 */
export class SoleSession<W extends object, T extends Ticket> implements Borrower<W, T> {
  readonly id: SessionId
  readonly #parts: SessionParts<W, T>
  #state: SoleState = 'fresh'
  #ending = false
  #ticket: T | null = null
  #verdict: Verdict | null = null
  #waiter: Waiter<Borrower<W, T>> | null = null
  #lease: Lease<W, T> | null = null
  #askedAt = 0
  #whole: Session<W, T> | null = null
  advancedOn: ConnectionId | null = null
  advancedApart = false
  ranOn: ConnectionId | null = null
  readonly origin = null
  readonly holds = 'nothing'

  constructor(id: SessionId, parts: SessionParts<W, T>) {
    this.id = id
    this.#parts = parts
  }

  /**
   * For one statement.
   * @param below as for `Session.run`
   */
  run(ticket: T, below: Below = this.run): void {
    const { judge, clock } = this.#parts
    if (this.#state !== 'fresh' || this.#whole !== null)
      throw new MuxError('MUX_INVARIANT', 'a session of one statement was given two', { phase: 'statement' })
    const verdict = judge.judge(ticket.text)
    // Whoever may stop to read, or be told to stop, needs more than one boundary.
    if (!isPlain(verdict) || ticket.signal !== null || ticket.flow !== 'rows') {
      this.#whole = new Session(this.id, this.#parts)
      return this.#whole.run(ticket, below)
    }
    this.#ticket = ticket
    this.#verdict = verdict
    this.#askedAt = clock.now()
    this.#borrow(false)
  }

  #borrow(again: boolean): void {
    this.#state = 'waiting'
    const waiter = this.#parts.mux.borrow(this, this.#askedAt, null, again)
    // Null when it was answered at once: `granted` or `denied` has run already.
    if (waiter !== null) this.#waiter = waiter
  }

  granted(lease: Lease<W, T>): void {
    this.#waiter = null
    const ticket = this.#ticket as T
    const verdict = this.#verdict as Verdict
    const { judge, mux, care } = this.#parts
    const { connection } = lease
    // The verdict may have become old while it waited, and the connection may have to forget something first.
    if (!judge.stands(verdict, lease.progressAt) || lookBackStep(verdict, this, connection, 'none', care) !== 'run')
      return this.#makeWhole(lease, 'waiting').granted(lease)
    this.#state = 'running'
    this.#lease = lease
    noteAdvance(verdict, this, connection, false)
    noteRunner(this, connection, 'run')
    lease.context = ticket.context
    if (mux.submit(lease, ticket)) {
      lease.used = true
      return
    }
    mux.discard(lease)
    this.#goElsewhere()
  }

  /** Nothing was sent: with its old deadline. */
  #goElsewhere(): void {
    this.#lease = null
    this.#borrow(true)
  }

  #makeWhole(lease: Lease<W, T>, state: 'waiting' | 'attached'): Session<W, T> {
    const whole = new Session(this.id, this.#parts)
    whole.advancedOn = this.advancedOn
    whole.advancedApart = this.advancedApart
    whole.ranOn = this.ranOn
    whole.takeOver(this.#ticket as T, this.#verdict as Verdict, this.#askedAt, state === 'attached' ? lease : null)
    lease.borrower = whole
    this.#whole = whole
    this.#lease = null
    this.#ticket = null
    if (this.#ending) whole.end('release')
    return whole
  }

  denied(error: Error): void {
    this.#waiter = null
    this.#tell(error)
  }

  settled(ticket: T, boundary: Boundary): void {
    const lease = this.#lease
    // With an unknown state the connection is gone: `lost` follows.
    if (lease === null || this.#ticket !== ticket || boundary.tx === 'unknown') return
    const { connection } = lease
    if (boundary.tx !== 'none' || connection.strayed.size > 0)
      return this.#makeWhole(lease, 'attached').settled(ticket, boundary)
    noteLeft((this.#verdict as Verdict).diagnostics, connection, boundary.fate)
    this.#lease = null
    this.#answered()
    this.#parts.mux.giveBack(lease, 'none', false, lease.progressAt)
  }

  lost(error: Error | null): void {
    const lease = this.#lease
    if (lease === null) return
    if (!lease.used) return this.#goElsewhere()
    this.#lease = null
    // Who was sent has been told already, and hears nothing more.
    this.#tell(refusal('unsent', error))
  }

  #tell(error: Error): void {
    const ticket = this.#ticket
    this.#answered()
    ticket?.refuse(error)
  }

  #answered(): void {
    this.#ticket = null
    this.#state = 'answered'
    if (this.#ending) this.#finish()
  }

  #finish(): void {
    this.#state = 'ended'
    this.#parts.ended()
  }

  /** `release`: behind its statement, which goes on. */
  end(manner: 'release' | 'destroy'): void {
    if (this.#whole !== null) return this.#whole.end(manner)
    if (this.#state === 'ended' || this.#ending) return
    this.#ending = true
    const [waiter, lease] = [this.#waiter, this.#lease]
    const busy = this.#state === 'waiting' || this.#state === 'running'
    if (!busy) return this.#finish()
    if (manner === 'release') return
    this.#waiter = null
    this.#lease = null
    if (waiter !== null) this.#parts.mux.giveUp(waiter)
    if (lease !== null) this.#parts.mux.discard(lease)
    this.#tell(refusal('ended'))
  }

  takeBack(): void {
    if (this.#lease !== null) this.#parts.mux.takeBack(this.#lease)
  }

  /** It has its statement, or nothing. */
  expire(): void {}

  pushed(): void {}
}

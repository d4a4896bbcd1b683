import type { PoolState } from '../mux-pool.ts'
import type { PoolObserver } from '../observer.ts'
import type { ConnectionId, Fate, GateQuestion, Pin, SessionId } from '../vocab.ts'
import { Announcer, type PoolEvents } from './announcer.ts'
import { channels } from './channels.ts'
import { Counters } from './counters.ts'
import { LeakWarnings } from './leak-warnings.ts'
import { PinBook } from './pin-book.ts'
import { pinLine } from './pin-log.ts'
import type { PinReport } from './pin-report.ts'
import type { PoolSnapshot } from './snapshot.ts'
import { takeSnapshot } from './take-snapshot.ts'

export interface ObservatoryParts {
  /** The option `name` of the pool. */
  readonly name: string
  readonly clock: { now(): number; wallTime(): number }
  /** How many sessions are open now. Read at each lease: it must cost next to nothing. */
  readonly sessions: () => number
  /** How a rule's pin can be avoided: the engine's. */
  readonly avoid: (rule: string) => string | null
  /** Says a warning to whoever runs the program. */
  readonly warn: (message: string, code: string) => void
  /** Hears of a lost connection before listeners do. */
  readonly lost?: (error: Error | null, place: string) => void
  /** Gets one line for each pin. */
  readonly log?: (line: string) => void
}

/** Turns what happens in one pool into events, channels, numbers and the report of pins. Nothing it does reaches the pool. */
export class Observatory implements PoolObserver {
  readonly #parts: ObservatoryParts
  readonly #announcer: Announcer
  readonly #pins: PinBook
  readonly #leakWarnings: LeakWarnings
  readonly #open = new Set<ConnectionId>()
  #counters = new Counters()
  #since: number
  /** The connection that was opened last, until somebody asks or is served: whoever gets it first waited for it. */
  #fresh: ConnectionId | null = null
  #freshMicros = 0
  #logFailed = false

  constructor(parts: ObservatoryParts) {
    this.#parts = parts
    this.#announcer = new Announcer(parts.warn)
    this.#pins = new PinBook(() => parts.clock.now(), parts.avoid)
    this.#leakWarnings = new LeakWarnings(parts.warn)
    this.#since = parts.clock.wallTime()
  }

  get events(): PoolEvents {
    return this.#announcer.events
  }

  /** @param state of the same instant. */
  snapshot(state: PoolState): PoolSnapshot {
    const counters = this.#counters
    if (state.sessions > counters.sessionsPeak) counters.sessionsPeak = state.sessions
    return takeSnapshot(
      this.#parts.name,
      this.#parts.clock.wallTime(),
      this.#since,
      state,
      counters,
      this.#pins.byReason(),
    )
  }

  pinReport(): PinReport {
    return this.#pins.report()
  }

  /** Counts from 0 again. What is held or open now stays, and counts from now on. */
  reset(): void {
    this.#counters = new Counters()
    this.#counters.connectionsPeak = this.#open.size
    this.#pins.reset()
    this.#since = this.#parts.clock.wallTime()
  }

  borrow(session: SessionId, connection: ConnectionId, waitMicros: number): void {
    const counters = this.#counters
    counters.leases += 1
    const openMicros = this.#fresh === connection ? Math.min(waitMicros, this.#freshMicros) : 0
    this.#fresh = null
    counters.waited(waitMicros, openMicros)
    const sessions = this.#parts.sessions()
    if (sessions > counters.sessionsPeak) counters.sessionsPeak = sessions
    counters.sessionsSeen += sessions
    counters.connectionsSeen += this.#open.size
    if (this.#announcer.heard('borrow', channels.borrow))
      this.#announcer.tell('borrow', { pool: this.#parts.name, session, connection, waitMicros })
  }

  return(session: SessionId, connection: ConnectionId, transaction: boolean): void {
    if (transaction) this.#counters.transactions += 1
    if (this.#announcer.heard('return', channels.return))
      this.#announcer.tell('return', { pool: this.#parts.name, session, connection, transaction })
  }

  wait(session: SessionId, waiting: number): void {
    this.#counters.waits += 1
    // It was open before this one asked.
    this.#fresh = null
    if (this.#announcer.heard('wait', channels.wait))
      this.#announcer.tell('wait', { pool: this.#parts.name, session, waiting })
  }

  statement(micros: number, fate: Fate): void {
    this.#counters.fates[fate] += 1
    this.#counters.response.record(micros)
  }

  pin(session: SessionId, connection: ConnectionId, pin: Pin, stack: string | null): void {
    this.#pins.pinned(session, pin, stack)
    this.#log(session, connection, pin)
    if (this.#announcer.heard('pin'))
      this.#announcer.tell('pin', { pool: this.#parts.name, session, connection, ...plain(pin), stack })
  }

  #log(session: SessionId, connection: ConnectionId, pin: Pin): void {
    const { log, name, avoid, warn } = this.#parts
    if (log === undefined) return
    try {
      log(pinLine(name, session, connection, pin, avoid(pin.rule)))
    } catch (error) {
      if (this.#logFailed) return
      this.#logFailed = true
      warn(`the log function of the pool threw: ${String(error)}`, 'MUX_LISTENER_THREW')
    }
  }

  unpin(session: SessionId, connection: ConnectionId, pin: Pin, endedBy: string): void {
    const heldMillis = this.#pins.unpinned(session, pin, endedBy)
    if (this.#announcer.heard('unpin'))
      this.#announcer.tell('unpin', { pool: this.#parts.name, session, connection, ...plain(pin), heldMillis, endedBy })
  }

  stateDiscarded(connection: ConnectionId, how: 'reset' | 'close', because: GateQuestion | 'session-destroyed'): void {
    this.#counters.discarded[how] += 1
    if (this.#announcer.heard('stateDiscarded'))
      this.#announcer.tell('stateDiscarded', { pool: this.#parts.name, connection, how, because })
  }

  connectionOpen(connection: ConnectionId, openMicros: number): void {
    const counters = this.#counters
    counters.opened += 1
    counters.setup.record(openMicros)
    this.#open.add(connection)
    if (this.#open.size > counters.connectionsPeak) counters.connectionsPeak = this.#open.size
    this.#fresh = connection
    this.#freshMicros = openMicros
    if (this.#announcer.heard('connectionOpen'))
      this.#announcer.tell('connectionOpen', { pool: this.#parts.name, connection, openMicros })
  }

  connectionLost(connection: ConnectionId, error: Error | null, place: string): void {
    this.#counters.lost += 1
    this.#open.delete(connection)
    this.#parts.lost?.(error, place)
    if (this.#announcer.heard('connectionLost'))
      this.#announcer.tell('connectionLost', { pool: this.#parts.name, connection, error, place })
  }

  connectionClose(connection: ConnectionId, because: string): void {
    this.#counters.closed += 1
    this.#open.delete(connection)
    if (this.#announcer.heard('connectionClose'))
      this.#announcer.tell('connectionClose', { pool: this.#parts.name, connection, because })
  }

  openFailed(error: Error, nextTryMillis: number): void {
    this.#counters.openFailed += 1
    if (this.#announcer.heard('openFailed'))
      this.#announcer.tell('openFailed', { pool: this.#parts.name, error, nextTryMillis })
  }

  leak(
    session: SessionId,
    what: 'transaction' | 'pin' | 'released-in-transaction',
    ageMillis: number,
    stack: string | null,
  ): void {
    this.#counters.leaks[what] += 1
    this.#leakWarnings.leaked(this.#parts.name, what, ageMillis, stack)
    if (this.#announcer.heard('leak'))
      this.#announcer.tell('leak', { pool: this.#parts.name, session, what, ageMillis, stack })
  }

  leap(millis: number): void {
    this.#counters.leaps += 1
    if (this.#announcer.heard('leap')) this.#announcer.tell('leap', { pool: this.#parts.name, millis })
  }
}

/** The public part: what a pin carries besides is the session's own business. */
const plain = ({ reason, rule, digest, since }: Pin): Pin => ({ reason, rule, digest, since })

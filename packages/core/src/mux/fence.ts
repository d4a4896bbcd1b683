import type { Boundary, Driver, Ticket } from '../adapter/driver.ts'
import type { Clock, Timer } from '../clock/clock.ts'
import { MuxError } from '../errors.ts'
import type { PoolOptions } from '../options.ts'
import type { Connection } from '../store/connection.ts'
import { abortError } from './abort-error.ts'
import type { Lease } from './lease.ts'

interface Guard {
  readonly timer: Timer | null
  readonly release: (() => void) | null
}

/** A cancel that was sent. The boundary is held back until it can no longer land. */
interface Cancelling {
  landed: boolean
  held: (() => void) | null
  readonly giveUp: Timer
}

interface FenceParts<W extends object, T extends Ticket> {
  readonly driver: Driver<W, T>
  readonly clock: Clock
  readonly options: PoolOptions
}

/**
 * Deadlines of statements, and the cancel fence: a cancel hits whatever the connection runs when it lands, so the
 * connection serves nobody between sending it and the proof that it has landed or can't.
 */
export class Fence<W extends object, T extends Ticket> {
  readonly #parts: FenceParts<W, T>
  readonly #abort: (connection: Connection<W>) => void
  readonly #guards = new Map<Lease<W, T>, Guard>()
  readonly #cancelling = new Map<Connection<W>, Cancelling>()

  constructor(parts: FenceParts<W, T>, abort: (connection: Connection<W>) => void) {
    this.#parts = parts
    this.#abort = abort
  }

  holds(connection: Connection<W>): boolean {
    return this.#cancelling.size > 0 && this.#cancelling.has(connection)
  }

  /** Starts the deadline and listens to the signal of a statement, where it has any. */
  guard(lease: Lease<W, T>, ticket: T): void {
    const millis = ticket.timeoutMillis || this.#parts.options.statementTimeoutMillis
    if (millis === 0 && ticket.signal === null) return
    const { clock } = this.#parts
    const due = (): void => this.cancel(lease, ticket, statementTimeout(millis))
    const aborted = (): void => this.cancel(lease, ticket, abortError(ticket.signal, 'in-doubt'))
    ticket.signal?.addEventListener('abort', aborted, { once: true })
    this.#guards.set(lease, {
      timer: millis > 0 ? clock.setTimer(due, millis, true) : null,
      release: ticket.signal === null ? null : () => ticket.signal?.removeEventListener('abort', aborted),
    })
  }

  forget(lease: Lease<W, T>): void {
    if (this.#guards.size === 0) return
    const guard = this.#guards.get(lease)
    if (guard === undefined) return
    this.#guards.delete(lease)
    guard.timer?.cancel()
    guard.release?.()
  }

  /** @param error what the caller is told at once; null: he waits for what the server says. */
  cancel(lease: Lease<W, T>, ticket: T, error: Error | null): void {
    this.forget(lease)
    const { connection } = lease
    if (lease.inFlight !== ticket || connection.place !== 'leased') return
    const { driver, clock, options } = this.#parts
    connection.move('quarantined')
    const state: Cancelling = {
      landed: false,
      held: null,
      giveUp: clock.setTimer(() => this.#abort(connection), options.resetTimeoutMillis, true),
    }
    this.#cancelling.set(connection, state)
    const landed = (): void => {
      state.landed = true
      if (state.held !== null) void this.#lift(connection, state)
    }
    driver
      .cancel(connection.wire as W, { deadline: clock.now() + options.resetTimeoutMillis })
      .then(landed, () => this.#abort(connection))
    if (error !== null) ticket.refuse(error)
  }

  /** `tell` is called behind the fence; at once when the connection is gone, and with it the cancel. */
  holdBack(connection: Connection<W>, boundary: Boundary, tell: () => void): void {
    const state = this.#cancelling.get(connection)
    if (state === undefined || boundary.fate === 'in-doubt') {
      if (state !== undefined) this.#drop(connection, state)
      return tell()
    }
    state.held = tell
    if (state.landed) void this.#lift(connection, state)
  }

  /** One empty round trip: a signal that the server had not yet looked at hits this, not a tenant. */
  async #lift(connection: Connection<W>, state: Cancelling): Promise<void> {
    const { driver, clock, options } = this.#parts
    try {
      await driver.control(connection.wire as W, [], { deadline: clock.now() + options.resetTimeoutMillis })
    } catch {
      this.#abort(connection)
      return
    }
    if (connection.place !== 'quarantined') return
    this.#drop(connection, state)
    connection.move('leased')
    state.held?.()
  }

  #drop(connection: Connection<W>, state: Cancelling): void {
    state.giveUp.cancel()
    this.#cancelling.delete(connection)
  }

  lost(connection: Connection<W>): void {
    const state = this.#cancelling.get(connection)
    if (state !== undefined) this.#drop(connection, state)
  }
}

function statementTimeout(millis: number): MuxError {
  return new MuxError(
    'MUX_STATEMENT_TIMEOUT',
    `Query read timeout: the statement took longer than ${millis} ms and was cancelled`,
    {
      phase: 'statement',
      fate: 'in-doubt',
    },
  )
}

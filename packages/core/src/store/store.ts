import type { Boundary, Driver, Ticket } from '../adapter/driver.ts'
import { MuxError, withFate } from '../errors.ts'
import type { ConnectionId } from '../vocab.ts'
import { Connection } from './connection.ts'
import { expiryOf } from './expiry.ts'
import { IdleSet } from './idle-set.ts'
import { Headcount } from './places.ts'
import type { StoreListener, StoreParts } from './store-parts.ts'

/** The physical connections: opens, keeps idle ones, closes. Knows nothing of sessions. */
export class Store<W extends object, T extends Ticket> {
  readonly #parts: StoreParts<W, T>
  readonly #listener: StoreListener<W, T>
  readonly headcount: Headcount = new Headcount()
  readonly connections: Set<Connection<W>> = new Set()
  readonly idle: IdleSet<W> = new IdleSet()
  #lastId = 0
  #attempts = 0
  readonly #lostEarly = new WeakSet<Connection<W>>()
  generation = 0
  /** Whether any connection was ever opened. */
  everGood = false

  constructor(parts: StoreParts<W, T>, listener: StoreListener<W, T>) {
    this.#parts = parts
    this.#listener = listener
  }

  /** Attempts to open that are under way. */
  get attempts(): number {
    return this.#attempts
  }

  /** Connections that are neither being opened nor closing. */
  #anyOpen(): boolean {
    return this.connections.size > this.headcount.opening + this.headcount.closing
  }

  /** Whether one more attempt may start now. Without an open connection what was known of the server is old. */
  get canOpen(): boolean {
    const { slots, limits, breaker } = this.#parts
    const parallel = this.#anyOpen() ? breaker.parallel : 1
    return slots.taken < Math.min(limits.current, slots.ceiling) && this.#attempts < parallel && breaker.delay() === 0
  }

  /** Starts one attempt. It belongs to the pool: whoever waits for it may go away, and its connection stays. */
  open(): void {
    const taken = this.#parts.slots.take()
    if (taken === null) return
    this.#attempts += 1
    this.#lastId += 1
    const id = this.#lastId as ConnectionId
    void taken.then((slot) => this.#dial(new Connection<W>(id, slot, this.generation, this.headcount)))
  }

  async #dial(connection: Connection<W>): Promise<void> {
    const { driver, clock, options, breaker, observer } = this.#parts
    const startedAt = clock.now()
    const deadline = startedAt + options.connectTimeoutMillis
    this.connections.add(connection)
    try {
      connection.wire = await driver.open(this.#sinkOf(connection), { deadline })
      await this.#listener.prepare(connection.wire, deadline)
      if (this.#lostEarly.has(connection)) throw lostInPreparation()
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown })
      if (connection.wire !== null) await driver.close(connection.wire, 'abort')
      this.#attempts -= 1
      this.#vanish(connection)
      this.#judgeFailure(error)
      return
    }
    this.#attempts -= 1
    breaker.succeeded()
    this.everGood = true
    connection.openedAt = clock.now()
    connection.expiresAt = expiryOf(clock, options.maxConnectionLifetimeMillis)
    connection.idleSince = connection.openedAt
    connection.move('idle')
    observer.connectionOpen(connection.id, (connection.openedAt - startedAt) * 1_000)
    this.#listener.opened(connection)
  }

  #judgeFailure(error: Error): void {
    const { driver, breaker, limits, observer } = this.#parts
    const kind = driver.judgeOpenError(error)
    if (kind === 'full') limits.serverFull(this.connections.size)
    observer.openFailed(error, kind === 'full' && this.#anyOpen() ? breaker.full(error) : breaker.failed(error))
    // At start a dead or wrong address is told at once, as the drivers' own pools do; later it is waited out.
    const tell = kind === 'permanent' || (kind === 'transient' && !this.everGood)
    this.#listener.openFailed(tell ? withFate(error, 'not-sent') : null)
  }

  /** The function that the driver calls at each boundary of this connection. One for its whole life. */
  settledOf(connection: Connection<W>): (ticket: T, boundary: Boundary) => void {
    connection.settled ??= (ticket, boundary) => this.#listener.settled(connection, ticket as T, boundary)
    return connection.settled
  }

  #sinkOf(connection: Connection<W>): Parameters<Driver<W, T>['open']>[0] {
    return {
      setting: (name, value, solicited) => {
        if (!solicited || connection.place === 'opening') connection.baseline.set(name, value)
        if (connection.baseline.get(name) === value) connection.strayed.delete(name)
        else connection.strayed.set(name, value)
      },
      doubted: () => {
        connection.doubtful = true
      },
      pushed: (kind, payload) => this.#listener.pushed(connection, kind, payload),
      lost: (error) => this.#lost(connection, error),
    }
  }

  #lost(connection: Connection<W>, error: Error | null): void {
    const place = connection.place
    // While it opens, the attempt itself reports the failure; while it closes, the loss is what was asked for.
    if (place === 'opening') this.#lostEarly.add(connection)
    if (place === 'opening' || place === 'closing' || place === 'gone') return
    this.#parts.breaker.connectionLost()
    this.idle.remove(connection)
    // One dead connection makes its idle neighbours doubtful: the same event may have taken them all.
    for (const neighbour of this.idle) neighbour.suspect = true
    this.#vanish(connection)
    this.#parts.observer.connectionLost(connection.id, error, place)
    this.#listener.lost(connection, error)
  }

  #vanish(connection: Connection<W>): void {
    if (connection.place !== 'gone') connection.move('gone')
    this.connections.delete(connection)
    void this.#parts.slots.giveBack(connection.slot).then(() => this.#listener.freed())
  }

  /** Puts a connection that passed the gate among the idle ones. */
  rest(connection: Connection<W>, now: number): void {
    connection.idleSince = now
    this.idle.push(connection)
    if (connection.wire !== null) this.#parts.driver.hold(connection.wire, false)
  }

  /** The connection that was used last, so that the others can grow old and be closed. */
  takeIdle(prefers: ConnectionId | null): Connection<W> | null {
    const connection = this.idle.take(prefers)
    if (connection !== null && connection.wire !== null) this.#parts.driver.hold(connection.wire, true)
    return connection
  }

  /** Politely, then by force. Its slot is free only when the socket is gone. */
  async close(connection: Connection<W>, because: string): Promise<void> {
    const { driver, clock, options, observer } = this.#parts
    this.idle.remove(connection)
    if (connection.place === 'gone' || connection.place === 'closing') return
    connection.move('closing')
    observer.connectionClose(connection.id, because)
    const wire = connection.wire
    if (wire !== null) {
      driver.hold(wire, true)
      const force = clock.setTimer(() => void driver.close(wire, 'abort'), options.closeTimeoutMillis, true)
      await driver.close(wire, 'drain')
      force.cancel()
    }
    this.#vanish(connection)
  }

  /** Cuts the wire; whatever was owed is settled as in doubt, then `lost` follows. */
  abort(connection: Connection<W>): void {
    if (connection.wire !== null) void this.#parts.driver.close(connection.wire, 'abort')
  }
}

function lostInPreparation(): MuxError {
  return new MuxError('MUX_CONNECTION_LOST', 'the connection was lost while it was prepared', { phase: 'init' })
}

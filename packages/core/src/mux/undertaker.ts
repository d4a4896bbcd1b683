import type { Driver, Ticket } from '../adapter/driver.ts'
import type { Clock, Timer } from '../clock/clock.ts'
import type { PoolOptions } from '../options.ts'
import type { Connection } from '../store/connection.ts'
import type { Store } from '../store/store.ts'

interface UndertakerParts<W extends object, T extends Ticket> {
  readonly driver: Driver<W, T>
  readonly clock: Clock
  readonly options: PoolOptions
}

/**
 * Connections that nobody wants while a statement still runs on them. The server process would outlive the socket,
 * beyond the limit: so the statement is cancelled first, and the connection is closed at its boundary.
 */
export class Undertaker<W extends object, T extends Ticket> {
  readonly #parts: UndertakerParts<W, T>
  readonly #store: Store<W, T>
  readonly #doomed = new Map<Connection<W>, Timer>()

  constructor(parts: UndertakerParts<W, T>, store: Store<W, T>) {
    this.#parts = parts
    this.#store = store
  }

  cutShort(connection: Connection<W>): void {
    const { driver, clock, options } = this.#parts
    connection.move('quarantined')
    const millis = options.closeTimeoutMillis
    this.#doomed.set(
      connection,
      clock.setTimer(() => this.#store.abort(connection), millis, true),
    )
    const abort = (): void => this.#store.abort(connection)
    driver.cancel(connection.wire as W, { deadline: clock.now() + millis }).catch(abort)
  }

  /** What ran has ended, or the connection is gone. */
  boundary(connection: Connection<W>): void {
    const timer = this.#doomed.get(connection)
    if (timer === undefined) return
    timer.cancel()
    this.#doomed.delete(connection)
    if (connection.place !== 'quarantined') return
    connection.move('settling')
    void this.#store.close(connection, 'session-destroyed')
  }
}

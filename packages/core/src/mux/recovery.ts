import type { Driver, Ticket } from '../adapter/driver.ts'
import type { Clock } from '../clock/clock.ts'
import type { PoolOptions } from '../options.ts'
import type { Connection } from '../store/connection.ts'
import type { Store } from '../store/store.ts'

interface RecoveryParts<W extends object, T extends Ticket> {
  readonly driver: Driver<W, T>
  readonly clock: Clock
  readonly options: PoolOptions
}

/** Signs of life take one round trip; a peer that needs longer is treated as gone. */
const probeMillis = 2_000

/**
 * Brings a connection back into a state in which another session may have it. Whatever fails, or takes too long,
 * closes the connection: `ready` is called only behind proof.
 */
export class Recovery<W extends object, T extends Ticket> {
  readonly #parts: RecoveryParts<W, T>
  readonly #store: Store<W, T>
  readonly #ready: (connection: Connection<W>) => void
  readonly #dead: () => void

  constructor(
    parts: RecoveryParts<W, T>,
    store: Store<W, T>,
    ready: (connection: Connection<W>) => void,
    dead: () => void,
  ) {
    this.#parts = parts
    this.#store = store
    this.#ready = ready
    this.#dead = dead
  }

  /** Asks for a sign of life. */
  async probe(connection: Connection<W>): Promise<void> {
    const { driver, clock, options } = this.#parts
    connection.move('probing')
    const wire = connection.wire as W
    try {
      await driver.control(wire, [], { deadline: clock.now() + Math.min(options.resetTimeoutMillis, probeMillis) })
    } catch {
      const closed = connection.place === 'probing' ? this.#store.close(connection, 'no-sign-of-life') : null
      this.#dead()
      return closed ?? undefined
    }
    if (connection.place !== 'probing') return
    connection.suspect = false
    connection.idleSince = clock.now()
    connection.move('idle')
    this.#ready(connection)
  }

  /** Puts the connection back to the state of a new one. */
  async reset(connection: Connection<W>): Promise<void> {
    const { driver, clock, options } = this.#parts
    connection.move('resetting')
    try {
      await driver.reset(connection.wire as W, { deadline: clock.now() + options.resetTimeoutMillis })
    } catch {
      if (connection.place === 'resetting') await this.#store.close(connection, 'reset-failed')
      return
    }
    if (connection.place !== 'resetting') return
    connection.sequencesOf = 'clean'
    connection.ranBy = null
    connection.doubtful = false
    // The wire's own word: a setting that did not come back means that the reset can't be trusted.
    if (connection.strayed.size > 0) return this.#store.close(connection, 'imprint-unknown')
    if (connection.generation !== this.#store.generation) return this.#store.close(connection, 'generation-retired')
    connection.move('idle')
    this.#ready(connection)
  }

  /** Ends the transaction that a session left open. False: it could not be ended, and the connection must go. */
  async rollBack(connection: Connection<W>): Promise<boolean> {
    const { driver, clock, options } = this.#parts
    try {
      await driver.control(connection.wire as W, [driver.engine.rollback], {
        deadline: clock.now() + options.resetTimeoutMillis,
      })
      connection.tx = driver.tx(connection.wire as W)
      return connection.tx === 'none'
    } catch {
      return false
    }
  }
}

import type { Mysql2Command, Mysql2ConnectionConfig, Mysql2Module } from '../driver-members.ts'
import { SessionStatements } from '../session-statements.ts'
import type { CommandOwner } from './command-tickets.ts'
import type { PoolSession } from './reading.ts'
import type { SessionFaceParts } from './session-parts.ts'
import { withoutSocket } from './socketless.ts'

export type Back = (error: unknown, rows?: unknown, fields?: unknown) => void

/** Runs single statements, each in a session of its own that ends with it. */
export interface PoolStatements {
  /** In the next tick, as behind `getConnection`: nobody overtakes who has asked the pool for a connection before. */
  run(command: Mysql2Command, back: Back): void
}

interface PoolStatementsParts extends SessionFaceParts {
  readonly session: () => PoolSession
}

export type PoolStatementsConstructor = new (parts: PoolStatementsParts) => PoolStatements

/**
 * What `pool.query` of mysql2 does with a connection, its callback and a listener, without a face for a session that
 * nobody ever sees. One object serves all statements of a pool: the driver's own `query` runs on it, unmodified and with
 * its tracing channel, up to `addCommand`.
 */
export function makePoolStatements(mysql2: Mysql2Module): PoolStatementsConstructor {
  class SoleStatements extends withoutSocket(mysql2) implements CommandOwner {
    readonly #parts: PoolStatementsParts
    /** Of the statement that is being made. */
    #session: PoolSession | null = null

    constructor(parts: PoolStatementsParts) {
      super()
      this.#parts = parts
    }

    get config(): Mysql2ConnectionConfig {
      return this.#parts.config
    }

    /** Of one statement: nobody else may own what it prepares. */
    get statements(): SessionStatements {
      return new SessionStatements(this.config.maxPreparedStatements)
    }

    run(command: Mysql2Command, back: Back): void {
      process.nextTick(SoleStatements.#start, this, command, back, this.#parts.session())
    }

    static #start(on: SoleStatements, command: Mysql2Command, back: Back, session: PoolSession): void {
      on.#session = session
      // Always with three arguments, as the driver's pool.
      command.onResult = (error, rows, fields) => back(error, rows, fields)
      try {
        on.query(command)
      } catch (error) {
        back(error)
      } finally {
        // The driver has refused it, or somebody's patch of `query` keeps it for later.
        on.#take()?.end('release')
      }
    }

    #take(): PoolSession | null {
      const session = this.#session
      this.#session = null
      return session
    }

    addCommand(command: Mysql2Command): Mysql2Command {
      const { tickets, refusesToWait, session } = this.#parts
      const ticket = tickets.of(command, this)
      const sole = this.#take() ?? session()
      ticket.sole = sole
      const refused = refusesToWait()
      if (refused === null) sole.run(ticket, this.query)
      else ticket.refuse(refused)
      return command
    }

    goesTo(): void {}
  }
  return SoleStatements
}

import type { SoleSession } from '@muxpool/core/adapter'
import type { Mysql2Command, Mysql2ConnectionConfig, Mysql2Module } from '../driver-members.ts'
import { SessionStatements } from '../session-statements.ts'
import type { MysqlTicket } from '../ticket.ts'
import type { MysqlWire } from '../wire.ts'
import type { CommandOwner } from './command-tickets.ts'
import type { SessionFaceParts } from './session-parts.ts'
import { withoutSocket } from './socketless.ts'

type StatementSession = SoleSession<MysqlWire, MysqlTicket>
type Below = (...args: never[]) => unknown
export type Back = (error: unknown, rows?: unknown, fields?: unknown) => void

/** Runs single statements, each in a session of its own that ends with it. */
export interface PoolStatements {
  /** @param later in the next tick, behind whoever was given a session just now. */
  run(command: Mysql2Command, back: Back, later: boolean): void
}

interface PoolStatementsParts extends SessionFaceParts {
  readonly session: () => StatementSession
  /** In stacks that name where something began, the caller's frames are those above. */
  readonly below: Below
}

export type PoolStatementsConstructor = new (parts: PoolStatementsParts) => PoolStatements

/**
 * What `pool.query` of mysql2 does with a connection, its callback and a listener, without a face for a session that
 * nobody ever sees. One object serves all statements of a pool: the driver's own `query` runs on it, unmodified and with
 * its tracing channel, up to `addCommand`.
 */
export function makePoolStatements(mysql2: Mysql2Module): PoolStatementsConstructor {
  class SoleStatements extends withoutSocket(mysql2.PoolConnection) implements CommandOwner {
    readonly #parts: PoolStatementsParts
    /** Of the statement that is being made. */
    #session: StatementSession | null = null
    #below: Below = this.query

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

    run(command: Mysql2Command, back: Back, later: boolean): void {
      const session = this.#parts.session()
      if (later) process.nextTick(() => this.#start(command, back, session, this.query))
      else this.#start(command, back, session, this.#parts.below)
    }

    #start(command: Mysql2Command, back: Back, session: StatementSession, below: Below): void {
      this.#below = below
      // Values may turn into texts by asking the pool for something.
      const outer = this.#session
      this.#session = session
      // Always with three arguments, as the driver's pool.
      command.onResult = (error, rows, fields) => back(error, rows, fields)
      try {
        this.query(command)
      } catch (error) {
        process.nextTick(back, error)
      } finally {
        // Not taken: the driver has refused it, or somebody's patch of `query` keeps it for later.
        if (this.#session === session) session.end('release')
        this.#session = outer
      }
    }

    #take(): StatementSession | null {
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
      if (refused === null) sole.run(ticket, this.#below)
      else ticket.refuse(refused)
      return command
    }

    goesTo(): void {}
  }
  return SoleStatements
}

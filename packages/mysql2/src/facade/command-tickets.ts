import { MuxError } from '@muxpool/core/adapter'
import { shapeOf } from '../command-classes.ts'
import type { CommandClasses, Mysql2Command, Mysql2Module, PreparedInfo } from '../driver-members.ts'
import { remembers } from '../session-statements.ts'
import { Statement, type StatementOwner } from '../statement.ts'
import { closedHandle, type HandleOwner, handleOf, originOf } from './prepared-handle.ts'

/** The session that a command is given to. */
export interface CommandOwner extends HandleOwner, StatementOwner {}

/** Makes tickets out of the driver's own commands. One for each pool. */
export class CommandTickets {
  readonly classes: CommandClasses
  readonly #keyOf: Mysql2Module['Connection']['statementKey']

  constructor(mysql2: Mysql2Module, classes: CommandClasses) {
    this.classes = classes
    this.#keyOf = (options) => mysql2.Connection.statementKey(options)
  }

  /** The two commands that `execute` makes. */
  joined(prepare: Mysql2Command, execute: Mysql2Command, owner: CommandOwner): Statement {
    this.#remembers(prepare, owner)
    return new Statement(prepare, execute, 'results', this.classes, owner)
  }

  /** @throws MuxError `MUX_DRIVER_UNSUPPORTED` for a command that needs a connection of its own. */
  of(command: Mysql2Command, owner: CommandOwner): Statement {
    const shape = shapeOf(this.classes, command)
    if (shape === null)
      throw new MuxError('MUX_DRIVER_UNSUPPORTED', `a ${command.constructor.name} needs a connection of its own`, {
        phase: 'statement',
      })
    if (shape === 'prepared') {
      this.#handsOut(command, owner)
      this.#remembers(command, owner)
    }
    if (command.statement) return this.#ofHandle(command, command.statement, owner)
    return new Statement(null, command, shape, this.classes, owner)
  }

  #remembers(prepare: Mysql2Command, { statements }: CommandOwner): void {
    remembers(statements, prepare, this.#keyOf)
  }

  #handsOut(prepare: Mysql2Command, owner: CommandOwner): void {
    const { onResult, options } = prepare
    if (onResult === undefined || options === undefined) return
    const origin = { options, key: this.#keyOf(options) }
    prepare.onResult = (error, info) =>
      error
        ? onResult.call(prepare, error)
        : onResult.call(prepare, null, handleOf(info as PreparedInfo, owner, origin))
  }

  /** The connection may be another than the one that it was prepared on. */
  #ofHandle(execute: Mysql2Command, handle: PreparedInfo, owner: CommandOwner): Statement {
    const options = originOf(handle)
    execute.sql ??= handle.query
    if (!options) return new Statement(null, execute, 'results', this.classes, owner)
    const prepare = new this.classes.Prepare(options, (error: unknown, info: PreparedInfo) => {
      if (!error) execute.statement = info
    })
    return this.joined(prepare, execute, owner)
  }

  /** Why it can't run; null: it can. A handle that is none of a session's is of a connection that others use. */
  refusalOf({ statement }: Mysql2Command): Error | null {
    return statement && !originOf(statement) ? closedHandle(statement.id, statement.query) : null
  }
}

import type { AsyncResource } from 'node:async_hooks'
import { guarded } from '@muxpool/core/adapter'
import { CommandVoice } from './command-voice.ts'
import type { CommandClasses, Mysql2Command, Mysql2Connection, Mysql2Packet, ServerError } from './driver-members.ts'
import { inDriverWords } from './driver-words.ts'
import { guardFile } from './local-file.ts'
import type { ReplyShape } from './reply-reader.ts'
import type { SessionStatements } from './session-statements.ts'
import { templateOf } from './statement-template.ts'
import type { MysqlTicket } from './ticket.ts'

/** The session of a statement, as far as a statement needs to know it. */
export interface StatementOwner {
  readonly statements: SessionStatements
  /** The statement is about to be written to this connection. */
  goesTo(connection: Mysql2Connection): void
}

/** What one statement alone is the use of: its session ends with it. */
export interface Sole {
  end(manner: 'release' | 'destroy'): void
}

/**
 * The driver's own command, run on whatever connection it is given; behind its Prepare where it is one of the two that
 * `execute` makes. Classes without literals and closures: those that live until a statement is answered are moved to the
 * old generation by V8 once the pool is busy, and everything that they point to behind them.
 */
export class Statement extends CommandVoice implements MysqlTicket {
  readonly text: string | null
  readonly flow: 'rows' | 'stream'
  readonly timeoutMillis: number
  readonly signal: AbortSignal | null
  readonly changesUser: boolean
  readonly steps: 1 | 2
  readonly #prepare: Mysql2Command | null
  readonly #caller: Mysql2Command
  readonly #shape: ReplyShape
  readonly #owner: StatementOwner
  readonly #endsStatements: boolean
  #statements: SessionStatements | null = null
  callsBack = false
  #serverError: ServerError | null = null
  refusal: Error | null = null
  /** Null: its session goes on behind it. */
  sole: Sole | null = null

  constructor(
    prepare: Mysql2Command | null,
    caller: Mysql2Command,
    shape: ReplyShape,
    classes: CommandClasses,
    owner: StatementOwner,
  ) {
    super(caller)
    this.#prepare = prepare
    this.#caller = caller
    this.#shape = shape
    this.#owner = owner
    this.steps = prepare === null ? 1 : 2
    const { _queryOptions, _executeOptions } = caller
    this.signal = (_queryOptions ?? _executeOptions)?.signal ?? null
    this.changesUser = shape === 'login'
    this.#endsStatements = this.changesUser || (shape === 'single' && caller instanceof classes.ResetConnection)
    this.text = this.#endsStatements ? null : textOf(caller, shape)
    // Without a callback the rows are events, and may be a stream whose reader is slow.
    this.flow = caller.onResult === undefined ? 'stream' : 'rows'
    // The driver would only stop to listen: the statement is cancelled instead.
    this.timeoutMillis = caller.timeout ?? 0
    caller.timeout = undefined
    guardFile(caller)
  }

  get context(): AsyncResource {
    return this
  }

  get statements(): SessionStatements {
    this.#statements ??= this.#owner.statements
    return this.#statements
  }

  commandAt(step: number): Mysql2Command {
    return step === 0 && this.#prepare !== null ? this.#prepare : this.#caller
  }

  shapeAt(step: number): ReplyShape {
    return step === 0 && this.#prepare !== null ? 'prepared' : this.#shape
  }

  goesTo(connection: Mysql2Connection): void {
    this.holdBack()
    this.callsBack = callsBack(this.#caller, connection.config)
    if (this.changesUser) this.#caller.currentConfig = connection.config
    this.#owner.goesTo(connection)
  }

  /** A slow reader takes some now and then; a statement that has no rows yet waits for the server. */
  watchReader(): () => boolean {
    let [taken, before] = [0, 0]
    this.#caller.on('result', () => {
      taken += 1
    })
    return () => {
      const stopped = taken === before && this.#caller._connection?._paused === true
      before = taken
      return stopped
    }
  }

  driverRefuses(error: Error): void {
    this.refusal ??= error
  }

  reachBoundary(): void {
    // A reader that comes back to its stream must not touch the connection of somebody else.
    this.#caller._connection = null
    if (this.#endsStatements) this.statements.forgetAll()
  }

  serverRefuses(packet: Mysql2Packet, connection: Mysql2Connection): ServerError {
    const error = packet.asError(connection.clientEncoding)
    error.sql = this.#caller.sql ?? this.#caller.query
    this.#serverError = error
    return error
  }

  tell(error: Error | null, connection: Mysql2Connection): void {
    // The driver's own answer, where it had one: it stops at a row that can't be read, or at values that can't be sent.
    this.letGo()
    if (error === null || this.told) return
    if (error !== this.#serverError) return this.#fail(error)
    // The driver's own way, with the error that core has been told.
    const packet = { isError: () => true, asError: () => error } as unknown as Mysql2Packet
    this.#inContext(() => this.#caller.execute(packet, connection))
  }

  refuse(error: Error): void {
    if (!this.mute()) return
    const told = inDriverWords(error, this.timeoutMillis)
    // As the driver: never before query() has returned.
    process.nextTick(() => this.#fail(told))
  }

  #fail(error: Error): void {
    // The server waits for the end of a file that it has asked for.
    this.#caller._localStream?.destroy?.(error)
    this.#inContext(() => this.fail(error))
  }

  #inContext(run: () => void): void {
    this.runInAsyncScope(guarded, undefined, run)
  }

  protected ended(): void {
    const { sole } = this
    this.sole = null
    sole?.end(readOnlyErrors.has(this.#serverError?.errno) ? 'destroy' : 'release')
  }
}

/**
 * The connections of a server that became a reader are of no use, says mysql2's pool: ER_OPTION_PREVENTS_STATEMENT,
 * ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, ER_READ_ONLY_MODE.
 * https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html
 */
const readOnlyErrors: ReadonlySet<number | undefined> = new Set([1290, 1792, 1836])

/** Without options there is nothing that a query calls back; to send values calls what makes texts of them. */
function callsBack({ _streamFactory, _queryOptions }: Mysql2Command, config: { readonly typeCast?: unknown }): boolean {
  if (_queryOptions === undefined || _streamFactory !== undefined) return true
  const { typeCast = config.typeCast } = _queryOptions
  return typeof typeCast === 'function'
}

/** Null: it can't be read. Prepare and Ping run nothing. */
function textOf(command: Mysql2Command, shape: ReplyShape): string | null {
  if (shape !== 'results') return ''
  const { sql, values } = command
  if (typeof sql !== 'string') return null
  return templateOf(command._queryOptions?.sql, values, sql) ?? sql
}

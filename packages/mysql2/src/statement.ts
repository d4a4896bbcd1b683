import { AsyncResource } from 'node:async_hooks'
import { guarded } from '@muxpool/core/adapter'
import { shapeOf } from './command-classes.ts'
import { CommandVoice } from './command-voice.ts'
import type { CommandClasses, Mysql2Command, Mysql2Connection, Mysql2Packet, ServerError } from './driver-members.ts'
import { inDriverWords } from './driver-words.ts'
import { guardFile } from './local-file.ts'
import type { SessionStatements } from './session-statements.ts'
import { templateOf } from './statement-template.ts'
import type { MysqlTicket, Step } from './ticket.ts'

export interface StatementParts {
  readonly classes: CommandClasses
  readonly keyOf: (options: { readonly sql: string }) => string
  readonly statements: SessionStatements
  readonly signal: AbortSignal | null
  /** It is about to be written to this connection. */
  readonly placed?: (connection: Mysql2Connection) => void
}

/**
 * The driver's own commands, run on whatever connection they are given: one command, or Prepare and Execute, which
 * `execute` makes together. The last one is the caller's.
 */
export class Statement implements MysqlTicket {
  readonly context: AsyncResource = new AsyncResource('muxpool.statement')
  readonly text: string | null
  readonly flow: 'rows' | 'stream'
  readonly timeoutMillis: number
  readonly signal: AbortSignal | null
  readonly statements: SessionStatements
  readonly changesUser: boolean
  readonly steps: readonly Step[]
  readonly #caller: Mysql2Command
  readonly #voice: CommandVoice
  readonly #endsStatements: boolean
  readonly #placed: StatementParts['placed']
  callsBack = false
  #serverError: Error | null = null
  refusal: Error | null = null

  /** @throws TypeError for a command that can't be carried. */
  constructor(commands: readonly [...Mysql2Command[], Mysql2Command], parts: StatementParts) {
    const { classes, statements } = parts
    this.steps = commands.map((command) => {
      const shape = shapeOf(classes, command)
      if (shape === null) throw new TypeError(`a ${command.constructor.name} needs a connection of its own`)
      return { command, shape }
    })
    const caller = commands.at(-1) as Mysql2Command
    this.#caller = caller
    this.statements = statements
    this.signal = parts.signal
    this.#placed = parts.placed
    this.changesUser = caller instanceof classes.ChangeUser
    this.#endsStatements = this.changesUser || caller instanceof classes.ResetConnection
    this.text = textOf(classes, caller, this.#endsStatements)
    // Without a callback the rows are events, and may be a stream whose reader is slow.
    this.flow = caller.onResult === undefined ? 'stream' : 'rows'
    // The driver would only stop to listen: the statement is cancelled instead.
    this.timeoutMillis = caller.timeout ?? 0
    caller.timeout = undefined
    guardFile(caller)
    for (const command of commands) if (command instanceof classes.Prepare) this.#remembers(command, parts)
    this.#voice = new CommandVoice(caller, this.context, (error) => {
      this.refusal ??= error
    })
  }

  #remembers(prepare: Mysql2Command, { keyOf }: StatementParts): void {
    const { onResult, options } = prepare
    prepare.onResult = (error, statement) => {
      if (!error && options !== undefined) this.statements.remember(keyOf(options), options)
      onResult?.call(prepare, error, statement)
    }
  }

  goesTo(connection: Mysql2Connection): void {
    this.#voice.holdBack()
    this.callsBack = callsBack(this.#caller, connection.config)
    if (this.changesUser) this.#caller.currentConfig = connection.config
    this.#placed?.(connection)
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
    this.#voice.letGo()
    if (error === null || this.#voice.told) return
    if (error !== this.#serverError) return this.#fail(error)
    // The driver's own way, with the error that core has been told.
    const packet = { isError: () => true, asError: () => error } as unknown as Mysql2Packet
    this.#inContext(() => this.#caller.execute(packet, connection))
  }

  refuse(error: Error): void {
    if (this.#voice.silent || this.#voice.told) return
    const told = inDriverWords(error, this.timeoutMillis)
    this.#voice.mute()
    // As the driver: never before query() has returned.
    process.nextTick(() => this.#fail(told))
  }

  #fail(error: Error): void {
    // The server waits for the end of a file that it has asked for.
    this.#caller._localStream?.destroy?.(error)
    this.#inContext(() => this.#voice.fail(error))
  }

  #inContext(run: () => void): void {
    this.context.runInAsyncScope(guarded, undefined, run)
  }
}

/** Without options there is nothing that a query calls back; to send values calls what makes texts of them. */
function callsBack({ _streamFactory, _queryOptions }: Mysql2Command, config: { readonly typeCast?: unknown }): boolean {
  if (_queryOptions === undefined || _streamFactory !== undefined) return true
  const { typeCast = config.typeCast } = _queryOptions
  return typeof typeCast === 'function'
}

/** Null: it can't be read, or does what no text can say. */
function textOf(classes: CommandClasses, command: Mysql2Command, ends: boolean): string | null {
  if (ends) return null
  // Neither runs anything.
  const runsNothing = [classes.Prepare, classes.Ping].some((one) => command instanceof one)
  if (runsNothing) return ''
  const { sql, values } = command
  if (typeof sql !== 'string') return null
  return templateOf(command._queryOptions?.sql, values, sql) ?? sql
}

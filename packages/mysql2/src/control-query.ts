import { AsyncResource } from 'node:async_hooks'
import type { ControlRows, ControlStatement } from '@muxpool/core/adapter'
import type {
  CommandClasses,
  CommandLike,
  Mysql2Command,
  Mysql2Connection,
  Mysql2Packet,
  ServerError,
  StatementOptions,
} from './driver-members.ts'
import { sendResetConnection, sendSetOption } from './raw-packet.ts'
import type { ReplyShape } from './reply-reader.ts'
import type { Cargo } from './ticket.ts'

interface Step {
  readonly command: CommandLike
  readonly shape: ReplyShape
}

/** Something of the pool itself on its way down a connection. */
abstract class Control implements Cargo {
  readonly context: AsyncResource = new AsyncResource('muxpool.control')
  protected abstract readonly parts: readonly Step[]
  readonly callsBack = false
  refusal: Error | null = null

  get steps(): number {
    return this.parts.length
  }
  commandAt(step: number): CommandLike {
    return (this.parts[step] as Step).command
  }
  shapeAt(step: number): ReplyShape {
    return (this.parts[step] as Step).shape
  }

  driverRefuses(error: Error): void {
    this.refusal ??= error
  }
  goesTo(): void {}
  reachBoundary(): void {}
  tell(): void {}
  serverRefuses(packet: Mysql2Packet, connection: Mysql2Connection): ServerError {
    return packet.asError(connection.clientEncoding)
  }
}

/** One packet out, one packet in. */
class Exchange extends Control {
  protected readonly parts: readonly Step[]

  constructor(send: (connection: Mysql2Connection) => void) {
    super()
    const command: CommandLike = {
      execute: (packet, connection) => {
        if (packet === undefined) send(connection)
        return packet !== undefined
      },
    }
    this.parts = [{ command, shape: 'single' }]
  }
}

/** A sign of life, with the flags of the session; changes nothing that a statement could ask for. */
export const askForFlags = (): Control => new Exchange(sendSetOption)

/** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_reset_connection.html */
export const resetConnection = (): Control => new Exchange(sendResetConnection)

/** Values as the server's texts, whatever the session's configuration makes of them. */
const asText = (field: { string(): string | null }): string | null => field.string()

/** One statement of the pool itself. With values it is prepared: how the client would quote them hangs on sql_mode. */
export class ControlQuery extends Control {
  protected readonly parts: readonly Step[]
  readonly #rows: (readonly unknown[])[] = []

  constructor({ text, values }: ControlStatement, classes: CommandClasses) {
    super()
    const options = { sql: text, values, rowsAsArray: true, nestTables: false, typeCast: asText, timeout: undefined }
    const collect = (command: Mysql2Command): Mysql2Command =>
      command.on('result', (row: unknown) => Array.isArray(row) && this.#rows.push(row)).on('error', () => {})
    if (values === undefined) {
      this.parts = [{ command: collect(new classes.Query(options)), shape: 'results' }]
      return
    }
    const execute = collect(new classes.Execute(options))
    const prepare = new classes.Prepare(options, (_error: unknown, statement: unknown) =>
      Object.assign(execute, { statement }),
    )
    this.parts = [
      { command: prepare, shape: 'prepared' },
      { command: execute, shape: 'results' },
    ]
  }

  get answer(): ControlRows {
    return this.#rows
  }
}

/** Prepares a session's statement; an error means only that it can't be prepared now. */
export class ControlPrepare extends Control {
  protected readonly parts: readonly Step[]

  constructor(options: StatementOptions, classes: CommandClasses) {
    super()
    this.parts = [{ command: new classes.Prepare(options, () => {}), shape: 'prepared' }]
  }
}

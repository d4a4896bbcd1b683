import type { Mysql2Connection, OutgoingPacket } from './driver-members.ts'

/** https://dev.mysql.com/doc/dev/mysql-server/latest/my__command_8h.html: enum_server_command */
const command = { closeStatement: 0x19, setOption: 0x1b, resetConnection: 0x1f } as const

class RawPacket implements OutgoingPacket {
  readonly buffer: Buffer

  constructor(payload: Buffer) {
    this.buffer = Buffer.concat([Buffer.alloc(4), payload])
    this.buffer.writeUIntLE(payload.length, 0, 3)
  }

  length(): number {
    return this.buffer.length
  }

  writeHeader(sequenceId: number): void {
    this.buffer.writeUInt8(sequenceId, 3)
  }
}

function send(connection: Mysql2Connection, payload: Buffer): void {
  connection._resetSequenceId()
  connection.writePacket(new RawPacket(payload))
}

/** Has no answer. */
export function sendCloseStatement(connection: Mysql2Connection, id: number): void {
  const payload = Buffer.alloc(5)
  payload.writeUInt8(command.closeStatement, 0)
  payload.writeUInt32LE(id, 1)
  send(connection, payload)
}

/**
 * Sets the option that is set already, which asks for the flags of the session: the answer is an EOF, so that
 * ROW_COUNT(), FOUND_ROWS(), warnings and errors of the statement before it stay as they are. A ping would set
 * ROW_COUNT() to 0, and `DO 0` would clear the errors.
 */
export function sendSetOption(connection: Mysql2Connection): void {
  const multiStatements = 0x0001_0000
  const option = (connection.config.clientFlags & multiStatements) === 0 ? 1 : 0
  send(connection, Buffer.from([command.setOption, option, 0]))
}

export function sendResetConnection(connection: Mysql2Connection): void {
  send(connection, Buffer.from([command.resetConnection]))
}

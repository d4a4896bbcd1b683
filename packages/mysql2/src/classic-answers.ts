import type { Mysql2Packet } from './driver-members.ts'
import { reportOf, type SessionReport, status, statusOf } from './ok-packet.ts'

/** https://dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__capabilities__flags.html: CLIENT_DEPRECATE_EOF */
const deprecateEof = 0x0100_0000
/** https://dev.mysql.com/doc/dev/mysql-server/latest/my__command_8h.html: enum_server_command */
const command = { query: 0x03, changeUser: 0x11, prepare: 0x16, execute: 0x17, setOption: 0x1b } as const
/** The first byte of a packet, where it says what the packet is. */
const is = { ok: 0x00, hello: 0x0a, localFile: 0xfb, eof: 0xfe, error: 0xff } as const

/** What a closing EOF is made from, outside of a transaction and inside: known by its buffer, which copies share. */
const closings: readonly Buffer[] = [0, status.inTransaction].map((flags) =>
  Buffer.from([5, 0, 0, 0, is.eof, 0, 0, flags, 0]),
)

export function isClosing({ buffer }: Mysql2Packet): boolean {
  return buffer === closings[0] || buffer === closings[1]
}

/** @param like any packet of the driver, for its class. */
export function closingPacket(like: Mysql2Packet, sequenceId: number, inTransaction: boolean): Mysql2Packet {
  const PacketClass = like.constructor as new (id: number, buffer: Buffer, start: number, end: number) => Mysql2Packet
  return new PacketClass(sequenceId, closings[inTransaction ? 1 : 0] as Buffer, 0, 9)
}

/** private, of the driver: `ClientHandshake`, the first command of a connection. */
export interface LoginCommand {
  /** What the client will say that it is capable of; when the server has said hello, it is not yet said. */
  clientFlags?: number
}

type State = 'login' | 'idle' | 'first' | 'columns' | 'rows' | 'prepared' | 'definitions' | 'option'

/**
 * MySQL tells of changes of the session in OK packets only. With EOF packets a query that calls what sets something
 * would be told of by the next statement's OK, which may be another session's: so the server is asked for the newer
 * answers, where an OK ends rows too, and the driver, which does not know them, is given the ones it knows. MariaDB marks
 * its EOF packets, and behind errors it tells less in the newer answers: there they stay as they are.
 */
export class ClassicAnswers {
  readonly #told: (report: SessionReport) => unknown
  #state: State = 'login'
  /** Whether the server was asked for the newer answers. */
  #newer = false
  /** Definitions that are still to come, and those of the group behind them. */
  #missing = 0
  #behind = 0

  constructor(told: (report: SessionReport) => unknown) {
    this.#told = told
  }

  /** Something was written: a command, when nothing else is being answered. */
  wrote(first: number | undefined): void {
    if (!this.#newer || this.#state !== 'idle') return
    if (first === command.query || first === command.execute) this.#state = 'first'
    else if (first === command.prepare) this.#state = 'prepared'
    else if (first === command.setOption) this.#state = 'option'
    else if (first === command.changeUser) this.#state = 'login'
  }

  /**
   * Makes the packet what the driver knows. True: the driver expects an EOF behind it, which the server does not send.
   * @throws RangeError for a packet that can't be here.
   */
  read(packet: Mysql2Packet, running: unknown): boolean {
    const { buffer, start, end } = packet
    const first = buffer[start + 4]
    const state = this.#state
    // Nearly all packets are rows.
    if (state === 'idle' || (state === 'rows' && first !== is.eof && first !== is.error)) return false
    if (first === is.error) {
      this.#state = 'idle'
      return false
    }
    switch (state) {
      case 'login':
        if (first === is.hello && !this.#newer) this.#newer = asksForNewer(packet, running as LoginCommand)
        else if (first === is.ok) this.#state = 'idle'
        return false
      case 'first':
        if (first === is.ok) this.#state = (statusOf(packet) & status.moreResults) === 0 ? 'idle' : 'first'
        else if (first !== is.localFile) {
          this.#missing = first === 0xfc ? buffer.readUInt16LE(start + 5) : (first as number)
          this.#state = 'columns'
        }
        return false
      case 'columns':
        this.#missing -= 1
        if (this.#missing === 0) this.#state = 'rows'
        return this.#missing === 0
      case 'rows':
        // A row may begin with the same byte, in front of a text of 16 MB and more.
        if (end - start - 4 < 0xff_ffff) this.#state = this.#makeEof(packet) ? 'first' : 'idle'
        return false
      case 'prepared':
        this.#missing = buffer.readUInt16LE(start + 11)
        this.#behind = buffer.readUInt16LE(start + 9)
        if (this.#missing === 0) this.#nextGroup()
        this.#state = this.#missing === 0 ? 'idle' : 'definitions'
        return false
      case 'definitions':
        this.#missing -= 1
        if (this.#missing > 0) return false
        this.#nextGroup()
        if (this.#missing === 0) this.#state = 'idle'
        return true
      case 'option':
        this.#state = 'idle'
        this.#makeEof(packet)
        return false
    }
  }

  #nextGroup(): void {
    this.#missing = this.#behind
    this.#behind = 0
  }

  /** @returns whether more results follow. */
  #makeEof(packet: Mysql2Packet): boolean {
    const { buffer, start } = packet
    // Rows were neither changed nor given a number.
    if (buffer[start + 4] !== is.eof || buffer[start + 5] !== 0 || buffer[start + 6] !== 0)
      throw new RangeError('an end of rows that is none')
    const warnings = buffer.readUInt16LE(start + 9)
    const flags = statusOf(packet)
    const report = (flags & status.sessionStateChanged) === 0 ? null : reportOf(packet)
    buffer.writeUInt16LE(warnings, start + 5)
    buffer.writeUInt16LE(flags & ~status.sessionStateChanged, start + 7)
    ;(packet as { end: number }).end = start + 9
    if (report !== null) this.#told(report)
    return (flags & status.moreResults) !== 0
  }
}

/** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html */
function asksForNewer({ buffer, start, end }: Mysql2Packet, running: LoginCommand): boolean {
  const versionEnd = buffer.indexOf(0, start + 5)
  // The number of the connection, eight bytes to answer with, a zero; then two halves with three bytes between.
  const flagsAt = versionEnd + 14
  if (versionEnd === -1 || flagsAt + 7 > end || running.clientFlags === undefined) return false
  const offered = buffer.readUInt16LE(flagsAt) | (buffer.readUInt16LE(flagsAt + 5) << 16)
  // The words by which the driver knows it too.
  if ((offered & deprecateEof) === 0 || /mariadb/i.test(buffer.toString('latin1', start + 5, versionEnd))) return false
  running.clientFlags |= deprecateEof
  return true
}

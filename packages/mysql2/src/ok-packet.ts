import type { Mysql2Packet } from './driver-members.ts'

/** https://dev.mysql.com/doc/dev/mysql-server/latest/mysql__com_8h.html: SERVER_STATUS_flags_enum */
export const status = {
  inTransaction: 0x0001,
  moreResults: 0x0008,
  sessionStateChanged: 0x4000,
} as const

/** What an OK packet says of the session, beside its result. */
export interface SessionReport {
  /** System variables that were set, in order. */
  readonly variables: readonly (readonly [name: string, value: string])[]
  readonly schema: string | null
  /** Something that no variable shows: user variable, temporary table, SQL-prepared statement. */
  readonly changed: boolean
  /** The statements that would start the transaction anew; '' is none. */
  readonly characteristics: string | null
  /** Eight letters, of which the last is L while LOCK TABLES holds. */
  readonly transaction: string | null
}

export interface OkPacket {
  /** It ends a statement without rows: only then is everything told that is to be told. */
  readonly endsStatement: boolean
  readonly status: number
  readonly report: SessionReport | null
}

/** https://dev.mysql.com/doc/dev/mysql-server/latest/mysql__com_8h.html: enum_session_state_type */
const kinds = { variable: 0, schema: 1, stateChange: 2, characteristics: 4, transaction: 5 } as const

/** Reads numbers and texts from the payload of a packet, and never beyond it. */
class Reader {
  readonly #bytes: Buffer
  #at: number

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#at++)
  }

  short(): number {
    this.#at += 2
    return this.#bytes.readUInt16LE(this.#at - 2)
  }

  /** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_dt_integers.html */
  length(): number {
    const first = this.byte()
    if (first < 0xfb) return first
    const bytes = { 252: 2, 253: 3, 254: 6 }[first]
    if (bytes === undefined) throw new RangeError('a length that is none')
    const value = this.#bytes.readUIntLE(this.#at, bytes)
    this.#at += first === 0xfe ? 8 : bytes
    return value
  }

  part(): Buffer {
    const end = this.length() + this.#at
    if (end > this.#bytes.length) throw new RangeError('a text that reaches beyond its packet')
    const part = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return part
  }

  text(): string {
    return this.part().toString('utf8')
  }
}

export function payloadOf(packet: Mysql2Packet): Buffer {
  return packet.buffer.subarray(packet.start + 4, packet.end)
}

/**
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_ok_packet.html
 * @throws RangeError for what is no OK packet.
 */
export function readOk(payload: Buffer, endsStatement: boolean): OkPacket {
  const reader = new Reader(payload, 1)
  reader.length()
  reader.length()
  const flags = reader.short()
  reader.short()
  if ((flags & status.sessionStateChanged) === 0) return { endsStatement, status: flags, report: null }
  if (!reader.atEnd) reader.part()
  const entries = reader.atEnd ? Buffer.alloc(0) : reader.part()
  // A change that is not named: of what reports changes.
  return { endsStatement, status: flags, report: entries.length === 0 ? unnamedChange : readReport(entries) }
}

export const unnamedChange: SessionReport = {
  variables: [],
  schema: null,
  changed: true,
  characteristics: null,
  transaction: null,
}

function readReport(bytes: Buffer): SessionReport {
  const variables: (readonly [string, string])[] = []
  let schema: string | null = null
  let changed = false
  let characteristics: string | null = null
  let transaction: string | null = null
  const entries = new Reader(bytes, 0)
  while (!entries.atEnd) {
    const kind = entries.byte()
    const entry = new Reader(entries.part(), 0)
    if (kind === kinds.variable) while (!entry.atEnd) variables.push([entry.text(), entry.text()])
    else if (kind === kinds.schema) schema = entry.text()
    else if (kind === kinds.stateChange) changed = true
    else if (kind === kinds.characteristics) characteristics = entry.text()
    else if (kind === kinds.transaction) transaction = entry.text()
  }
  return { variables, schema, changed, characteristics, transaction }
}

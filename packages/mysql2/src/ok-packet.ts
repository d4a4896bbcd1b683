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

/** https://dev.mysql.com/doc/dev/mysql-server/latest/mysql__com_8h.html: enum_session_state_type */
const kinds = { variable: 0, schema: 1, stateChange: 2, characteristics: 4, transaction: 5 } as const

/** Reads numbers and texts from a part of a buffer, and never beyond it. */
class Reader {
  readonly #bytes: Buffer
  readonly #end: number
  at: number

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes
    this.at = start
    this.#end = end
  }

  get atEnd(): boolean {
    return this.at >= this.#end
  }

  /** The place of the next bytes, which are taken. */
  take(count: number): number {
    const from = this.at
    if (count > this.#end - from) throw new RangeError('a part that reaches beyond its packet')
    this.at = from + count
    return from
  }

  byte(): number {
    return this.#bytes[this.take(1)] as number
  }

  short(): number {
    return this.#bytes.readUInt16LE(this.take(2))
  }

  /** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_dt_integers.html */
  length(): number {
    const first = this.byte()
    if (first < 0xfb) return first
    if (first === 0xfc) return this.short()
    if (first === 0xfd) return this.#bytes.readUIntLE(this.take(3), 3)
    if (first === 0xfe) return this.#bytes.readUIntLE(this.take(8), 6)
    throw new RangeError('a length that is none')
  }

  part(): Reader {
    const length = this.length()
    const from = this.take(length)
    return new Reader(this.#bytes, from, from + length)
  }

  text(): string {
    const length = this.length()
    const from = this.take(length)
    return this.#bytes.toString('utf8', from, from + length)
  }
}

export function payloadOf(packet: Mysql2Packet): Buffer {
  return packet.buffer.subarray(packet.start + 4, packet.end)
}

/** Behind a number of variable length; NaN where there is none. */
function behindLength(bytes: Buffer, at: number): number {
  const first = bytes[at] as number
  if (first < 0xfb) return at + 1
  return at + (first === 0xfc ? 3 : first === 0xfd ? 4 : first === 0xfe ? 9 : Number.NaN)
}

/** Behind affected rows and insert id. */
function placeOfStatus({ buffer, start, end }: Mysql2Packet): number {
  const at = behindLength(buffer, behindLength(buffer, start + 5))
  // The number of warnings comes behind it.
  if (!(at + 4 <= end)) throw new RangeError('a part that reaches beyond its packet')
  return at
}

/**
 * The flags of an OK packet.
 * @throws RangeError for what is none.
 */
export function statusOf(packet: Mysql2Packet): number {
  return packet.buffer.readUInt16LE(placeOfStatus(packet))
}

/**
 * What an OK packet tells whose status announces it.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_ok_packet.html
 * @throws RangeError for what is no OK packet.
 */
export function reportOf(packet: Mysql2Packet): SessionReport {
  const { buffer, end } = packet
  const reader = new Reader(buffer, placeOfStatus(packet) + 4, end)
  if (!reader.atEnd) reader.take(reader.length())
  // A change that is not named: of what reports changes.
  if (reader.atEnd) return unnamedChange
  const entries = reader.part()
  return entries.atEnd ? unnamedChange : readReport(entries)
}

export const unnamedChange: SessionReport = {
  variables: [],
  schema: null,
  changed: true,
  characteristics: null,
  transaction: null,
}

function readReport(entries: Reader): SessionReport {
  const variables: (readonly [string, string])[] = []
  let schema: string | null = null
  let changed = false
  let characteristics: string | null = null
  let transaction: string | null = null
  while (!entries.atEnd) {
    const kind = entries.byte()
    const entry = entries.part()
    if (kind === kinds.variable) while (!entry.atEnd) variables.push([entry.text(), entry.text()])
    else if (kind === kinds.schema) schema = entry.text()
    else if (kind === kinds.stateChange) changed = true
    else if (kind === kinds.characteristics) characteristics = entry.text()
    else if (kind === kinds.transaction) transaction = entry.text()
  }
  return { variables, schema, changed, characteristics, transaction }
}

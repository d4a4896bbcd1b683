import type { Mysql2Packet } from './driver-members.ts'
import { payloadOf, reportOf, type SessionReport, status, statusOf, unnamedChange } from './ok-packet.ts'

/**
 * How an answer looks: results (of which there may be several), what a prepared statement is made of, one packet, or
 * the packets of an authentication.
 */
export type ReplyShape = 'results' | 'prepared' | 'single' | 'login'

/** What a packet is within its answer. */
export type Verdict = 'more' | 'end' | 'error'

/** Hears what changed in the session. @param endsStatement an OK tells it, which ends a statement without rows. */
export type ChangeListener = (report: SessionReport, endsStatement: boolean) => void

type Part = 'first' | 'columns' | 'columns-end' | 'rows' | 'parameters'

/** Follows the answers of a connection, packet by packet, so that their ends and every status of the server are known. */
export class ReplyReader {
  #shape: ReplyShape = 'single'
  readonly #changed: ChangeListener
  #part: Part = 'first'
  #columns = 0
  /** Groups of definitions that are still to come, each closed by an EOF. */
  #groups = 0
  /** The flags that came last; null: none yet. */
  status: number | null = null

  /** @param changed called before the packet that tells it is acted upon. */
  constructor(changed: ChangeListener) {
    this.#changed = changed
  }

  /** What comes from here on is another answer. */
  begin(shape: ReplyShape): void {
    this.#shape = shape
    this.#part = 'first'
    this.#columns = 0
    this.#groups = 0
    this.status = null
  }

  /** @throws Error for a packet that can't be here. */
  read(packet: Mysql2Packet): Verdict {
    const { buffer, start, end } = packet
    const first = buffer[start + 4]
    if (first === undefined || end <= start + 4) throw new RangeError('an empty packet')
    // Nearly all packets are rows: nothing is made for them.
    if (this.#part === 'rows' && first < 0xfe) return 'more'
    // No row, no definition and no number of columns begins like this.
    if (first === 0xff) return 'error'
    switch (this.#shape) {
      case 'results':
        return this.#readResults(packet, first)
      case 'prepared':
        return this.#readPrepared(packet, first)
      case 'single':
        this.#take(packet, first)
        return 'end'
      case 'login':
        // Another plugin, another factor, or more of what the plugin needs.
        if (first === 0xfe || first === 0x01 || first === 0x02) return 'more'
        this.#take(packet, first)
        return 'end'
    }
  }

  #readResults(packet: Mysql2Packet, first: number): Verdict {
    switch (this.#part) {
      case 'first':
        // The server asks for a file: its own answer comes behind that.
        if (first === 0xfb) return 'more'
        if (first === 0x00) return this.#endOfResult(packet, first)
        this.#columns = first < 0xfb ? first : payloadOf(packet).readUIntLE(1, first === 0xfc ? 2 : 3)
        this.#part = 'columns'
        return 'more'
      case 'columns':
        this.#columns -= 1
        if (this.#columns === 0) this.#part = 'columns-end'
        return 'more'
      case 'columns-end':
        this.#take(packet, first)
        this.#part = 'rows'
        return 'more'
      default:
        return isEof(packet, first) ? this.#endOfResult(packet, first) : 'more'
    }
  }

  #endOfResult(packet: Mysql2Packet, first: number): Verdict {
    this.#take(packet, first)
    this.#part = 'first'
    return ((this.status ?? 0) & status.moreResults) === 0 ? 'end' : 'more'
  }

  #readPrepared(packet: Mysql2Packet, first: number): Verdict {
    if (this.#part === 'first') {
      const payload = payloadOf(packet)
      if (first !== 0x00) throw new RangeError('no answer to a Prepare')
      this.#groups = Number(payload.readUInt16LE(5) > 0) + Number(payload.readUInt16LE(7) > 0)
      this.#part = 'parameters'
    } else if (isEof(packet, first)) {
      this.#take(packet, first)
      this.#groups -= 1
    }
    return this.#groups === 0 ? 'end' : 'more'
  }

  #take(packet: Mysql2Packet, first: number): void {
    if (first !== 0x00) return this.#takeEof(packet, first)
    this.status = statusOf(packet)
    if ((this.status & status.sessionStateChanged) !== 0) this.#changed(reportOf(packet), this.#shape === 'results')
  }

  #takeEof(packet: Mysql2Packet, first: number): void {
    this.status = readEof(packet, first)
    // MariaDB marks the end of a result whose statement changed the session by what it called, and says no more of it.
    if ((this.status & status.sessionStateChanged) !== 0) this.#changed(unnamedChange, false)
  }
}

/** A row may begin with the same byte, in front of a text of 16 MB and more. */
function isEof({ start, end }: Mysql2Packet, first: number): boolean {
  return first === 0xfe && end - start - 4 < 9
}

function readEof(packet: Mysql2Packet, first: number): number {
  if (!isEof(packet, first) || packet.end - packet.start - 4 < 5) throw new RangeError('neither OK nor EOF')
  return packet.buffer.readUInt16LE(packet.start + 7)
}

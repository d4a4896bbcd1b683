import { ClassicAnswers, closingPacket, isClosing } from './classic-answers.ts'
import type { Mysql2Config, Mysql2Connection, Mysql2Module, Mysql2Packet } from './driver-members.ts'
import { KeptStatements } from './kept-statements.ts'
import type { SessionReport } from './ok-packet.ts'
import { writeBehindReads } from './writes-behind-reads.ts'

/** The driver's connection, which says what it has written and refuses what it can't place. */
export interface WireConnection extends Mysql2Connection {
  readonly kept: KeptStatements
  /** How many packets were written since the socket was opened. */
  readonly written: number
  /** Called for a packet that can't belong to what runs; nothing behind it proves anything. */
  unreadable: (error: Error) => void
  /** Called for an end of rows that tells of the session, before it is acted upon. */
  told: (report: SessionReport) => unknown
  /** Whether a transaction is open, as far as was told. */
  isInTransaction: () => boolean
  /** What is written while an answer is read waits until all is read. Not while it logs in: TLS puts another socket there. */
  writesBehindReads: boolean
}

export type WireConnectionConstructor = new (options: { readonly config: Mysql2Config }) => WireConnection

const classes = new WeakMap<Mysql2Module, WireConnectionConstructor>()

/** One class for each copy of the driver. */
export function wireConnectionClassOf(mysql2: Mysql2Module): WireConnectionConstructor {
  let known = classes.get(mysql2)
  if (known === undefined) {
    known = makeWireConnectionClass(mysql2)
    classes.set(mysql2, known)
  }
  return known
}

function makeWireConnectionClass(mysql2: Mysql2Module): WireConnectionConstructor {
  return class MuxConnection extends mysql2.Connection {
    // The base constructor writes nothing, and no packet comes before it has returned.
    kept: KeptStatements
    written = 0
    unreadable: (error: Error) => void = () => {}
    writesBehindReads = false
    #reading = false
    told: (report: SessionReport) => unknown = () => {}
    isInTransaction: () => boolean = () => false
    readonly #answers = new ClassicAnswers((report) => this.told(report))
    #unwritten: Buffer | null = null

    constructor(options: { readonly config: Mysql2Config }) {
      super(options)
      this.kept = new KeptStatements(this)
      this._statements = this.kept
    }

    override handlePacket(packet?: Mysql2Packet): void {
      if (packet !== undefined && this._paused) {
        // A clone forgets of how many packets it was put together.
        const copy = packet.clone()
        copy.numPackets = packet.numPackets
        this._paused_packets.push(copy)
        return
      }
      // The driver only warns of packets that are out of order, and takes them for the answer.
      if (packet !== undefined && this._command && packet.sequenceId !== this.sequenceId) {
        const isError = packet.buffer[packet.start + 4] === 0xff
        this.unreadable(isError ? packet.asError(this.clientEncoding) : outOfOrder(this.sequenceId, packet.sequenceId))
        return
      }
      if (packet === undefined) return super.handlePacket()
      if (isClosing(packet)) return this.#close(packet)
      let closes = false
      try {
        closes = this.#answers.read(packet, this._command)
      } catch (error) {
        this.unreadable(error as Error)
        return
      }
      this.#reading = true
      super.handlePacket(packet)
      if (closes) this.#close(closingPacket(packet, this.sequenceId, this.isInTransaction()))
      this.#reading = false
    }

    /** It was never on the wire, so that it takes no number there; the driver may put it behind a pause. */
    #close(packet: Mysql2Packet): void {
      packet.numPackets = 0
      super.handlePacket(packet)
    }

    override writePacket(packet: Parameters<Mysql2Connection['writePacket']>[0]): void {
      this.written += 1
      this.#answers.wrote(packet.buffer[4])
      super.writePacket(packet)
    }

    override write(buffer: Buffer): void {
      if (this.#unwritten !== null) {
        this.flush()
        super.write(buffer)
      } else if (this.#reading && this.writesBehindReads) {
        this.#unwritten = buffer
        writeBehindReads(this)
      } else super.write(buffer)
    }

    flush(): void {
      const buffer = this.#unwritten
      this.#unwritten = null
      // One that is lost meanwhile is told of by its socket.
      if (buffer !== null && this.stream.writable) super.write(buffer)
    }
  }
}

function outOfOrder(expected: number, received: number): Error {
  return Object.assign(new Error(`got packets out of order: expected ${expected}, received ${received}`), {
    code: 'PROTOCOL_PACKETS_OUT_OF_ORDER',
    fatal: true,
  })
}

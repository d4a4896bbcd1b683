import type { Boundary } from '@muxpool/core/adapter'
import type { CommandLike, Mysql2Packet } from './driver-members.ts'
import { sendSetOption } from './raw-packet.ts'
import type { ReplyReader } from './reply-reader.ts'
import type { Cargo, MysqlTicket } from './ticket.ts'
import type { WireConnection } from './wire-connection.ts'

/** What the wire is told of a carrier, which calls nobody else. */
export interface CarrierListener {
  /** One for all that it carries, one after another. */
  readonly reader: ReplyReader
  /** The server has answered everything, and the caller hears of it when this returns. No flags: nothing has changed. */
  boundary(flags: number | null, error: Error | null): void
  /** Nothing was written: the driver refused it, or had nothing to ask. Called in the middle of submitting. */
  unsent(carrier: Carrier): void
  /** What came can't be read, or the connection is lost. */
  fail(error: Error): void
}

/** https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html: ER_MAX_PREPARED_STMT_COUNT_REACHED */
const tooManyStatements = 1461

/**
 * What the driver's queue holds in place of the driver's commands: it runs these, and knows where an answer ends
 * whatever they make of it. An error packet says nothing of the transaction, so the server is asked for its flags
 * before anybody hears of the error.
 */
export abstract class Carrier implements CommandLike {
  readonly cargo: Cargo
  readonly #listener: CarrierListener
  #step = 0
  /** Whether the driver's command believes that it has ended: it does at a row that can't be read. */
  #commandEnded = false
  #held: Mysql2Packet | null = null
  #madeRoom = false
  #flags: number | null = null
  written = false

  constructor(cargo: Cargo, listener: CarrierListener) {
    this.cargo = cargo
    this.#listener = listener
  }

  /** Null: it is the pool's own. */
  abstract readonly ticket: MysqlTicket | null
  abstract settle(boundary: Boundary): void

  /** The driver calls it for the start without a packet, and then for each packet. True: the next in its queue may start. */
  execute(packet: Mysql2Packet | undefined, connection: WireConnection): boolean {
    if (packet === undefined) return this.#start(connection)
    try {
      return this.#take(packet, connection)
    } catch (error) {
      this.#listener.fail(error as Error)
      return false
    }
  }

  /** The driver calls it when the connection is lost. */
  onResult(error: unknown): void {
    this.#listener.fail(error as Error)
  }

  #start(connection: WireConnection): boolean {
    for (; this.#step < this.cargo.steps; this.#step += 1) {
      this.#listener.reader.begin(this.cargo.shapeAt(this.#step))
      this.#commandEnded = false
      const before = connection.written
      this.#begin(this.#command, connection)
      if (connection.written > before) {
        this.written = true
        return false
      }
      if (this.cargo.refusal !== null) break
    }
    if (!this.written) this.#listener.unsent(this)
    // The statement is prepared, and the driver can't send its values.
    else this.#listener.boundary(this.#flags, this.cargo.refusal)
    return true
  }

  get #command(): CommandLike {
    return this.cargo.commandAt(this.#step)
  }

  #begin(command: CommandLike, connection: WireConnection): void {
    try {
      this.#run(command, undefined, connection)
    } catch (error) {
      this.cargo.driverRefuses(error as Error)
    }
  }

  #run(command: CommandLike, packet: Mysql2Packet | undefined, connection: WireConnection): void {
    if (this.#commandEnded) return
    const { callsBack, context } = this.cargo
    this.#commandEnded = callsBack
      ? context.runInAsyncScope(command.execute, command, packet, connection)
      : command.execute(packet, connection)
  }

  #take(packet: Mysql2Packet, connection: WireConnection): boolean {
    if (this.#held !== null) return this.#refused(packet, connection)
    const { reader } = this.#listener
    const verdict = reader.read(packet)
    const command = this.#command
    if (verdict === 'error') return this.#hold(packet, connection)
    if (verdict === 'more') {
      this.#run(command, packet, connection)
      return false
    }
    this.#flags = reader.status ?? this.#flags
    if (this.#step + 1 < this.cargo.steps) {
      this.#run(command, packet, connection)
      this.#step += 1
      return this.#start(connection)
    }
    this.#listener.boundary(this.#flags, null)
    this.#run(command, packet, connection)
    return true
  }

  #hold(packet: Mysql2Packet, connection: WireConnection): boolean {
    const shape = this.cargo.shapeAt(this.#step)
    const { errno } = packet.clone().asError(connection.clientEncoding)
    if (shape === 'prepared' && errno === tooManyStatements && !this.#madeRoom && connection.kept.makeRoom()) {
      this.#madeRoom = true
      ;(this.#command as { next?: unknown }).next = null
      return this.#start(connection)
    }
    this.#held = packet.clone()
    this.#listener.reader.begin('single')
    sendSetOption(connection)
    return false
  }

  #refused(packet: Mysql2Packet, connection: WireConnection): boolean {
    const { reader } = this.#listener
    if (reader.read(packet) === 'error') throw packet.clone().asError(connection.clientEncoding)
    const error = this.#heldError(connection)
    this.#listener.boundary(reader.status, error)
    return true
  }

  #heldError(connection: WireConnection): Error | null {
    return this.#held === null ? null : this.cargo.serverRefuses(this.#held, connection)
  }

  /** What the server had said when the connection was lost. */
  lastWords(connection: WireConnection): Error | null {
    return this.#heldError(connection)
  }
}

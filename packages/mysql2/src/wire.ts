import {
  type Boundary,
  type Fate,
  guarded,
  type Settled,
  type TxStatus,
  type WireSink,
  withFate,
} from '@muxpool/core/adapter'
import type { Carrier, CarrierListener } from './carrier.ts'
import type { Mysql2Socket } from './driver-members.ts'
import { type Place, placeOf } from './driver-socket.ts'
import { type SessionReport, status, unnamedChange } from './ok-packet.ts'
import { ReplyReader } from './reply-reader.ts'
import { SessionReports } from './session-reports.ts'
import type { Cargo, MysqlTicket } from './ticket.ts'
import { ControlCarrier, fineOutside, lost, SessionCarrier, unusable } from './wire-carriers.ts'
import type { WireConnection } from './wire-connection.ts'

/**
 * One physical connection as the wire shows it. The transaction state comes from the flags of OK and EOF packets and
 * from nothing else; an error packet has none.
 */
export class MysqlWire {
  readonly connection: WireConnection
  /** TLS puts its own socket in front of it. */
  readonly #socket: Mysql2Socket
  readonly #sink: WireSink
  readonly reports: SessionReports
  readonly #listener: CarrierListener = {
    reader: new ReplyReader((report, endsStatement) => this.#report(report, endsStatement)),
    boundary: (flags, error) => this.#boundary(flags, error),
    // Later, as for everything else: whoever submits it has not been told yet that it was taken.
    unsent: (carrier) => process.nextTick(() => this.#unsent(carrier)),
    fail: (error) => this.fail(error),
  }
  #job: Carrier | null = null
  #tx: TxStatus = 'unknown'
  #dead: Error | null = null
  #gone = false
  #leaving = false
  #goneListeners: (() => void)[] = []
  #idleListeners: (() => void)[] = []
  /** A session has made it somebody else's. */
  strange = false

  constructor(connection: WireConnection, sink: WireSink) {
    this.connection = connection
    this.#socket = connection.stream
    this.#sink = sink
    this.reports = new SessionReports((name, value) => sink.setting(name, value, this.#job !== null))
    connection.unreadable = (error) => this.fail(error)
    connection.told = (report) => this.#job !== null && this.#report(report, true)
    connection.isInTransaction = () => this.#tx === 'open'
    // For the connection's whole life: the driver bubbles what no command hears of, and nothing may reach the process.
    connection.on('error', (error: Error) => this.fail(error))
    // Behind the driver's own listener, which knows why.
    this.#socket.once('close', () => this.#end())
  }

  get tx(): TxStatus {
    return this.#tx
  }
  get owed(): number {
    return this.#job === null ? 0 : 1
  }
  get usable(): boolean {
    const { connection } = this
    return this.#dead === null && !this.#gone && !this.#leaving && connection.stream.writable
  }

  /** Where it really leads, while it is there. */
  get place(): Place | null {
    return placeOf(this.connection, this.#socket)
  }
  get gone(): boolean {
    return this.#gone
  }
  get job(): unknown {
    return this.#job
  }
  /** Calls back at the next boundary. */
  whenIdle(listener: () => void): void {
    this.#idleListeners.push(listener)
  }

  run(ticket: MysqlTicket, settled: Settled<MysqlTicket>): boolean {
    if (!this.#free) return false
    if (ticket.changesUser) this.strange = true
    this.#carry(new SessionCarrier(ticket, settled, this.#listener))
    return true
  }

  /** Resolves at the boundary; rejects with what the server said, or with the loss of the connection. */
  control<C extends Cargo>(cargo: C): Promise<C> {
    return new Promise((resolve, reject) => {
      const settle = ({ error }: Boundary): void => (error === null ? resolve(cargo) : reject(error))
      if (this.#free) this.#carry(new ControlCarrier(cargo, settle, this.#listener))
      else reject(this.#dead ?? unusable())
    })
  }

  get #free(): boolean {
    return this.#job === null && this.usable
  }

  #carry(job: Carrier): void {
    const { connection } = this
    this.#job = job
    job.cargo.goesTo(connection)
    // A reader that was slow has its rows; whoever is next does not wait for him.
    if (connection._paused) connection.resume()
    connection.addCommand(job)
  }

  #report(report: SessionReport, endsStatement: boolean): void {
    if (this.#dead !== null) return
    const { kept, _isMariaDB } = this.connection
    const ticket = this.#job?.ticket
    // MySQL does so behind ALTER TABLE, where it means nothing, and where reports were turned off.
    if (report === unnamedChange && !_isMariaDB) return this.#sink.doubted()
    // MariaDB marks the ends of the pool's own readings of the catalogue too.
    if (report === unnamedChange && !ticket && !endsStatement) return
    // What others prepared, was in another state.
    if (ticket && kept.owner === null && SessionReports.changesMeaning(report)) kept.claim(ticket.statements, false)
    this.reports.take(report)
  }

  #boundary(flags: number | null, error: Error | null): void {
    const job = this.#job
    // What comes behind something that could not be read proves nothing.
    if (job === null || this.#dead !== null) return
    if (flags !== null) this.#tx = (flags & status.inTransaction) === 0 ? 'none' : 'open'
    this.#job = null
    if (error === null)
      return this.#settle(job, this.#tx === 'none' ? fineOutside : { tx: this.#tx, fate: 'ok', error })
    const fate: Fate = error === job.cargo.refusal ? 'not-sent' : 'refused-by-server'
    this.#settle(job, { tx: this.#tx, fate, error: withFate(error, fate) })
  }

  #unsent(carrier: Carrier): void {
    if (this.#job === carrier) this.#boundary(null, carrier.cargo.refusal)
  }

  #settle(job: Carrier, boundary: Boundary): void {
    if (this.#idleListeners.length > 0) for (const listener of this.#idleListeners.splice(0)) listener()
    job.cargo.reachBoundary()
    job.settle(boundary)
    job.cargo.tell(boundary.error, this.connection)
  }

  /** Says good-bye behind what runs; the server ends the socket. */
  leave(): void {
    this.#leaving = true
    if (this.connection._paused) this.connection.resume()
    this.connection.end()
  }

  /** Cuts the wire; what was owed is told that the connection was ended on purpose. */
  destroy(): void {
    this.fail(new Error('Connection terminated'))
  }

  fail(error: Error): void {
    this.#dead ??= error
    this.connection.stream.destroy()
    this.#socket.destroy()
  }

  #end(): void {
    if (this.#gone) return
    this.#gone = true
    const error = this.#dead ?? lost()
    this.#dead = error
    const job = this.#job
    this.#job = null
    this.#tx = 'unknown'
    if (job !== null) {
      const fate: Fate = job.written ? 'in-doubt' : 'not-sent'
      const told = job.lastWords(this.connection) ?? error
      this.#settle(job, { tx: 'unknown', fate, error: withFate(told, fate) })
    }
    this.#sink.lost(error)
    for (const listener of this.#goneListeners.splice(0)) guarded(listener)
  }

  get fault(): Error | null {
    return this.#dead
  }

  /** Calls back when the socket is gone; at once when it is. */
  whenGone(listener: () => void): void {
    if (this.#gone) listener()
    else this.#goneListeners.push(listener)
  }

  hold(yes: boolean): void {
    for (const socket of new Set([this.#socket, this.connection.stream])) yes ? socket.ref?.() : socket.unref?.()
  }
}

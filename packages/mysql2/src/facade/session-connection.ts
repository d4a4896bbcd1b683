import { guarded, type Pin, type SessionListener, systemClock } from '@muxpool/core/adapter'
import type { Mysql2Command, Mysql2Connection, Mysql2ConnectionConfig } from '../driver-members.ts'
import { SessionStatements } from '../session-statements.ts'
import type { CommandOwner } from './command-tickets.ts'
import { type PoolSession, pauseReading, resumeReading } from './reading.ts'
import { SessionCache } from './session-cache.ts'
import type { SessionConnectionConstructor, SessionFaceParts } from './session-parts.ts'
import { SessionStream, type StreamOwner } from './session-stream.ts'
import { asConnected, becomes, closedState, speaksAs, virtualThreadId, withoutSocket } from './socketless.ts'

/** @param driverClass of one copy of the driver: what sessions are to be an `instanceof`. */
export function makeSessionClass(driverClass: Parameters<typeof withoutSocket>[0]): SessionConnectionConstructor {
  class SessionFace extends withoutSocket(driverClass) implements CommandOwner, StreamOwner, SessionListener {
    /** Programs tell connections of pools from others by it, and minifiers would change it. */
    static override readonly name: string = 'PoolConnection'
    #config: Mysql2ConnectionConfig | null = null
    lastActiveTime: number = systemClock.wallTime()
    readonly #parts: SessionFaceParts
    readonly #session: PoolSession
    #statements: SessionStatements | null = null
    #stream: SessionStream | null = null
    /** What `execute` has made first: the two are one statement. */
    #prepare: Mysql2Command | 'awaited' | null = null
    #released = false
    #ended = false

    constructor(parts: SessionFaceParts, session: PoolSession) {
      super()
      this.#parts = parts
      this.#session = session
      session.listener = this
    }

    /** As each connection of mysql2 has one of its own: what is changed here is seen here only. */
    get config(): Mysql2ConnectionConfig {
      this.#config ??= Object.create(this.#parts.config) as Mysql2ConnectionConfig
      return this.#config
    }
    set config(config: Mysql2ConnectionConfig) {
      this.#config = config
    }

    get statements(): SessionStatements {
      this.#statements ??= new SessionStatements(this.config.maxPreparedStatements)
      return this.#statements
    }

    /** Where everything that the driver's own methods make comes through. */
    addCommand(command: Mysql2Command): Mysql2Command {
      const { tickets } = this.#parts
      if (this.#prepare === 'awaited' && command instanceof tickets.classes.Prepare) {
        this.#prepare = command
        return command
      }
      const prepare = this.#prepare
      const joins = prepare !== null && prepare !== 'awaited'
      if (joins) this.#prepare = null
      const ticket = joins ? tickets.joined(prepare, command, this) : tickets.of(command, this)
      const refused = this.#refusal(command)
      if (refused !== null) {
        ticket.refuse(refused)
        return command
      }
      if (ticket.changesUser) becomes(this.config, command)
      const { Query } = tickets.classes
      // In stacks that name where something began, the caller's frames are those above.
      this.#session.run(ticket, joins ? this.execute : command instanceof Query ? this.query : this.addCommand)
      return command
    }

    #refusal(command: Mysql2Command): Error | null {
      if (this.#released || this.ended) return closedState()
      const { wire, active } = this.#session
      const waits = wire === null && active === null ? this.#parts.refusesToWait() : null
      return waits ?? this.#parts.tickets.refusalOf(command)
    }

    override execute(sql: unknown, values?: unknown, callback?: unknown): Mysql2Command {
      this.#prepare = 'awaited'
      try {
        return super.execute(sql, values, callback)
      } finally {
        this.#prepare = null
      }
    }

    /** The driver says it in the character set that SET NAMES has left on the connection. */
    override changeUser(options: unknown, callback?: unknown): Mysql2Command {
      speaksAs(this.config, this.#session.wire?.connection)
      return super.changeUser(options, callback)
    }

    goesTo(connection: Mysql2Connection): void {
      // Behind the wire, which starts reading: nothing can have come yet.
      if (this._paused) process.nextTick(() => this._paused && connection.pause())
    }

    release(): void {
      if (this.#released || this.ended) return
      this.#released = true
      this.lastActiveTime = systemClock.wallTime()
      try {
        this.#parts.released(this)
      } finally {
        // Also when a listener throws: the caller hears of it, and the session is given back.
        this.leave()
      }
    }

    leave(): void {
      this.#released = true
      this.#readOn()
      // As the driver: rows that are still read go on to their end.
      this.#end('release')
    }

    #end(manner: 'release' | 'destroy'): void {
      this.#ended = true
      if (manner === 'destroy') this._closing = true
      this.#session.end(manner)
      this.#parts.ended(this)
    }

    override end(callback?: () => void): unknown {
      return this.config.gracefulEnd ? this._realEnd(callback) : super.end(callback)
    }

    _realEnd(callback?: () => void): void {
      this.leave()
      if (callback !== undefined) process.nextTick(callback)
    }

    destroy(): void {
      if (this.ended) return
      this.#readOn()
      this.#end('destroy')
      process.nextTick(() => this.emit('end'))
    }

    pauseReading(): void {
      pauseReading(this.#session)
    }
    resumeReading(): void {
      resumeReading(this.#session)
    }
    /** Nobody can ask a session to go on that has been given up. */
    #readOn(): void {
      if (this._paused) this.resumeReading()
      this._paused = false
    }

    get ended(): boolean {
      return this.#ended || this.#session.state === 'ended'
    }

    get stream(): SessionStream {
      this.#stream ??= new SessionStream(this)
      return this.#stream
    }
    get _statements(): SessionCache {
      return new SessionCache(this.statements)
    }
    get _pool(): object | null {
      return this.ended ? null : this.#parts.pool
    }
    get _released(): boolean {
      return this.#released
    }
    get _handshakePacket(): unknown {
      return this.#parts.handshake()
    }

    /** A number of the session's own: the real one may belong to somebody else by the time it is used. */
    get threadId(): number {
      return virtualThreadId(this.#session.id)
    }

    get pinned(): Pin | null {
      return this.#session.pinned
    }
    get transactionState(): PoolSession['transaction'] {
      return this.#session.transaction
    }
    pin(): Disposable {
      return { [Symbol.dispose]: this.#session.pin() }
    }

    pushed(): void {}
    drained(): void {}

    /** Nobody's process ends for an error that nobody listens to. */
    lost(error: Error): void {
      this._fatalError = error
      guarded(() => this.emit('end'))
      if (this.listenerCount('error') > 0) guarded(() => this.emit('error', error))
    }
  }
  Object.defineProperties(SessionFace.prototype, Object.getOwnPropertyDescriptors(asConnected))
  return SessionFace
}

import { MuxError, type MuxPool, type PinReport, type PoolEvents, type PoolSnapshot } from '@muxpool/core/adapter'
import { commandClassesOf } from '../command-classes.ts'
import type { Mysql2Command, Mysql2Module } from '../driver-members.ts'
import { inDriverWords, poolClosed } from '../driver-words.ts'
import type { MysqlTicket } from '../ticket.ts'
import type { MysqlWire } from '../wire.ts'
import { refusalToWait } from './admission.ts'
import { Checkouts } from './checkouts.ts'
import { CommandTickets } from './command-tickets.ts'
import { coreOptions } from './core-options.ts'
import { type EngineRoom, engineRoom } from './engine-room.ts'
import type { GivenOptions } from './given-options.ts'
import { liveConnectionOptions, poolConfigOf } from './pool-config.ts'
import { nameStragglers } from './pool-end.ts'
import { type Back, makePoolStatements, type PoolStatements } from './pool-statements.ts'
import type { Pool } from './pool-types.ts'
import { sessionClassOf } from './session-class.ts'
import type { SessionFaceParts } from './session-parts.ts'
import type { PromiseSession } from './session-types.ts'
import { isTraced, traced } from './tracing.ts'
import { type ConnectionBack, inSession, inTransaction, type TransactionOptions } from './transaction.ts'

export type PoolConstructor = new (given: GivenOptions) => Pool

const classes = new WeakMap<Mysql2Module, PoolConstructor>()

/** A pool class that extends the Pool of the given copy of mysql2, so that `instanceof` holds for that copy. */
export function poolClassFor(mysql2: Mysql2Module): PoolConstructor {
  let known = classes.get(mysql2)
  if (known === undefined) {
    known = makePoolClass(mysql2)
    classes.set(mysql2, known)
  }
  return known
}

function makePoolClass(mysql2: Mysql2Module): PoolConstructor {
  const Base: Mysql2Module['Pool'] = mysql2.Pool
  const Session = sessionClassOf(mysql2)
  const Statements = makePoolStatements(mysql2)

  /** `query`, `execute`, `promise`, escaping and formatting are the driver's own, over `getConnection`. */
  class MuxPoolFace extends Base {
    /** Programs tell pools from connections by it, and minifiers would change it. */
    static override readonly name: string = 'Pool'
    readonly #room: EngineRoom
    readonly #core: MuxPool<MysqlWire, MysqlTicket>
    readonly #parts: SessionFaceParts
    readonly #statements: PoolStatements
    readonly #checkouts = new Checkouts(() => new Session(this.#parts, this.#core.session()))
    #handshake: unknown = {}

    constructor(given: GivenOptions) {
      const config = poolConfigOf(mysql2, given)
      super({ config })
      this.#room = engineRoom({
        mysql2,
        bounded: coreOptions(given, config),
        config: liveConnectionOptions(given, config),
        announce: (connection) => {
          this.#handshake = connection._handshakePacket
          this.emit('connection', connection)
        },
      })
      this.#core = this.#room.pool
      this.#parts = {
        tickets: new CommandTickets(mysql2, commandClassesOf(mysql2)),
        config: config.connectionConfig,
        pool: this,
        refusesToWait: () => refusalToWait(this.#core, config),
        released: (session) => void this.emit('release', session),
        ended: (session) => this.#checkouts.ended(session),
        handshake: () => this.#handshake,
      }
      this.#statements = new Statements({
        ...this.#parts,
        session: () => this.#core.sole(),
        below: MuxPoolFace.prototype.query,
      })
      // Not before somebody listens: to a saturated pool it happens with every statement.
      this.on('newListener', (event) => {
        if (event === 'enqueue' && this.listenerCount('enqueue') === 0)
          this.events.on('wait', () => this.emit('enqueue'))
      })
    }

    /** As the driver's own, over `getConnection`, where anybody would see the session; without a face where nobody does. */
    override query(sql: unknown, values?: unknown, callback?: unknown): Mysql2Command {
      const back = typeof values === 'function' ? values : callback
      if (typeof back !== 'function' || this.#showsSessions) return super.query(sql, values, callback)
      const { connectionConfig } = this.config
      const command = mysql2.Connection.createQuery(sql, values, callback, connectionConfig)
      command.namedPlaceholders ??= connectionConfig.namedPlaceholders
      const wait = this.#core.whenGood()
      if (wait === null) this.#statements.run(command, back as Back, this.#checkouts.busy)
      else this.#behind(wait, back as Back, () => this.#statements.run(command, back as Back, this.#checkouts.busy))
      return command
    }

    get #showsSessions(): boolean {
      const heard = this.listenerCount('acquire') > 0 || this.listenerCount('release') > 0 || isTraced()
      return heard || this._closed || this.getConnection !== MuxPoolFace.prototype.getConnection
    }

    get events(): PoolEvents {
      return this.#room.observatory.events
    }

    getConnection(callback: ConnectionBack): void {
      traced(
        (back) => this.#get(back as ConnectionBack),
        callback as (...answer: unknown[]) => void,
        this.#parts.config,
      )
    }

    #get(back: ConnectionBack): void {
      if (this._closed) return process.nextTick(back, poolClosed())
      const wait = this.#core.whenGood()
      if (wait === null) this.#handOut(back)
      else this.#behind(wait, back, () => this.#handOut(back))
    }

    /** When the server is known to be good, or to be none. */
    #behind(wait: Promise<void>, back: (error: Error) => void, go: () => void): void {
      wait.then(
        () => process.nextTick(() => (this._closed ? back(poolClosed()) : go())),
        (error: Error) => process.nextTick(back, this._closed ? poolClosed() : inDriverWords(error)),
      )
    }

    #handOut(back: ConnectionBack): void {
      this.#checkouts.handOut(back, (session) => void this.emit('acquire', session))
    }

    releaseConnection(connection: { release(): void }): void {
      connection.release()
    }

    end(callback?: (error?: Error) => void): void {
      this._closed = true
      this.#checkouts.leaveAll()
      this.#core.end().then((stragglers) => {
        nameStragglers(stragglers)
        if (callback !== undefined) process.nextTick(callback)
      })
    }

    transaction<R>(work: (tx: PromiseSession) => Promise<R>, options: TransactionOptions = {}): Promise<R> {
      return inSession(this, (session) =>
        inTransaction(session.promise() as PromiseSession, () => session.transactionState, work, options),
      )
    }

    withSession<R>(work: (connection: PromiseSession) => Promise<R>): Promise<R> {
      return inSession(this, (session) => work(session.promise() as PromiseSession))
    }

    snapshot(): PoolSnapshot {
      return this.#room.observatory.snapshot(this.#core.state())
    }
    resetSnapshot(): void {
      this.#room.observatory.reset()
    }
    pinReport(): PinReport {
      return this.#room.observatory.pinReport()
    }
    pause(): void {
      this.#core.pause()
    }
    resume(): void {
      this.#core.resume()
    }
    reconnect(): void {
      this.#core.reconnect()
    }

    async [Symbol.asyncDispose](): Promise<void> {
      await new Promise<void>((resolve) => this.end(() => resolve()))
    }

    /** mysql2's own, run by its constructor: idle connections are muxpool's to close. */
    _removeIdleTimeoutConnections(): void {}

    /** Every way of mysql2's pool to a real connection goes through here: none may be opened behind the limit. */
    _createConnectionConfig(): never {
      throw new MuxError('MUX_INVARIANT', 'mysql2 tried to open a connection behind muxpool', { phase: 'connect' })
    }
  }
  return MuxPoolFace as unknown as PoolConstructor
}

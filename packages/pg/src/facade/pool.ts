import type { PinReport, PoolEvents, PoolSnapshot } from '@muxpool/core/adapter'
import { MuxError, type MuxPool, type Straggler } from '@muxpool/core/adapter'
import pg from 'pg'
import type { PgClient, PgModule, PgPoolBase } from '../driver-members.ts'
import type { PgTicket } from '../ticket.ts'
import type { PgWire } from '../wire.ts'
import { type EngineRoom, engineRoom } from './engine-room.ts'
import { coreOptions, type GivenOptions, unknownMessage, unknownNames } from './options.ts'
import type { PoolOptions as FaceOptions } from './pool-options.ts'
import { isSubmittable, retrace } from './run-query.ts'
import { type ClientParts, type PoolClient, SessionClient } from './session-client.ts'
import { targetOf } from './target.ts'
import { inTransaction, type TransactionOptions } from './transaction.ts'

/** pg.Pool with sessions that cost no connection. Everything that pg.Pool has is there; this is what it has besides. */
export interface Pool extends Omit<pg.Pool, 'connect' | 'end'> {
  connect(): Promise<PoolClient>
  connect(
    callback: (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void,
  ): void
  end(): Promise<void>
  end(callback: () => void): void
  /** Muxpool's own events; the pool itself emits only what pg.Pool emits. */
  readonly events: PoolEvents
  /** Begins, runs, commits; rolls back what throws. Nothing is run twice. */
  transaction<R>(work: (tx: PoolClient) => Promise<R>, options?: TransactionOptions): Promise<R>
  /** A session for the time of `work`. */
  withSession<R>(work: (client: PoolClient) => Promise<R>): Promise<R>
  snapshot(): PoolSnapshot
  /** Counts anew from now on. */
  resetSnapshot(): void
  pinReport(): PinReport
  /** Statements wait from now on; what runs goes on to its boundary. */
  pause(): void
  resume(): void
  /** Replaces every connection at its next boundary. */
  reconnect(): void
  [Symbol.asyncDispose](): Promise<void>
}

export interface PoolConstructor extends Omit<typeof pg.Pool, 'prototype'> {
  new (options?: FaceOptions): Pool
  readonly prototype: Pool
}

type Callback = (error: Error | undefined, result?: unknown) => void
type ConnectCallback = (
  error: Error | undefined,
  client: SessionClient | undefined,
  done: (error?: Error | boolean) => void,
) => void

type Verify = (client: PgClient, done: (error?: Error) => void) => void

const nothing = (): void => {}
const classes = new WeakMap<object, PoolConstructor>()

/** A pool class that extends the Pool of the given copy of pg, so that `instanceof` holds for that copy. */
export function poolClassFor(driver: typeof pg): PoolConstructor {
  let known = classes.get(driver)
  if (known === undefined) {
    known = makePoolClass(driver)
    classes.set(driver, known)
  }
  return known
}

function makePoolClass(driver: typeof pg): PoolConstructor {
  const Base = driver.Pool as unknown as new (options?: object) => PgPoolBase
  const module = driver as unknown as PgModule

  let ownConnect: unknown = null

  class MuxPoolFace extends Base {
    /** Drizzle and postgraphile look for this name, and minifiers would change it. */
    static override readonly name: string = 'BoundPool'
    readonly #room: EngineRoom
    readonly #core: MuxPool<PgWire, PgTicket>
    readonly #parts: ClientParts
    #state: 'open' | 'ending' | 'ended' = 'open'

    constructor(given: GivenOptions = {}) {
      super(given)
      if (given.native === true || (driver as { native?: unknown }).native === driver)
        throw new MuxError(
          'MUX_DRIVER_UNSUPPORTED',
          'pg.native does not show the transaction state: use the JavaScript driver',
          { phase: 'init' },
        )
      warnOfUnknown(given)
      const log = given.log
      this.#room = engineRoom({
        pg: module,
        given,
        options: coreOptions(given, 10_000),
        clientClass: () => this.Client,
        removed: (client) => this.#removed(client),
        log: typeof log === 'function' ? (line) => void log(line) : null,
        hooks: {
          onConnect: (given.onConnect as ((client: PgClient) => unknown) | undefined) ?? null,
          verify: typeof given.verify === 'function' ? this.#verify.bind(this, given.verify as Verify) : null,
          announce: (client) => void this.emit('connect', client),
        },
      })
      this.#core = this.#room.pool
      this.#parts = {
        pg: module,
        maker: this.#room.maker,
        Promise: this.Promise,
        target: targetOf(module, given),
        poolTypes: given.types,
        released: (client, error) => void this.emit('release', error as Error, client),
      }
      const { events } = this.#room.observatory
      events.on('connectionLost', ({ error, place }) => {
        this.#lostIdle = place === 'idle' ? error : null
      })
    }

    /** pg-pool gives a client that was not verified back with the error, which removes it. */
    #verify(verify: Verify, client: PgClient, done: (error?: Error) => void): void {
      verify(client, (error) => {
        if (error) this.emit('release', error, client)
        done(error)
        if (error) setImmediate(() => this.emit('remove', client))
      })
    }

    /** As pg.Pool: `error` for idle clients only, before `remove`, and never when nobody listens. */
    #removed(client: PgClient): void {
      const lost = this.#lostIdle
      this.#lostIdle = null
      if (lost !== null && this.listenerCount('error') > 0) this.emit('error', Object.assign(lost, { client }), client)
      this.emit('remove', client)
    }
    #lostIdle: Error | null = null

    get events(): PoolEvents {
      return this.#room.observatory.events
    }

    connect(callback?: ConnectCallback): unknown {
      return callback === undefined ? this.#connect() : this.#connectBack(callback)
    }

    #connect(): Promise<SessionClient> {
      if (this.#state !== 'open') return this.Promise.reject(ended())
      const wait = this.#core.whenGood()
      if (wait === null) return this.Promise.resolve(this.#open())
      return new this.Promise<SessionClient>((resolve, reject) => wait.then(() => resolve(this.#open()), reject)).catch(
        retrace,
      ) as Promise<SessionClient>
    }

    #connectBack(callback: ConnectCallback): void {
      if (this.#state !== 'open') return void process.nextTick(callback, ended(), undefined, nothing)
      const wait = this.#core.whenGood()
      const give = (): void => {
        const client = this.#open()
        callback(undefined, client, client.release)
      }
      if (wait === null) process.nextTick(give)
      else
        wait.then(
          () => process.nextTick(give),
          (error: Error) => process.nextTick(callback, error, undefined, nothing),
        )
    }

    #open(): SessionClient {
      const client = new SessionClient(this.#parts, this.#core.session())
      if (this.listenerCount('acquire') > 0) this.emit('acquire', client)
      return client
    }

    query(config: unknown, values?: unknown, callback?: unknown): unknown {
      return typeof values === 'function'
        ? this.#query(config, undefined, values)
        : this.#query(config, values, callback)
    }

    #query(config: unknown, values: unknown, callback: unknown): unknown {
      if (typeof config === 'function')
        return void setImmediate(
          config as Callback,
          new Error('Passing a function as the first parameter to pool.query is not supported'),
        )
      if (typeof callback === 'function') {
        this.#run(config, values, callback as Callback)
        return undefined
      }
      return new this.Promise<unknown>((resolve, reject) => {
        this.#run(config, values, (error, result) => (error ? reject(error) : resolve(result)))
      }).catch(retrace)
    }

    #run(config: unknown, values: unknown, callback: Callback): void {
      if (config === null || config === undefined)
        return void process.nextTick(callback, new TypeError('Client was passed a null or undefined query'))
      if (this.#state !== 'open') return void process.nextTick(callback, ended())
      // A subclass or a patch that overrides connect() expects to see pool.query come through it.
      if (this.connect !== ownConnect) return this.#runThroughConnect(config, values, callback)
      const session = this.#core.session()
      const watched = this.listenerCount('acquire') > 0 || this.listenerCount('release') > 0
      const client = watched ? new SessionClient(this.#parts, session) : null
      if (client !== null) this.emit('acquire', client)
      const told: Callback = (error, result) => {
        if (client !== null) this.emit('release', error ?? null, client)
        callback(error, result)
      }
      session.run(this.#ticket(config, values, told), this.query)
      session.end('release')
    }

    #ticket(config: unknown, values: unknown, callback: Callback): PgTicket {
      const { maker } = this.#room
      const source = { names: null, types: undefined }
      if (isSubmittable(config)) {
        let answer: unknown
        // As pg-pool: its callback is taken where the caller gave none of his own.
        config.callback ??= (_error, result) => {
          answer = result
        }
        return maker.foreign(config, source, (error) => callback(error ?? undefined, answer))
      }
      const ticket: PgTicket = maker.statement(config, values, source, (error, result) =>
        ticket.context.runInAsyncScope(callback, undefined, error ?? undefined, result),
      )
      return ticket
    }

    #runThroughConnect(config: unknown, values: unknown, callback: Callback): void {
      this.connect((error, client) => {
        if (client === undefined) return callback(error)
        const settle: Callback = (failed, result) => {
          client.release()
          callback(failed ?? undefined, result)
        }
        if (isSubmittable(config)) client.query(config, settle)
        else client.query(config, values, settle)
      })
    }

    end(callback?: () => void): unknown {
      return this.#end(callback)
    }

    #end(callback?: () => void): Promise<void> | undefined {
      if (this.#state !== 'open') {
        const error = new Error('Called end on pool more than once')
        return callback === undefined
          ? this.Promise.reject(error)
          : void process.nextTick(callback as (error: Error) => void, error)
      }
      this.#state = 'ending'
      Object.assign(this, { ending: true })
      const over = this.#core.end().then((stragglers) => {
        this.#state = 'ended'
        Object.assign(this, { ended: true })
        nameStragglers(stragglers)
      })
      if (callback === undefined) return over
      over.then(() => process.nextTick(callback))
      return undefined
    }

    get totalCount(): number {
      const { places } = this.#core.state()
      return (
        places.opening +
        places.idle +
        places.leased +
        places.probing +
        places.settling +
        places.resetting +
        places.quarantined
      )
    }
    get idleCount(): number {
      return this.#core.state().places.idle
    }
    get waitingCount(): number {
      return this.#core.state().waiting
    }
    get expiredCount(): number {
      return 0
    }

    transaction<R>(work: (tx: PoolClient) => Promise<R>, options: TransactionOptions = {}): Promise<R> {
      return this.withSession((client) => inTransaction(client, work, options))
    }

    async withSession<R>(work: (client: PoolClient) => Promise<R>): Promise<R> {
      const client = (await (this.connect as unknown as () => Promise<SessionClient>)()) as unknown as PoolClient
      try {
        return await work(client)
      } finally {
        client.release()
      }
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
      if (this.#state === 'open') await this.#end()
    }

    /** Every way of pg-pool to a real connection goes through here: none may be opened behind the limit. */
    newClient(): never {
      throw new MuxError('MUX_INVARIANT', 'pg-pool tried to open a connection behind muxpool', { phase: 'connect' })
    }
  }
  ownConnect = MuxPoolFace.prototype.connect
  return MuxPoolFace as unknown as PoolConstructor
}

/** With a wrong name nothing breaks silently: one warning, and it is passed on to the driver as pg would. */
function warnOfUnknown(given: GivenOptions): void {
  const unknown = unknownNames(given)
  if (unknown.length > 0)
    process.emitWarning(unknown.map(unknownMessage).join('; '), { type: 'MuxpoolWarning', code: 'MUX_OPTION_UNKNOWN' })
}

function nameStragglers(stragglers: readonly Straggler[]): void {
  for (const { origin, holds } of stragglers)
    process.emitWarning(
      `end() cut off a session that still held its connection (${holds})${origin === null ? '' : `, from ${origin}`}`,
      { type: 'MuxpoolWarning', code: 'MUX_POOL_ENDED' },
    )
}

function ended(): MuxError {
  return new MuxError('MUX_POOL_ENDED', 'Cannot use a pool after calling end on the pool', { phase: 'queue' })
}

/** The pool class for the copy of pg that this package finds. */
export const Pool: PoolConstructor = poolClassFor(pg)

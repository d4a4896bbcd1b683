import type { MuxPool, PinReport, PoolEvents, PoolSnapshot, PoolState } from '@muxpool/core/adapter'
import { MuxError } from '@muxpool/core/adapter'
import type { PgPoolBase } from '../driver-members.ts'
import { type DriverModule, driverModule, moduleOf } from '../driver-module.ts'
import type { PgTicket } from '../ticket.ts'
import type { PgWire } from '../wire.ts'
import { Checkouts, type ConnectCallback } from './checkouts.ts'
import type { PoolClient } from './client-types.ts'
import { ConnectionEvents } from './connection-events.ts'
import { type EngineRoom, engineRoom } from './engine-room.ts'
import { liveMax } from './live-max.ts'
import { coreOptions, type GivenOptions, warnOfUnknown } from './options.ts'
import { ended, endedTwice, PoolEnd } from './pool-end.ts'
import { ofCaller, PoolQueries, queryThrough } from './pool-queries.ts'
import type { PoolConstructor, Pool as PoolMembers } from './pool-types.ts'
import { promised } from './promised.ts'
import type { QueryCallback } from './run-query.ts'
import type { ClientParts, SessionClient } from './session-client.ts'
import { targetOf } from './target.ts'
import { inTransaction, type TransactionOptions } from './transaction.ts'

const classes = new WeakMap<object, PoolConstructor>()

/** A pool class that extends the Pool of the given copy of pg, so that `instanceof` holds for that copy. */
export function poolClassFor(driver: DriverModule): PoolConstructor {
  const module = moduleOf(driver)
  let known = classes.get(module)
  if (known === undefined) {
    known = makePoolClass(module)
    classes.set(module, known)
  }
  return known
}

function makePoolClass(pg: ReturnType<typeof moduleOf>): PoolConstructor {
  const Base = pg.Pool as new (options?: object) => PgPoolBase
  let ownConnect: unknown = null

  class MuxPoolFace extends Base {
    /** Drizzle and postgraphile look for this name, and minifiers would change it. */
    static override readonly name: string = 'BoundPool'
    readonly #room: EngineRoom
    readonly #core: MuxPool<PgWire, PgTicket>
    readonly #checkouts: Checkouts
    readonly #queries: PoolQueries
    readonly #end: PoolEnd

    constructor(given: GivenOptions = {}) {
      super(given)
      const target = targetOf(pg, given)
      warnOfUnknown(given)
      const connections = new ConnectionEvents(this, given)
      const options = coreOptions(given, 10_000)
      this.#room = engineRoom({
        pg,
        given,
        options,
        live: liveMax(options.maxConnections, given, this.options),
        clientClass: () => this.Client,
        removed: (client) => connections.removed(client),
        lost: (error, place) => connections.lost(error, place),
        log: given.log,
        hooks: connections.hooks,
      })
      this.#core = this.#room.pool
      this.#queries = new PoolQueries(this.#core, this.#room.maker)
      this.#end = new PoolEnd(this.#core, this)
      const parts: ClientParts = {
        pg,
        maker: this.#room.maker,
        Promise: this.Promise,
        target,
        poolTypes: given.types,
        released: (client, error) => void this.emit('release', error as Error, client),
      }
      this.#checkouts = new Checkouts(this, this.#core, parts, this.#end, options.leakDetection)
    }

    get events(): PoolEvents {
      return this.#room.observatory.events
    }

    connect(callback?: ConnectCallback): unknown {
      return callback === undefined
        ? this.#checkouts.promise(this.connect)
        : this.#checkouts.callback(callback, this.connect)
    }

    query(config: unknown, values?: unknown, callback?: unknown): unknown {
      return typeof values === 'function'
        ? this.#query(config, undefined, values)
        : this.#query(config, values, callback)
    }

    #query(config: unknown, values: unknown, callback: unknown): unknown {
      if (typeof config === 'function')
        return void setImmediate(
          config as QueryCallback,
          new Error('Passing a function as the first parameter to pool.query is not supported'),
        )
      if (typeof callback === 'function') {
        this.#run(config, values, ofCaller(callback as QueryCallback))
        return undefined
      }
      return promised(this.Promise, (answered) => this.#run(config, values, answered))
    }

    #run(config: unknown, values: unknown, callback: QueryCallback): void {
      if (config === null || config === undefined)
        return void process.nextTick(callback, new TypeError('Client was passed a null or undefined query'))
      if (!this.#end.open) return void process.nextTick(callback, ended())
      if (this.connect !== ownConnect) return queryThrough((given) => this.connect(given), config, values, callback)
      const watched = this.listenerCount('acquire') > 0 || this.listenerCount('release') > 0
      this.#queries.run(config, values, callback, watched ? this.#checkouts : null, this.query)
    }

    end(callback?: (error?: Error) => void): unknown {
      const over = this.#end.begin()
      if (callback === undefined) return over ?? this.Promise.reject(endedTwice())
      if (over === null) process.nextTick(callback, endedTwice())
      else over.then(() => process.nextTick(callback))
      return undefined
    }

    get totalCount(): number {
      return connectionsIn(this.#core.state().places)
    }
    get idleCount(): number {
      return this.#core.state().places.idle
    }
    get waitingCount(): number {
      return this.#core.state().waiting
    }
    get expiredCount(): number {
      return this.#core.state().expired
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
      await this.#end.begin()
    }

    /** Every way of pg-pool to a real connection goes through here: none may be opened behind the limit. */
    newClient(): never {
      throw new MuxError('MUX_INVARIANT', 'pg-pool tried to open a connection behind muxpool', { phase: 'connect' })
    }
  }
  ownConnect = MuxPoolFace.prototype.connect
  return MuxPoolFace as unknown as PoolConstructor
}

function connectionsIn(places: PoolState['places']): number {
  const { opening, idle, leased, probing, settling, resetting, quarantined } = places
  return opening + idle + leased + probing + settling + resetting + quarantined
}

export type Pool = PoolMembers
/** The pool class for the copy of pg that this package finds. */
export const Pool: PoolConstructor = poolClassFor(driverModule)

import { EventEmitter } from 'node:events'
import { MuxError } from '@muxpool/core/adapter'
import type { PgModule } from '../driver-members.ts'
import { type DriverModule, driverModule, moduleOf } from '../driver-module.ts'
import { roomFor } from './client-rooms.ts'
import type { ClientConstructor, Client as ClientMembers } from './client-types.ts'
import type { GivenOptions } from './options.ts'
import { SessionClient } from './session-client.ts'

const classes = new WeakMap<object, ClientConstructor>()

/** A client class for the given copy of pg. */
export function clientClassFor(driver: DriverModule): ClientConstructor {
  const module = moduleOf(driver)
  let known = classes.get(module)
  if (known === undefined) {
    known = makeClientClass(module)
    classes.set(module, known)
  }
  return known
}

/** The protocol level of a client, as far as libraries look at it: what the server reports at the start. */
class ReportedConnection extends EventEmitter {
  readonly parsedStatements: { [name: string]: string } = {}
  readonly stream: { destroyed: boolean; readonly writable: boolean } = { destroyed: false, writable: true }
}

function makeClientClass(pg: PgModule): ClientConstructor {
  class ClientFace extends SessionClient {
    /** Minifiers would change it, and libraries look at it. */
    static override readonly name: string = 'Client'
    static readonly Query: PgModule['Query'] = pg.Query
    readonly connection = new ReportedConnection()
    readonly #leave: () => void
    readonly #room: ReturnType<typeof roomFor>['room']
    readonly #Promise: PromiseConstructor
    readonly connectionParameters: object
    _ending = false
    _connected = false

    constructor(config: string | GivenOptions = {}) {
      const given: GivenOptions = typeof config === 'string' ? { connectionString: config } : config
      const { room, parts, leave } = roomFor(pg, given)
      super(parts, room.pool.session())
      this.#room = room
      this.#leave = leave
      this.#Promise = parts.Promise
      this.connectionParameters = { ...parts.target }
    }

    override connect(callback?: (error: Error) => void): Promise<never> | undefined {
      if (this._connected || this._ending) return super.connect(callback)
      this._connected = true
      const opened = this.#Promise.resolve(this.#room.pool.whenGood()).then(() => {
        for (const [parameterName, parameterValue] of this.#room.parameters())
          this.connection.emit('parameterStatus', { parameterName, parameterValue })
        return this as never
      })
      opened.then(
        () => this.emit('connect'),
        () => {},
      )
      if (callback === undefined) return opened
      const back = callback as (error: Error | null, client?: unknown) => void
      opened.then(
        () => process.nextTick(back, null, this),
        (error: Error) => process.nextTick(back, error),
      )
      return undefined
    }

    /** As pg: the server gives it while it connects. */
    override get processID(): number {
      return (this._connected ? super.processID : null) as number
    }

    override query(config: unknown, values?: unknown, callback?: unknown): unknown {
      if (!this._ending) return super.query(config, values, callback)
      const error = new MuxError('MUX_SESSION_ENDED', 'Client was closed and is not queryable', { phase: 'queue' })
      const back = typeof values === 'function' ? values : callback
      if (typeof back !== 'function') return this.#Promise.reject(error)
      process.nextTick(back as (error: Error) => void, error)
      return undefined
    }

    override end(callback?: () => void): Promise<void> | undefined {
      if (!this._ending) {
        this._ending = true
        this.connection.stream.destroyed = true
        this.close()
        this.#leave()
      }
      if (callback === undefined) return this.#Promise.resolve()
      process.nextTick(callback)
      return undefined
    }

    override async [Symbol.asyncDispose](): Promise<void> {
      await this.end()
    }
  }
  // A client of one's own is not released: it is ended.
  Object.defineProperty(ClientFace.prototype, 'release', { value: undefined, writable: true, configurable: true })
  return ClientFace as unknown as ClientConstructor
}

export type Client = ClientMembers
/** The client class for the copy of pg that this package finds. */
export const Client: ClientConstructor = clientClassFor(driverModule)

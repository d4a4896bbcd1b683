import { EventEmitter } from 'node:events'
import { MuxError } from '@muxpool/core/adapter'
import pg from 'pg'
import type { PgModule } from '../driver-members.ts'
import { roomFor } from './client-rooms.ts'
import type { GivenOptions } from './options.ts'
import type { PoolOptions } from './pool-options.ts'
import { SessionClient } from './session-client.ts'

/** pg.Client for libraries that make their own clients: each is a session, and equal configurations share connections. */
export interface Client extends Omit<pg.Client, 'connect'> {
  connect(): Promise<Client>
  connect(callback: (error: Error | null) => void): void
}

export interface ClientConstructor extends Omit<typeof pg.Client, 'prototype'> {
  new (config?: string | PoolOptions): Client
  readonly prototype: Client
}

const classes = new WeakMap<object, ClientConstructor>()

export function clientClassFor(driver: typeof pg): ClientConstructor {
  let known = classes.get(driver)
  if (known === undefined) {
    known = makeClientClass(driver)
    classes.set(driver, known)
  }
  return known
}

/** The protocol level of a client, as far as libraries look at it: what the server reports at the start. */
class ReportedConnection extends EventEmitter {
  readonly parsedStatements: { [name: string]: string } = {}
  readonly stream: { destroyed: boolean; readonly writable: boolean } = { destroyed: false, writable: true }
}

function makeClientClass(driver: typeof pg): ClientConstructor {
  class ClientFace extends SessionClient {
    /** Minifiers would change it, and libraries look at it. */
    static override readonly name: string = 'Client'
    readonly connection = new ReportedConnection()
    readonly #leave: () => void
    readonly #room: ReturnType<typeof roomFor>['room']
    readonly connectionParameters: object
    _ending = false
    _connected = false

    constructor(config: string | GivenOptions = {}) {
      const given: GivenOptions = typeof config === 'string' ? { connectionString: config } : config
      const { room, parts, leave } = roomFor(driver as unknown as PgModule, given)
      super(parts, room.pool.session())
      this.#room = room
      this.#leave = leave
      this.connectionParameters = { ...parts.target }
    }

    override connect(callback?: (error: Error) => void): Promise<never> | undefined {
      if (this._connected || this._ending) return super.connect(callback)
      this._connected = true
      const opened = (this.#room.pool.whenGood() ?? Promise.resolve()).then(() => {
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
      if (typeof back !== 'function') return Promise.reject(error)
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
      if (callback === undefined) return Promise.resolve()
      process.nextTick(callback)
      return undefined
    }
  }
  // A client of one's own is not released: it is ended.
  Object.defineProperty(ClientFace.prototype, 'release', { value: undefined, writable: true, configurable: true })
  return ClientFace as unknown as ClientConstructor
}

/** The client class for the copy of pg that this package finds. */
export const Client: ClientConstructor = clientClassFor(pg)

import { AsyncResource } from 'node:async_hooks'
import type { Mysql2Module } from '../driver-members.ts'
import { inDriverWords } from '../driver-words.ts'
import { roomFor } from './connection-rooms.ts'
import type { GivenOptions } from './given-options.ts'
import { makeSessionClass } from './session-connection.ts'
import type { SessionConnection } from './session-parts.ts'
import { closedState } from './socketless.ts'

export type ConnectionFaceConstructor = new (given: GivenOptions) => SessionConnection

type Back = (error?: Error) => void

const classes = new WeakMap<Mysql2Module, ConnectionFaceConstructor>()

/** What `createConnection` makes, for one copy of the driver. */
export function connectionClassFor(mysql2: Mysql2Module): ConnectionFaceConstructor {
  let known = classes.get(mysql2)
  if (known === undefined) {
    known = makeConnectionClass(mysql2)
    classes.set(mysql2, known)
  }
  return known
}

function makeConnectionClass(mysql2: Mysql2Module): ConnectionFaceConstructor {
  /** A session of its own, from the beginning to `end()`, over connections that it shares with others of its kind. */
  class ConnectionFace extends makeSessionClass(mysql2.Connection) {
    /** Minifiers would change it, and programs look at it. */
    static override readonly name: string = 'Connection'
    readonly #leaveRoom: () => void
    #connected = false
    /** Tells of the end; null: nobody has asked for it. */
    #ending: (() => void) | null = null
    _fatalError: Error | null = null

    constructor(given: GivenOptions) {
      const { room, leave } = roomFor(mysql2, given)
      super(room.parts, room.pool.session())
      this.#leaveRoom = leave
      const good = room.pool.whenGood() ?? Promise.resolve()
      good.then(
        () => process.nextTick(() => this.#connects()),
        (error: Error) => process.nextTick(() => this.#fails(inDriverWords(error))),
      )
    }

    #connects(): void {
      if (this._fatalError !== null || super.ended) return
      this.#connected = true
      this.emit('connect', this._handshakePacket)
      if (this.#ending !== null) this.leave()
    }

    /** Nobody's process ends for an error that nobody listens to. */
    #fails(error: Error): void {
      if (super.ended) return
      this._fatalError = Object.assign(error, { fatal: true })
      this.leave()
      if (this.listenerCount('error') > 0) this.emit('error', error)
    }

    override get _handshakePacket(): unknown {
      return this.#connected ? super._handshakePacket : undefined
    }

    override get ended(): boolean {
      return this.#ending !== null || super.ended
    }

    /** Behind what it was given before. */
    override end(callback?: Back): void {
      if (this.ended) {
        if (callback !== undefined) process.nextTick(callback, closedState())
        return
      }
      this.#ending = AsyncResource.bind(() => {
        if (this._fatalError === null) callback?.()
        else callback?.(this._fatalError)
        this.emit('end')
      })
      if (this.#connected) this.leave()
    }

    over(): void {
      this.#leaveRoom()
      // The last callback comes a tick behind the boundary.
      if (this.#ending !== null) setImmediate(this.#ending)
    }
  }
  // What is not of a pool is not released: it is ended.
  Object.defineProperty(ConnectionFace.prototype, 'release', { value: undefined, writable: true, configurable: true })
  return ConnectionFace
}

import type { EventEmitter } from 'node:events'
import { guarded } from '@muxpool/core/adapter'
import type { PgClient } from '../driver-members.ts'
import type { ConnectionHooks } from '../hooks.ts'
import type { GivenOptions } from './options.ts'

type Verify = (client: PgClient, done: (error?: Error) => void) => void

/** Tells the listeners of a pool what happens to its physical connections, as pg.Pool does. */
export class ConnectionEvents {
  readonly #pool: EventEmitter
  readonly #given: GivenOptions
  #lostIdle: Error | null = null

  constructor(pool: EventEmitter, given: GivenOptions) {
    this.#pool = pool
    this.#given = given
  }

  get hooks(): Omit<ConnectionHooks, 'initQuery'> {
    const { onConnect, verify } = this.#given
    return {
      onConnect: (onConnect as ((client: PgClient) => unknown) | undefined) ?? null,
      verify: typeof verify === 'function' ? this.#verify.bind(this, verify as Verify) : null,
      announce: (client) => void this.#pool.emit('connect', client),
    }
  }

  /** pg-pool gives a client that was not verified back with the error, which removes it. */
  #verify(verify: Verify, client: PgClient, done: (error?: Error) => void): void {
    verify(client, (error) => {
      if (error) this.#pool.emit('release', error, client)
      done(error)
      if (error) setImmediate(() => this.#pool.emit('remove', client))
    })
  }

  /** Told by core in front of `removed`. */
  lost(error: Error | null, place: string): void {
    this.#lostIdle = place === 'idle' ? error : null
  }

  /** As pg.Pool: `error` for idle clients only, before `remove`, and never when nobody listens. */
  removed(client: PgClient): void {
    const lost = this.#lostIdle
    this.#lostIdle = null
    if (lost !== null && this.#pool.listenerCount('error') > 0)
      guarded(() => this.#pool.emit('error', Object.assign(lost, { client }), client))
    guarded(() => this.#pool.emit('remove', client))
  }
}

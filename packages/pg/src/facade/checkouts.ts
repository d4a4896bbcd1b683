import type { MuxPool } from '@muxpool/core/adapter'
import type { PgPoolBase } from '../driver-members.ts'
import type { PgTicket } from '../ticket.ts'
import type { PgWire } from '../wire.ts'
import { ended, type PoolEnd } from './pool-end.ts'
import { retrace } from './promised.ts'
import type { QueryCallback } from './run-query.ts'
import { type ClientParts, SessionClient } from './session-client.ts'

export type ConnectCallback = (
  error: Error | undefined,
  client: SessionClient | undefined,
  done: (error?: Error | boolean) => void,
) => void

/** The stack of whoever asks; null: it is not kept. */
type Origin = { readonly stack?: string } | null
type PoolSession = ReturnType<MuxPool<PgWire, PgTicket>['session']>

const nothing = (): void => {}

/** The way of `pool.connect()`: a session as soon as the server is known to be good. */
export class Checkouts {
  readonly #pool: PgPoolBase
  readonly #core: MuxPool<PgWire, PgTicket>
  readonly #parts: ClientParts
  readonly #end: PoolEnd
  readonly #keepsOrigins: boolean

  constructor(
    pool: PgPoolBase,
    core: MuxPool<PgWire, PgTicket>,
    parts: ClientParts,
    end: PoolEnd,
    keepsOrigins: boolean,
  ) {
    this.#pool = pool
    this.#core = core
    this.#parts = parts
    this.#end = end
    this.#keepsOrigins = keepsOrigins
  }

  /** @param below the caller's frames are those above this function. */
  promise(below: (...args: never[]) => unknown): Promise<SessionClient> {
    const { Promise: Own } = this.#pool
    if (!this.#end.open) return Own.reject(ended())
    const origin = this.#originBelow(below)
    const wait = this.#core.whenGood()
    if (wait === null) return Own.resolve(this.#open(origin))
    return new Own<SessionClient>((resolve, reject) => wait.then(() => resolve(this.#open(origin)), reject)).catch(
      retrace,
    ) as Promise<SessionClient>
  }

  callback(back: ConnectCallback, below: (...args: never[]) => unknown): void {
    if (!this.#end.open) return void process.nextTick(back, ended(), undefined, nothing)
    const origin = this.#originBelow(below)
    const give = (): void => {
      const client = this.#open(origin)
      back(undefined, client, client.release)
    }
    const wait = this.#core.whenGood()
    if (wait === null) process.nextTick(give)
    else
      wait.then(
        () => process.nextTick(give),
        (error: Error) => process.nextTick(back, error, undefined, nothing),
      )
  }

  #originBelow(below: (...args: never[]) => unknown): Origin {
    if (!this.#keepsOrigins) return null
    const origin: { stack?: string } = {}
    Error.captureStackTrace(origin, below)
    return origin
  }

  #open(origin: Origin): SessionClient {
    const session = this.#core.session()
    if (origin !== null) session.keepOrigin(origin)
    return this.#acquired(session)
  }

  #acquired(session: PoolSession): SessionClient {
    const client = new SessionClient(this.#parts, session)
    if (this.#pool.listenerCount('acquire') === 0) return client
    try {
      this.#pool.emit('acquire', client)
    } catch (error) {
      // The caller hears what a listener threw, so he can't release what he never got.
      session.end('release')
      throw error
    }
    return client
  }

  /** Announces the client of `pool.query()`; the result announces that it is done. */
  watched(session: PoolSession, callback: QueryCallback): QueryCallback {
    const client = this.#acquired(session)
    return (error, result) => {
      this.#pool.emit('release', error ?? null, client)
      callback(error, result)
    }
  }
}

import { AsyncResource } from 'node:async_hooks'
import type { MuxPool, Session, SoleSession } from '@muxpool/core/adapter'
import type { PgSubmittable } from '../driver-members.ts'
import type { PgTicket } from '../ticket.ts'
import type { PgWire } from '../wire.ts'
import type { Checkouts } from './checkouts.ts'
import { isSubmittable, ofNobody, type QueryCallback, type QueryMaker } from './run-query.ts'
import type { SessionClient } from './session-client.ts'

type Connect = (callback: (error: Error | undefined, client: SessionClient | undefined) => void) => unknown

/** The way of `pool.query()`: a session for one statement, without the object of a client unless somebody watches. */
export class PoolQueries {
  readonly #core: MuxPool<PgWire, PgTicket>
  readonly #maker: QueryMaker

  constructor(core: MuxPool<PgWire, PgTicket>, maker: QueryMaker) {
    this.#core = core
    this.#maker = maker
  }

  /**
   * @param watch announces the client of the session; null: nobody listens.
   * @param below the caller's frames are those above this function.
   */
  run(
    config: unknown,
    values: unknown,
    callback: QueryCallback,
    watch: Checkouts | null,
    below: (...args: never[]) => unknown,
  ): void {
    if (watch === null) return this.#run(this.#core.sole(), config, values, callback, below)
    const session = this.#core.session()
    this.#run(session, config, values, watch.watched(session, callback), below)
  }

  #run(
    session: Session<PgWire, PgTicket> | SoleSession<PgWire, PgTicket>,
    config: unknown,
    values: unknown,
    callback: QueryCallback,
    below: (...args: never[]) => unknown,
  ): void {
    const ticket = isSubmittable(config)
      ? this.#foreign(config, callback)
      : this.#maker.statement(config, values, ofNobody, callback)
    session.run(ticket, below)
    session.end('release')
  }

  #foreign(config: PgSubmittable, callback: QueryCallback): PgTicket {
    let answer: unknown
    // As pg-pool: its callback is taken where the caller gave none of his own.
    config.callback ??= (_error, result) => {
      answer = result
    }
    return this.#maker.foreign(config, ofNobody, (error) => callback(error ?? undefined, answer))
  }
}

/** Called back in the async context of whoever asks for it now. A promise brings that context by itself. */
export function ofCaller(callback: QueryCallback): QueryCallback {
  const context = new AsyncResource('muxpool.callback')
  // pg tells of no error by null, pg-pool by undefined.
  return (error, result) => context.runInAsyncScope(callback, undefined, error ?? undefined, result)
}

/** A subclass or a patch that overrides connect() expects to see pool.query come through it. */
export function queryThrough(connect: Connect, config: unknown, values: unknown, callback: QueryCallback): void {
  connect((error, client) => {
    if (client === undefined) return callback(error)
    const settle: QueryCallback = (failed, result) => {
      client.release()
      callback(failed ?? undefined, result)
    }
    if (isSubmittable(config)) client.query(config, settle)
    else client.query(config, values, settle)
  })
}

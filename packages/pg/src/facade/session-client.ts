import type { AsyncResource } from 'node:async_hooks'
import { guarded, type Pin, type Session, type SessionListener } from '@muxpool/core/adapter'
import { ForeignStatement } from '../foreign-statement.ts'
import { StatementNames } from '../statement-names.ts'
import type { PgTicket } from '../ticket.ts'
import type { PgWire } from '../wire.ts'
import { promised } from './promised.ts'
import { isSubmittable, type QueryMaker, type QuerySource } from './run-query.ts'
import { type MemberParts, SessionMembers } from './session-members.ts'

/** What every session face of one pool shares. */
export interface ClientParts extends MemberParts {
  readonly maker: QueryMaker
  readonly Promise: PromiseConstructor
  released(client: SessionClient, error: unknown): void
}

/** Above every process id that a server has: to cancel by it reaches nobody. */
const virtualProcessIds = 0x4000_0000

type Callback = (error: Error | undefined, result?: unknown) => void

/** A session with the members of pg's PoolClient. It is an event emitter of its own and holds no connection. */
export class SessionClient extends SessionMembers implements QuerySource, SessionListener {
  readonly #parts: ClientParts
  readonly #session: Session<PgWire, PgTicket>
  #names: StatementNames | null = null
  #released = false
  #release: ((error?: Error | boolean) => void) | null = null

  constructor(parts: ClientParts, session: Session<PgWire, PgTicket>) {
    super(parts)
    this.#parts = parts
    this.#session = session
    session.listener = this
  }

  get names(): StatementNames {
    this.#names ??= new StatementNames()
    return this.#names
  }

  query(config: unknown, values?: unknown, callback?: unknown): unknown {
    if (config === null || config === undefined) throw new TypeError('Client was passed a null or undefined query')
    const given = typeof values === 'function' ? values : (callback ?? (config as { callback?: unknown }).callback)
    if (isSubmittable(config)) {
      if (!config.callback && typeof given === 'function') config.callback = given as Callback
      this.#session.run(
        this.#parts.maker.foreign(config, this, () => {}),
        this.query,
      )
      return config
    }
    if (given === undefined || given === null) return this.#promise(config, values)
    if (typeof given !== 'function') throw new TypeError('callback is not a function')
    const ticket: PgTicket = this.#parts.maker.statement(
      config,
      typeof values === 'function' ? undefined : values,
      this,
      (error, result) => inContext(ticket.context, given as Callback, error, result),
    )
    this.#session.run(ticket, this.query)
    return undefined
  }

  #promise(config: unknown, values: unknown): Promise<unknown> {
    return promised(this.#parts.Promise, (answered) =>
      this.#session.run(this.#parts.maker.statement(config, values, this, answered), this.query),
    )
  }

  /** Once for each connect(), also when it was taken off the client: pg's callers pass it around. */
  get release(): (error?: Error | boolean) => void {
    this.#release ??= (error) => this.#giveUp(error)
    return this.#release
  }
  set release(replacement: (error?: Error | boolean) => void) {
    this.#release = replacement
  }

  #giveUp(error: unknown): void {
    if (this.#released) throw new Error('Release called on client which has already been released to the pool.')
    this.#released = true
    try {
      this.#parts.released(this, error)
    } finally {
      // Also when a listener throws: the caller hears of it, and the session is given back.
      this.#session.end(error ? 'destroy' : 'release')
    }
  }

  /** pg would end the connection under the pool: here the session ends, and what it held is closed. */
  end(callback?: () => void): Promise<void> | undefined {
    this.close()
    if (callback === undefined) return this.#parts.Promise.resolve()
    process.nextTick(callback)
    return undefined
  }

  /** Ends the session; what it held is closed. */
  protected close(): void {
    if (this.#session.state === 'ended') return
    this.#session.end('destroy')
    process.nextTick(() => this.emit('end'))
  }

  connect(callback?: (error: Error) => void): Promise<never> | undefined {
    const error = new Error('Client has already been connected. You cannot reuse a client.')
    if (callback === undefined) return this.#parts.Promise.reject(error)
    process.nextTick(callback, error)
    return undefined
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#released) this.release()
  }

  get pinned(): Pin | null {
    return this.#session.pinned
  }

  pin(): Disposable {
    const unpin = this.#session.pin()
    return { [Symbol.dispose]: unpin }
  }

  /** 'I', 'T' or 'E' as of the session's last boundary. */
  getTransactionStatus(): 'I' | 'T' | 'E' {
    const { transaction } = this.#session
    return transaction === 'none' ? 'I' : transaction === 'failed' ? 'E' : 'T'
  }

  /** A number of the session's own: the real one may belong to somebody else by the time it is used. */
  get processID(): number {
    return virtualProcessIds + (this.#session.id % virtualProcessIds)
  }
  get secretKey(): number {
    return 0
  }

  /** The statement that runs or waits for a connection, as the caller knows it. */
  get activeQuery(): unknown {
    return handed(this.#session.active)
  }

  get queryQueue(): readonly unknown[] {
    return this.#session.backlog.map(handed)
  }

  /** As pg's: called on any client, it cancels a statement of the target. */
  cancel(target: unknown, query: unknown): void {
    if (!(target instanceof SessionClient)) return
    const session = target.#session
    const ticket = [session.active, ...session.backlog].find(
      (candidate) => candidate !== null && handed(candidate) === query,
    )
    if (ticket) session.cancel(ticket)
  }

  pushed(kind: 'notification' | 'notice', payload: unknown): void {
    const message = kind === 'notice' ? payload : this.#mine(payload)
    guarded(() => this.emit(kind, message))
  }

  /** A session that notified itself knows it by its own process id. */
  #mine(payload: unknown): unknown {
    const message = payload as { processId?: number }
    if (message.processId !== this.#session.wire?.client.processID) return payload
    return Object.assign(Object.create(Object.getPrototypeOf(payload) as object), payload, {
      processId: this.processID,
    })
  }

  /** Nobody's process ends for an error that nobody listens to. */
  lost(error: Error): void {
    if (this.listenerCount('error') > 0) guarded(() => this.emit('error', error))
    guarded(() => this.emit('end'))
  }

  /** As pg's client: behind the callbacks of the last statement. */
  drained(): void {
    if (this.listenerCount('drain') > 0) process.nextTick(() => this.emit('drain'))
  }
}

function handed(ticket: PgTicket | null): unknown {
  return ticket instanceof ForeignStatement ? ticket.inner : ticket
}

function inContext(context: AsyncResource, callback: Callback, error: Error | undefined, result: unknown): void {
  // pg calls back with null where there is no error.
  context.runInAsyncScope(callback, undefined, error, result)
}

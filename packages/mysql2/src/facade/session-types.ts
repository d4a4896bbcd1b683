import type { Pin } from '@muxpool/core/adapter'
import type * as mysql2 from 'mysql2'
import type * as promises from 'mysql2/promise'

/** What every session has beside the members of mysql2's connections. */
interface SessionMembers {
  /** Why the session keeps a connection at the moment; null when it does not. */
  readonly pinned: Pin | null
  /** Keeps one connection from the next statement on, until the result is disposed of. */
  pin(): Disposable
}

/** mysql2's PoolConnection as mysql2 declares it, and muxpool's own members. */
export interface PoolConnection extends mysql2.PoolConnection, SessionMembers {}

/** mysql2's Connection as mysql2 declares it, and muxpool's own members. */
export interface Connection extends mysql2.Connection, SessionMembers {}

/** A session with promises, as mysql2's own class makes it of one. */
export interface PromiseSession extends promises.PoolConnection {}

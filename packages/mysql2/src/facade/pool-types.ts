import type { PinReport, PoolEvents, PoolSnapshot } from '@muxpool/core/adapter'
import type * as mysql2 from 'mysql2'
import type { PoolConnection, PromiseSession } from './session-types.ts'
import type { TransactionOptions } from './transaction.ts'

/** mysql2's Pool with sessions that cost no connection. Everything that mysql2's Pool has is there; this is what it has besides. */
export interface Pool extends Omit<mysql2.Pool, 'getConnection'> {
  getConnection(callback: (error: NodeJS.ErrnoException | null, connection: PoolConnection) => unknown): void
  /** Muxpool's own events; the pool itself emits only what mysql2's Pool emits. */
  readonly events: PoolEvents
  /** Begins, runs, commits; rolls back what throws. Nothing is run twice. */
  transaction<R>(work: (tx: PromiseSession) => Promise<R>, options?: TransactionOptions): Promise<R>
  /** A session for the time of `work`. */
  withSession<R>(work: (connection: PromiseSession) => Promise<R>): Promise<R>
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

import type { PinReport, PoolEvents, PoolSnapshot } from '@muxpool/core/adapter'
import type * as pg from 'pg'
import type { PoolClient } from './client-types.ts'
import type { PoolOptions } from './pool-options.ts'
import type { TransactionOptions } from './transaction.ts'

/** pg.Pool with sessions that cost no connection. Everything that pg.Pool has is there; this is what it has besides. */
export interface Pool extends pg.Pool {
  connect(): Promise<PoolClient>
  connect(
    callback: (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void,
  ): void
  /** Muxpool's own events; the pool itself emits only what pg.Pool emits. */
  readonly events: PoolEvents
  /** Begins, runs, commits; rolls back what throws. Nothing is run twice. */
  transaction<R>(work: (tx: PoolClient) => Promise<R>, options?: TransactionOptions): Promise<R>
  /** A session for the time of `work`. */
  withSession<R>(work: (client: PoolClient) => Promise<R>): Promise<R>
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

/** Stands where `typeof pg.Pool` is wanted. */
export interface PoolConstructor extends Omit<typeof pg.Pool, 'prototype'> {
  new (options?: PoolOptions): Pool
  readonly prototype: Pool
}

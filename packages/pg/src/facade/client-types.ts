import type { Pin } from '@muxpool/core/adapter'
import type * as pg from 'pg'
import type { PoolOptions } from './pool-options.ts'

/** What every session has beside the members of pg's clients. */
interface SessionMembers {
  /** Why the session keeps a connection at the moment; null when it does not. */
  readonly pinned: Pin | null
  /** Keeps one connection from the next statement on, until the result is disposed of. */
  pin(): Disposable
  /** Ends the session. */
  [Symbol.asyncDispose](): Promise<void>
}

/** The members as pg declares them, and muxpool's own. */
export interface PoolClient extends pg.PoolClient, SessionMembers {}

/** pg.Client for libraries that make their own clients: each is a session, and equal configurations share connections. */
export interface Client extends pg.Client, SessionMembers {
  connect(): Promise<Client>
  connect(callback: ((error: Error) => void) | ((error: null, client: Client) => void)): void
}

/** Stands where `typeof pg.Client` is wanted. */
export interface ClientConstructor extends Omit<typeof pg.Client, 'prototype'> {
  new (config?: string | PoolOptions): Client
  readonly prototype: Client
}

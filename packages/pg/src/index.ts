import pg from 'pg'

export { type ErrorCode, errorTable, MuxError } from '@muxpool/core'
export { createPool } from './create-pool.ts'
export { Client, type ClientConstructor, clientClassFor } from './facade/client.ts'
export { type Deviation, deviations } from './facade/deviations.ts'
export { Pool, type PoolConstructor, poolClassFor } from './facade/pool.ts'
export type { PoolOptions } from './facade/pool-options.ts'
export type { PoolClient } from './facade/session-client.ts'
export type { TransactionOptions } from './facade/transaction.ts'

// What programs take from `pg` beside its pool, so that one import can stand for the other.
export const types: typeof pg.types = pg.types
export const defaults: typeof pg.defaults = pg.defaults
export const DatabaseError: typeof pg.DatabaseError = pg.DatabaseError
export const Query: typeof pg.Query = pg.Query
export const TypeOverrides: typeof pg.TypeOverrides = pg.TypeOverrides
export const escapeIdentifier: typeof pg.escapeIdentifier = pg.escapeIdentifier
export const escapeLiteral: typeof pg.escapeLiteral = pg.escapeLiteral

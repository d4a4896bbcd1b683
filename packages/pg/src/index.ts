import type * as pg from 'pg'
import type { PgUtils } from './driver-members.ts'
import { driverModule } from './driver-module.ts'

export { type ErrorCode, errorTable, MuxError } from '@muxpool/core'
export { createPool } from './create-pool.ts'
export type { DriverModule } from './driver-module.ts'
export { Client, clientClassFor } from './facade/client.ts'
export type { ClientConstructor, PoolClient } from './facade/client-types.ts'
export { type Deviation, deviations } from './facade/deviations.ts'
export { Pool, poolClassFor } from './facade/pool.ts'
export type { PoolOptions } from './facade/pool-options.ts'
export type { PoolConstructor } from './facade/pool-types.ts'
export type { TransactionOptions } from './facade/transaction.ts'

// What programs take from `pg` beside its pool, so that one import can stand for the other.
export const types: typeof pg.types = driverModule.types
export const defaults: typeof pg.defaults = driverModule.defaults
export const DatabaseError: typeof pg.DatabaseError = driverModule.DatabaseError
export const Query: typeof pg.Query = driverModule.Query
export const Result: typeof pg.Result = driverModule.Result
export const Connection: typeof pg.Connection = driverModule.Connection
export const TypeOverrides: typeof pg.TypeOverrides = driverModule.TypeOverrides
export const escapeIdentifier: typeof pg.escapeIdentifier = driverModule.escapeIdentifier
export const escapeLiteral: typeof pg.escapeLiteral = driverModule.escapeLiteral
export const utils: PgUtils = (driverModule as unknown as { utils: PgUtils }).utils

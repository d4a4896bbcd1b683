import type * as promises from 'mysql2/promise'
import * as namespace from 'mysql2/promise'

export { type ErrorCode, errorTable, MuxError } from '@muxpool/core'
export { createPromiseConnection as createConnection } from './create-connection.ts'
export {
  createPromisePool as createPool,
  createPromisePoolCluster as createPoolCluster,
} from './create-promise-pool.ts'
export {
  Charsets,
  CharsetToEncoding,
  escape,
  escapeId,
  format,
  raw,
  TypedParameter,
  Types,
} from './driver-exports.ts'
export type { PoolOptions } from './facade/pool-options.ts'
export type { PromisePool as Pool, PromisePoolCluster as PoolCluster } from './facade/promise-types.ts'

type Driver = typeof promises

/** What mysql2 exports and its types leave out. */
interface Untyped {
  readonly PromisePool: abstract new (...args: never[]) => promises.Pool
  readonly PromiseConnection: Driver['Connection']
  readonly PromisePoolConnection: Driver['PoolConnection']
  readonly setMaxParserCache: (max: number) => void
  readonly clearParserCache: () => void
}
const driver = ((namespace as { default?: unknown }).default ?? namespace) as Driver & Untyped

/** For `instanceof`: pools come from `createPool`. */
export const PromisePool: Untyped['PromisePool'] = driver.PromisePool
export const PromiseConnection: Driver['Connection'] = driver.PromiseConnection
export const PromisePoolConnection: Driver['PoolConnection'] = driver.PromisePoolConnection
export const Connection: Driver['Connection'] = driver.Connection
export const PoolConnection: Driver['PoolConnection'] = driver.PoolConnection
export const setMaxParserCache: Untyped['setMaxParserCache'] = driver.setMaxParserCache
export const clearParserCache: Untyped['clearParserCache'] = driver.clearParserCache

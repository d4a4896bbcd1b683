import type * as mysql2 from 'mysql2'
import { driverModule } from './driver-module.ts'
import type { PoolCluster as ClusterType } from './facade/cluster-types.ts'
import type { Pool as PoolType } from './facade/pool-types.ts'
import type { PoolConnection as PoolConnectionType } from './facade/session-types.ts'

// What programs take from `mysql2` beside its pool, so that one import can stand for the other.
type Driver = typeof mysql2
type ClassOf<T> = abstract new (...args: never[]) => T

/** What mysql2 exports and its types leave out. */
interface Untyped {
  readonly Pool: ClassOf<PoolType>
  readonly PoolConnection: ClassOf<PoolConnectionType>
  readonly PoolCluster: ClassOf<ClusterType>
  readonly Connection: ClassOf<mysql2.Connection>
  readonly ConnectionConfig: new (options: object) => object
  readonly createQuery: (...args: unknown[]) => mysql2.Query
}
const driver = driverModule as unknown as Omit<Driver, keyof Untyped> & Untyped

/** For `instanceof`: pools come from `createPool`. */
export const Pool: Untyped['Pool'] = driver.Pool
export type Pool = PoolType
export const PoolConnection: Untyped['PoolConnection'] = driver.PoolConnection
export type PoolConnection = PoolConnectionType
export const PoolCluster: Untyped['PoolCluster'] = driver.PoolCluster
export type PoolCluster = ClusterType
export const Connection: Untyped['Connection'] = driver.Connection
export const ConnectionConfig: Untyped['ConnectionConfig'] = driver.ConnectionConfig
export const createQuery: Untyped['createQuery'] = driver.createQuery
export const createServer: Driver['createServer'] = driver.createServer
export const authPlugins: Driver['authPlugins'] = driver.authPlugins
const escapeValue: Driver['escape'] = driver.escape

export { escapeValue as escape }
export const escapeId: Driver['escapeId'] = driver.escapeId
export const format: Driver['format'] = driver.format
export const raw: Driver['raw'] = driver.raw
export const Types: Driver['Types'] = driver.Types
export const TypedParameter: Driver['TypedParameter'] = driver.TypedParameter
export const Charsets: Driver['Charsets'] = driver.Charsets
export const CharsetToEncoding: Driver['CharsetToEncoding'] = driver.CharsetToEncoding
export const setMaxParserCache: Driver['setMaxParserCache'] = driver.setMaxParserCache
export const clearParserCache: Driver['clearParserCache'] = driver.clearParserCache

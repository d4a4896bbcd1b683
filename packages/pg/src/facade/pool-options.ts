import type { PoolOptions as CoreOptions } from '@muxpool/core/adapter'
import type * as pg from 'pg'
import type { DriverModule } from '../driver-module.ts'

/**
 * Every option of pg's Pool and Client, and muxpool's own. `max` is pg's name of `maxConnections`, `min` of
 * `keepConnections`, `idleTimeoutMillis` of `idleConnectionTimeoutMillis`, `connectionTimeoutMillis` of
 * `connectionBorrowTimeoutMillis` and `connectTimeoutMillis`; `query_timeout` of `statementTimeoutMillis`.
 */
export interface PoolOptions extends pg.PoolConfig, Partial<Nullable<CoreOptions>> {
  /** The copy of pg to use instead of the one that this package finds; for `createPool`. */
  readonly driver?: DriverModule
}

type Nullable<T> = { -readonly [K in keyof T]: T[K] | undefined }

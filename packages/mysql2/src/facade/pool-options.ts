import type { PoolOptions as CoreOptions } from '@muxpool/core/adapter'
import type * as mysql2 from 'mysql2'
import type { DriverModule } from '../driver-module.ts'

/**
 * Every option of mysql2's pool and connections, and muxpool's own. `connectionLimit` is mysql2's name of
 * `maxConnections`, `idleTimeout` of `idleConnectionTimeoutMillis`, `connectTimeout` of `connectTimeoutMillis`.
 */
export interface PoolOptions extends Omit<mysql2.PoolOptions, 'password'>, Partial<Nullable<CoreOptions>> {
  /** A function is asked for each new connection. */
  password?: string | (() => string | Promise<string>) | undefined
  /** The copy of mysql2 to use instead of the one that this package finds. */
  readonly driver?: DriverModule
}

type Nullable<T> = { -readonly [K in keyof T]: T[K] | undefined }

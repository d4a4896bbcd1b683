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
  /**
   * Asked for each new connection, and for those that the pool needs for its own signals: who it logs in as, from then
   * on. What is left out is as `user` and `password` say. When it throws, the connection could not be opened.
   */
  credentials?: (() => Credentials | Promise<Credentials>) | undefined
  /** The copy of mysql2 to use instead of the one that this package finds. */
  readonly driver?: DriverModule
}

export interface Credentials {
  readonly user?: string | undefined
  readonly password?: string | undefined
}

type Nullable<T> = { -readonly [K in keyof T]: T[K] | undefined }

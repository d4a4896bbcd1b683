import type * as promises from 'mysql2/promise'
import type { PoolCluster, PoolClusterOptions } from './cluster-types.ts'
import type { PoolOptions } from './pool-options.ts'
import type { Pool } from './pool-types.ts'

export interface PromisePoolClusterOptions extends PoolClusterOptions {
  /** The class that promises are made of; the language's own by default. */
  readonly Promise?: PromiseConstructorLike
}

/** mysql2's own class over a pool of muxpool's, which is its `pool`. */
export interface PromisePool extends Omit<promises.Pool, 'pool'> {
  readonly pool: Pool
}

/** mysql2's own class over a cluster of muxpool's. */
export interface PromisePoolCluster extends promises.PoolCluster {
  readonly poolCluster: PoolCluster
  add(config: PoolOptions): void
  add(id: string, config: PoolOptions | string): void
  remove(pattern: string | RegExp): void
}

import { createPool } from './create-pool.ts'
import { createPoolCluster } from './create-pool-cluster.ts'
import { driverModule, moduleOf } from './driver-module.ts'
import type { PoolOptions } from './facade/pool-options.ts'
import { promiseClusterClassFor } from './facade/promise-cluster.ts'
import type { PromisePool, PromisePoolCluster, PromisePoolClusterOptions } from './facade/promise-types.ts'

/**
 * A pool with promises: mysql2's own class over the pool of `createPool`.
 * @param options or a URL; `Promise` is the class that its promises are made of.
 * @throws as `createPool`
 */
export function createPromisePool(options: PoolOptions | string): PromisePool {
  const { Promise: implementation, ...given } = typeof options === 'string' ? { uri: options } : options
  const pool = createPool(given)
  return pool.promise(implementation as PromiseConstructor | undefined) as unknown as PromisePool
}

/** A cluster with promises: mysql2's own class over the cluster of `createPoolCluster`. */
export function createPromisePoolCluster(options: PromisePoolClusterOptions = {}): PromisePoolCluster {
  const { Promise: implementation, ...given } = options
  const Cluster = promiseClusterClassFor(moduleOf(given.driver ?? driverModule))
  return new Cluster(createPoolCluster(given), implementation) as unknown as PromisePoolCluster
}

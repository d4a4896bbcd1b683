import { driverModule, moduleOf } from './driver-module.ts'
import { clusterClassFor } from './facade/cluster.ts'
import type { PoolCluster, PoolClusterOptions } from './facade/cluster-types.ts'

/**
 * Several pools under names, of which patterns and selectors choose, with the members and callbacks of mysql2's.
 * @param options mysql2's: `canRetry` (true), `removeNodeErrorCount` (5), `restoreNodeTimeout` (0 ms), `defaultSelector` (RR).
 */
export function createPoolCluster(options: PoolClusterOptions = {}): PoolCluster {
  const { driver = driverModule, ...given } = options
  const ClusterOfDriver = clusterClassFor(moduleOf(driver))
  return new ClusterOfDriver(given) as unknown as PoolCluster
}

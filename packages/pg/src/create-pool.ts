import { driverModule } from './driver-module.ts'
import { type GivenOptions, refuseUnknown } from './facade/options.ts'
import { type Pool, poolClassFor } from './facade/pool.ts'
import type { PoolOptions } from './facade/pool-options.ts'

/** Idle connections stay for as long as RDS Proxy keeps them; the drop-in class keeps pg's ten seconds. */
const idleMillis = 300_000

/**
 * A pool whose sessions cost no connection.
 * @throws MuxError `MUX_OPTION_UNKNOWN` for a name that is no option, `MUX_OPTION_RANGE` for a value out of its range.
 */
export function createPool(options: PoolOptions = {}): Pool {
  refuseUnknown(options as GivenOptions)
  const { driver = driverModule, ...given } = options
  const idle = given.idleTimeoutMillis === undefined && given.idleConnectionTimeoutMillis === undefined
  const PoolOfDriver = poolClassFor(driver)
  return new PoolOfDriver(idle ? { ...given, idleConnectionTimeoutMillis: idleMillis } : given)
}

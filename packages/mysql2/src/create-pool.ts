import { driverModule, moduleOf } from './driver-module.ts'
import { givenOptions } from './facade/given-options.ts'
import { poolClassFor } from './facade/pool.ts'
import type { PoolOptions } from './facade/pool-options.ts'
import type { Pool } from './facade/pool-types.ts'

/**
 * A pool whose sessions cost no connection, with the members and callbacks of mysql2's.
 * @param options or a URL, whose parameters are options.
 * @throws MuxError `MUX_OPTION_UNKNOWN` for a name that is no option, `MUX_OPTION_RANGE` for a value out of its range.
 */
export function createPool(options: PoolOptions | string): Pool {
  const { driver = driverModule, ...given } = typeof options === 'string' ? { uri: options } : options
  const mysql2 = moduleOf(driver)
  const PoolOfDriver = poolClassFor(mysql2)
  return new PoolOfDriver(givenOptions(mysql2, given))
}

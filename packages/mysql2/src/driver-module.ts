import type * as mysql2 from 'mysql2'
import * as namespace from 'mysql2'
import type { Mysql2Module } from './driver-members.ts'

/** What is needed of a copy of mysql2: its module object, in whichever way it was imported. */
export type DriverModule = Pick<typeof mysql2, 'createPool' | 'createConnection'>

/** The module object itself: `import * as mysql2` gives one around it, and all that is kept for each copy hangs on it. */
export function moduleOf(driver: DriverModule): Mysql2Module {
  return ((driver as { default?: unknown }).default ?? driver) as Mysql2Module
}

/** The copy of mysql2 that this package finds; the same object that `require('mysql2')` gives. */
export const driverModule: DriverModule = moduleOf(namespace) as unknown as DriverModule

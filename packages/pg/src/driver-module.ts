import type * as pg from 'pg'
import * as namespace from 'pg'
import type { PgModule } from './driver-members.ts'

/** What is needed of a copy of pg: its module object, in whichever way it was imported. */
export type DriverModule = Pick<typeof pg, 'Client' | 'Pool' | 'Query' | 'TypeOverrides'>

/** The module object itself: `import * as pg` gives one around it, and all that is kept for each copy hangs on it. */
export function moduleOf(driver: DriverModule): PgModule {
  return ((driver as { default?: unknown }).default ?? driver) as PgModule
}

/** The copy of pg that this package finds; the same object that `require('pg')` gives. */
export const driverModule: typeof pg = moduleOf(namespace) as unknown as typeof pg

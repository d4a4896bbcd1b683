import type { MysqlFlavour } from '@muxpool/test-servers'
import type { World } from './world.ts'

/** What muxpool observes where it departs from mysql2 on purpose. */
export interface Departure {
  /** Id of an entry of src/facade/deviations.ts. */
  readonly deviation: string
  readonly observes: unknown | ((flavour: MysqlFlavour) => unknown)
}

/**
 * One behaviour of the face. The same function runs on mysql2's classes and on muxpool's; what it returns is compared.
 * It must return plain data: strings, numbers, booleans, undefined, null, dates, buffers, arrays, objects.
 */
export interface FaceCase {
  readonly id: string
  /**
   * The members this case exercises, as `pool.getConnection`, `connection.query`, `cluster.of`, `promise.createPool`,
   * and events as `pool:acquire`. Each name must occur in the source of `run`.
   */
  readonly members: readonly string[]
  readonly run: (world: World) => unknown
  readonly muxpool?: Departure
  /** What of muxpool is known to be wrong here and is not wanted so. The test fails once it is mended. */
  readonly fault?: string
}

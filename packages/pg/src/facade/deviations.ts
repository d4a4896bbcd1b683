import { clientDeviations } from './client-deviations.ts'
import type { Deviation } from './deviation.ts'
import { poolDeviations } from './pool-deviations.ts'

export type { Deviation } from './deviation.ts'

/** Every deliberate difference from pg.Pool and PoolClient. The tests of the face assert each of them. */
export const deviations: readonly Deviation[] = [...poolDeviations, ...clientDeviations]

import { connectionDeviations } from './connection-deviations.ts'
import type { Deviation } from './deviation.ts'
import { poolDeviations } from './pool-deviations.ts'

export type { Deviation } from './deviation.ts'

/** Every deliberate difference from mysql2's classes. The tests of the face assert each of them. */
export const deviations: readonly Deviation[] = [...poolDeviations, ...connectionDeviations]

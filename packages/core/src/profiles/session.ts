import { muxpoolProfile } from './muxpool.ts'
import type { Profile } from './profile.ts'

/** One connection for each session from its first statement on: the trivially right answer, and the slow one. */
export const sessionProfile: Profile = { ...muxpoolProfile, name: 'session', pinsAtFirstStatement: true }

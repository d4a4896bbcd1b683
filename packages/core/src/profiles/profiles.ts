import { muxpoolProfile } from './muxpool.ts'
import type { Profile } from './profile.ts'
import { sessionProfile } from './session.ts'

export const profiles: { readonly muxpool: Profile; readonly session: Profile } = {
  muxpool: muxpoolProfile,
  session: sessionProfile,
}

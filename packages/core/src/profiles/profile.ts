import type { EffectKind } from '../sql/effect.ts'

/**
 * What a kind of session state does to its session.
 * `ignore`: nothing is kept. `pin-reset`, `pin-close`: the session keeps its connection until it ends, which is then
 * reset, or closed because no reset covers the cause. `look-up`: the server's catalogue decides.
 */
export type ProfileAction = 'ignore' | 'pin-reset' | 'pin-close' | 'look-up'

export interface Profile {
  readonly name: string
  /** Pins at the first statement, whatever it is. */
  readonly pinsAtFirstStatement: boolean
  readonly actions: { readonly [kind in EffectKind]: ProfileAction }
}

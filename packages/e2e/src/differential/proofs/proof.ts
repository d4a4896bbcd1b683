import type { Json } from '../normalise.ts'
import type { Step } from '../program.ts'

/** A program that shows one entry of the list of differences, exactly, on a pool that nobody else uses. */
export interface Proof {
  readonly name: string
  readonly connections: number
  readonly setup?: readonly string[]
  /** The only server that can show it. */
  readonly only?: 'mysql' | 'mariadb'
  /** What of an error is shown; its code alone by default. */
  readonly shows?: readonly string[]
  /** Steps with a label are asserted. */
  readonly steps: readonly Step[]
  /** By label: what private connections give. */
  readonly privateConnection: Readonly<Record<string, Json>>
  /** By label: all that muxpool may give. */
  readonly muxpool: Readonly<Record<string, readonly Json[]>>
}

/** The rows of an outcome, or the code of its error: what a proof speaks of. */
export const brief = (outcome: Json, shows: readonly string[] = ['code']): Json => {
  if (typeof outcome !== 'object' || outcome === null || Array.isArray(outcome)) return outcome
  const { result, error } = outcome as { readonly [key: string]: Json }
  if (typeof error === 'object' && error !== null && 'code' in error) {
    const told = error as { readonly [key: string]: Json }
    return Object.fromEntries(shows.map((member) => [member, told[member] ?? null]))
  }
  if (typeof result === 'object' && result !== null && 'rows' in result) return result.rows as Json
  return outcome
}

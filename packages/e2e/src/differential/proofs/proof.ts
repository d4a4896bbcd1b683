import type { Json } from '../normalise.ts'
import type { Step } from '../program.ts'

/** A program that shows one entry of the list of differences, exactly, on a pool that nobody else uses. */
export interface Proof {
  readonly name: string
  readonly connections: number
  readonly setup?: readonly string[]
  /** Steps with a label are asserted. */
  readonly steps: readonly Step[]
  /** By label: what private connections give. */
  readonly privateConnection: Readonly<Record<string, Json>>
  /** By label: all that muxpool may give. */
  readonly muxpool: Readonly<Record<string, readonly Json[]>>
}

/** The rows of an outcome, or the code of its error: what a proof speaks of. */
export const brief = (outcome: Json): Json => {
  if (typeof outcome !== 'object' || outcome === null || Array.isArray(outcome)) return outcome
  const { result, error } = outcome as { readonly [key: string]: Json }
  if (typeof error === 'object' && error !== null && 'code' in error) return { code: error.code as Json }
  if (typeof result === 'object' && result !== null && 'rows' in result) return result.rows as Json
  return outcome
}

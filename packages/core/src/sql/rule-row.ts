import type { EffectKind } from './effect.ts'

/** One row of an engine's rules: what the docs say about it, and what it may announce. */
export interface RuleRow<Id extends string> {
  readonly id: Id
  /** Spellings, as the docs show them. */
  readonly forms: string
  /** Kinds of effect that this rule can announce; none: the statement leaves nothing behind. */
  readonly effects: readonly EffectKind[]
  readonly what: string
  /** How a program gets along without the pin; null: nothing to avoid. */
  readonly avoid: string | null
  /** Page of the manual that proves the row. */
  readonly proof: string
}

import { classify } from '../../src/engines/mysql/classify.ts'
import type { RuleId } from '../../src/engines/mysql/rule.ts'
import type { Effect } from '../../src/sql/effect.ts'

/** What a rule must say of a text, but for its id; and texts of which it must say nothing. */
export interface RuleCase {
  readonly rule: RuleId
  readonly says: readonly (readonly [text: string, effect: Omit<Effect, 'rule'>])[]
  readonly silent: readonly string[]
}

export function effectsOf(text: string): readonly Effect[] {
  return classify(text).statements.flatMap((statement) => statement.effects)
}

import { mysqlRules } from '../../packages/core/src/engines/mysql/rules.ts'
import { postgresRules } from '../../packages/core/src/engines/postgres/rules.ts'
import { muxpoolProfile } from '../../packages/core/src/profiles/muxpool.ts'
import type { ProfileAction } from '../../packages/core/src/profiles/profile.ts'
import type { EffectKind } from '../../packages/core/src/sql/effect.ts'
import type { RuleRow } from '../../packages/core/src/sql/rule-row.ts'
import { actionWords, effectWords } from './effect-words.ts'
import { code, type Page, page, table } from './page.ts'

const actionOf = (kind: EffectKind): ProfileAction => muxpoolProfile.actions[kind]

type Rule = RuleRow<string>

/** A rule that may announce several kinds does what the kinds do, each for its own forms. */
function consequence(rule: Rule): string {
  if (rule.effects.length === 0) return actionWords.ignore
  const actions = new Set(rule.effects.map(actionOf))
  if (actions.size === 1) return actionWords[[...actions][0] as ProfileAction]
  return rule.effects.map((kind) => `${code(kind)}: ${actionWords[actionOf(kind)]}`).join('; ')
}

const row = (rule: Rule): readonly string[] => [
  code(rule.id),
  rule.forms,
  rule.what,
  consequence(rule),
  rule.avoid ?? '',
  `[manual](${rule.proof})`,
]

const heads = ['rule', 'forms', 'what it does', 'to the session', 'instead', 'proof']
const pins = (rule: Rule): boolean => rule.effects.some((kind) => actionOf(kind) !== 'ignore')

const rulesThatDoNot = (rules: readonly Rule[]): string =>
  table(
    ['rule', 'forms', 'what it does', 'proof'],
    rules
      .filter((rule) => !pins(rule))
      .map((rule) => [code(rule.id), rule.forms, rule.what, `[manual](${rule.proof})`]),
  )

export const rulesPage = (): Page =>
  page(
    'reference/rules-postgres.md',
    'Rules for PostgreSQL',
    'What the classifier reads in a statement, in profile `muxpool`. Profile `session` pins at the first statement, whatever it is. The id of a rule is what `client.pinned.rule`, the `pin` event and `pool.pinReport()` name. Rules hold for every spelling that the server accepts: any case, quoted, qualified, in subqueries and CTEs, in any statement of a text with several.',
    'What no rule knows is `unknown`, and unknown pins. A pin lasts until the session ends, or until DISCARD ALL for those that a reset covers. [Guarantees](../concepts/guarantees.md) says what texts can not show.',
    '## Rules that pin',
    table(heads, postgresRules.filter(pins).map(row)),
    '## Rules that do not',
    rulesThatDoNot(postgresRules),
    '## Kinds of effects',
    '`classify` of `@muxpool/core/postgres` gives these without a server; it is pure and never throws. The kind is the `reason` of a pin.',
    table(
      ['kind', 'the statement …', 'to the session'],
      (Object.keys(effectWords) as EffectKind[]).map((kind) => [
        code(kind),
        effectWords[kind],
        actionWords[actionOf(kind)],
      ]),
    ),
    'Two reasons have no rule of the classifier: `first-statement` (profile `session`) and `explicit` (`client.pin()`). A setting that the server reports as changed although no text showed it pins by the rule `wire.reported-setting`. A text that the pool can not read at all (a custom submittable) pins by the rule `unreadable`.',
  )

export const mysqlRulesPage = (): Page =>
  page(
    'reference/rules-mysql.md',
    'Rules for MySQL and MariaDB',
    'What the classifier reads in a statement, in profile `muxpool`. Rules hold for every spelling that either server accepts: any case, quoted, in subqueries and CTEs, in any statement of a text with several, in comments that are run (`/*! */`, `/*!50701 */`, `/*M! */`).',
    'What a text means hangs on the server, its version and the `sql_mode`. What is not known of them is left open: all readings of a text count together, so that a text pins when any of them does. `server`, `serverVersion` and `sqlMode` narrow that. What no rule knows is `unknown`, and unknown pins.',
    'Texts do not show what triggers, views, defaults and routines do: the catalogue of the server is read for that. An account sees there only what it has rights for; a routine whose text it may not see counts as one that may do anything, a trigger that it may not see is not known.',
    '## Rules that pin',
    table(heads, mysqlRules.filter(pins).map(row)),
    '## Rules that do not',
    rulesThatDoNot(mysqlRules),
    'The kinds of effects are those of [PostgreSQL](rules-postgres.md#kinds-of-effects).',
  )

/** What PostgreSQL's statements may do to the session that runs them: no driver, no pool, no server needed. */
export { classify, defaultMaxClassifiedBytes } from './engines/postgres/classify.ts'
export { digest } from './engines/postgres/digest.ts'
export { type PostgresEngineOptions, postgresEngine } from './engines/postgres/engine.ts'
export type { Rule } from './engines/postgres/rule.ts'
export { postgresRules } from './engines/postgres/rules.ts'
export type { Classification, ClassifiedStatement, ClassifyOptions, StatementVerb } from './sql/classification.ts'
export type { DiscardExtent, Effect, EffectKind } from './sql/effect.ts'

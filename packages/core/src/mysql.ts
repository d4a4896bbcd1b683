/** What statements of MySQL and MariaDB may do to the session that runs them: no driver, no pool, no server needed. */
export { classify, defaultMaxClassifiedBytes } from './engines/mysql/classify.ts'
export { digest } from './engines/mysql/digest.ts'
export { type MysqlEngineOptions, mysqlEngine } from './engines/mysql/engine.ts'
export type { MysqlClassifyOptions } from './engines/mysql/readings.ts'
export type { Rule } from './engines/mysql/rule.ts'
export { mysqlRules } from './engines/mysql/rules.ts'
export type { Classification, ClassifiedStatement, StatementVerb } from './sql/classification.ts'
export type { DiscardExtent, Effect, EffectKind } from './sql/effect.ts'

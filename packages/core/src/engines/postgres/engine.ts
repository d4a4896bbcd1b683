import type { Engine } from '../../adapter/engine.ts'
import type { Classification } from '../../sql/classification.ts'
import { stripComments } from '../../sql/strip-comments.ts'
import { classify } from './classify.ts'
import { limitsText, readLimits, readRoutines, routinesText } from './facts.ts'
import { postgresRules } from './rules.ts'

export interface PostgresEngineOptions {
  readonly maxClassifiedBytes: number
}

const avoidance: ReadonlyMap<string, string | null> = new Map(postgresRules.map((rule) => [rule.id, rule.avoid]))

/** PostgreSQL as core sees it. */
export function postgresEngine(options: PostgresEngineOptions): Engine {
  const cache = new Map<string, Classification>()
  return {
    name: 'postgres',
    classify(text) {
      let known = cache.get(text)
      if (known === undefined) {
        known = classify(text, options)
        if (cache.size > 5_000) cache.clear()
        cache.set(text, known)
      }
      return known
    },
    digest: (text) => text.replace(/'[^']*'|\d+/g, '?').slice(0, 1_024),
    limitsQuery: { text: limitsText },
    readLimits,
    routinesQuery: { text: routinesText },
    readRoutines,
    rollback: { text: 'ROLLBACK' },
    reset: { text: 'DISCARD ALL' },
    forgetStatements: { text: 'DEALLOCATE ALL' },
    forgetSequences: { text: 'DISCARD SEQUENCES' },
    avoid: (rule) => avoidance.get(rule) ?? null,
  }
}

import type { Engine } from '../../adapter/engine.ts'
import { ClassificationCache } from '../../sql/cache.ts'
import { stripComments } from '../../sql/strip-comments.ts'
import { classify } from './classify.ts'
import { dependentsQuery, mentions, readDependents } from './dependents.ts'
import { digest } from './digest.ts'
import { limitsText, readLimits, readRoutines, readStamp, routinesStampText, routinesText } from './facts.ts'
import { Remembered } from './remembered.ts'
import type { RememberedBodies } from './routine-body.ts'
import { postgresRules } from './rules.ts'

export interface PostgresEngineOptions {
  readonly maxClassifiedBytes: number
}

const avoidance: ReadonlyMap<string, string | null> = new Map(postgresRules.map((rule) => [rule.id, rule.avoid]))

/** PostgreSQL as core sees it. */
export function postgresEngine(options: PostgresEngineOptions): Engine {
  const cache = new ClassificationCache((text) => classify(text, options), { strip: stripComments })
  const bodies: RememberedBodies = new Remembered()
  return {
    name: 'postgres',
    classify: (text) => cache.get(text),
    digest,
    limitsQuery: { text: limitsText },
    readLimits,
    routinesQuery: { text: routinesText },
    readRoutines: (answer, dependents) => readRoutines(bodies, answer, dependents),
    dependentsQuery,
    readDependents,
    mentions,
    routinesStampQuery: { text: routinesStampText },
    readStamp,
    rollback: { text: 'ROLLBACK' },
    reset: { text: 'DISCARD ALL' },
    forgetSequences: { text: 'DISCARD SEQUENCES' },
    avoid: (rule) => avoidance.get(rule) ?? null,
  }
}

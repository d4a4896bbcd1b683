import type { Engine } from '../../adapter/engine.ts'
import { ClassificationCache } from '../../sql/cache.ts'
import { classify } from './classify.ts'
import { mentions, readDependents } from './dependents.ts'
import { digest } from './digest.ts'
import { limitsText, readLimits, readRoutines, readStamp, routinesText, stampText } from './facts.ts'
import type { MysqlClassifyOptions } from './readings.ts'
import { mysqlRules } from './rules.ts'
import { stripComments } from './strip-comments.ts'

export type MysqlEngineOptions = MysqlClassifyOptions

const avoidance: ReadonlyMap<string, string | null> = new Map(mysqlRules.map((rule) => [rule.id, rule.avoid]))

/**
 * MySQL and MariaDB as core sees them. Without `server`, `serverVersion` and `sqlMode` all of them at once, which is
 * right for any server: a text that they read differently counts as all that it may be.
 */
export function mysqlEngine(options: MysqlEngineOptions = {}): Engine {
  const cache = new ClassificationCache((text) => classify(text, options), { strip: stripComments })
  return {
    name: 'mysql',
    classify: (text) => cache.get(text),
    digest,
    limitsQuery: { text: limitsText },
    readLimits,
    // Another role, whether the text shows it or not: https://dev.mysql.com/doc/refman/en/information-schema-routines-table.html
    // And on MariaDB the reading would take back what the session, or its reset(), has made of the schema's character set.
    catalogueHiddenBy: new Set(['role', 'routine', 'opaque', 'unknown', 'sql-execute']),
    routinesQuery: { text: routinesText },
    readRoutines,
    dependentsQuery: () => null,
    readDependents: (_answer, names) => readDependents(names),
    mentions,
    routinesStampQuery: { text: stampText },
    readStamp,
    // As it is without completion_type, which may be any session's.
    rollback: { text: 'ROLLBACK AND NO CHAIN NO RELEASE' },
    // The one thing that LAST_INSERT_ID() answers from. For sequences of MariaDB there is no such statement: what moves
    // one pins, and is reset. Not by SET: the server would report it, and the next session be taken to have set it.
    forgetSequences: { text: 'DO LAST_INSERT_ID(0)' },
    // No row gets the number 0, which is what there is without any.
    lookBackProof: {
      rule: 'mysql.last-insert-id',
      ask: { text: 'SELECT LAST_INSERT_ID()' },
      proves: ([row]) => row !== undefined && row[0] !== '0',
    },
    // No rows were found, and what is of a table clears the warnings of MariaDB too.
    forgetDiagnostics: { text: 'SELECT 1 FROM (SELECT 1) AS t LIMIT 0' },
    avoid: (rule) => avoidance.get(rule) ?? null,
  }
}

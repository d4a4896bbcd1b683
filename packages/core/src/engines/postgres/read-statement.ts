import type { StatementVerb } from '../../sql/classification.ts'
import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'
import { readClose, readDeallocate, readDiscard, readReset, readUnlisten } from './read-reset.ts'
import { readSchemaChange } from './read-schema.ts'
import { readCopy, readDeclare, readExecute, readListen, readLoad, readNotify, readPrepare } from './read-session.ts'
import { readSet } from './read-set.ts'
import { readBegin, readCommit, readRollback, readSavepoint } from './read-transaction.ts'
import { type Reading, type StatementRule, statementRules } from './statements.ts'

const ruleOf = new Map(statementRules.map((rule) => [rule.word, rule] as const))

/** Returns false on a form that it does not know. */
type Reader = (span: TokenSpan, at: number, sink: EffectSink) => boolean

const readers: ReadonlyMap<Reading, Reader> = new Map<Reading, Reader>([
  ['begin', readBegin],
  ['commit', readCommit],
  ['rollback', readRollback],
  ['savepoint', readSavepoint],
  ['set', readSet],
  ['reset', readReset],
  ['discard', readDiscard],
  ['prepare', readPrepare],
  ['execute', readExecute],
  ['deallocate', readDeallocate],
  ['declare', readDeclare],
  ['close', readClose],
  ['listen', readListen],
  ['unlisten', readUnlisten],
  ['notify', readNotify],
  ['load', readLoad],
])

/** What the leading words say: the kind of statement, and whether the functions that it names run with it. */
export interface Leading {
  readonly verb: StatementVerb
  readonly calls: boolean
}

const unknownForm: Leading = { verb: 'other', calls: true }

/** Reads the statement that begins with the token `at` of the span, and announces what its leading words do. */
export function readStatement(span: TokenSpan, at: number, sink: EffectSink): Leading {
  const rule = ruleOf.get(span.sign(at) === '(' ? 'select' : span.word(at))
  if (rule === undefined) {
    sink.add({ kind: 'unknown', rule: 'pg.unknown-word' })
    return unknownForm
  }
  if (rule.effect !== undefined) sink.add({ kind: rule.effect, rule: rule.rule })
  const leading = readBehind(rule, span, at + 1, sink)
  if (leading === null) sink.add({ kind: 'unknown', rule: 'pg.unread-form' })
  return leading ?? unknownForm
}

function readBehind(rule: StatementRule, span: TokenSpan, at: number, sink: EffectSink): Leading | null {
  switch (rule.reading) {
    case 'explain': {
      const inner = behindExplain(span, at)
      // The grammar knows no EXPLAIN EXPLAIN, and reading it would need a stack as deep as the text is long.
      return span.has(inner) && span.word(inner) !== 'explain' ? readStatement(span, inner, sink) : null
    }
    case 'copy': {
      const copy = readCopy(span, at, sink)
      return copy === false ? null : { verb: copy.reads ? 'read' : 'write', calls: rule.calls }
    }
    case 'create':
    case 'alter':
    case 'drop': {
      const change = readSchemaChange(span, at, sink)
      return change === null ? null : { verb: rule.verb, calls: change.calls }
    }
    default: {
      const reader = readers.get(rule.reading)
      return reader === undefined || reader(span, at, sink) ? rule : null
    }
  }
}

/** EXPLAIN [ANALYZE] [VERBOSE] | (option, …); a bracket may also be that of the query. */
function behindExplain(span: TokenSpan, from: number): number {
  const first = span.word(from + 1)
  const isQuery = /^(select|with|table)$/.test(first) || (first === 'values' && span.sign(from + 2) === '(')
  if (span.sign(from) === '(') return isQuery || span.sign(from + 1) === '(' ? from : span.close(from) + 1
  let at = from
  while (/^(analyze|analyse|verbose)$/.test(span.word(at))) at++
  return at
}

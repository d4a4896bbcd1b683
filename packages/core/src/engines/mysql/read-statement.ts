import type { StatementVerb } from '../../sql/classification.ts'
import type { EffectSink } from '../../sql/effect-sink.ts'
import type { TokenSpan } from '../../sql/token-span.ts'
import { readSchemaChange } from './read-schema.ts'
import {
  announceArguments,
  type RunText,
  readBackup,
  readCallStatement,
  readDeallocate,
  readExecute,
  readFlush,
  readGet,
  readHandler,
  readLock,
  readPrepare,
  readShow,
  readUnlock,
  readUse,
} from './read-session.ts'
import { readSet } from './read-set.ts'
import { readBegin, readCommit, readRollback, readSavepoint, readXa } from './read-transaction.ts'
import { type Reading, type StatementRule, statementRules } from './statements.ts'

const ruleOf = new Map(statementRules.map((rule) => [rule.word, rule] as const))

/** What is handed down while a statement is read. */
export interface ReadContext {
  readonly run: RunText
  /** Signs that set what has been announced. */
  readonly assigned: Set<number>
}

/** Returns false on a form that it does not know. */
type Reader = (span: TokenSpan, at: number, sink: EffectSink, context: ReadContext) => boolean

const readers: ReadonlyMap<Reading, Reader> = new Map<Reading, Reader>([
  ['commit', readCommit],
  ['rollback', readRollback],
  ['savepoint', readSavepoint],
  ['xa', readXa],
  ['use', readUse],
  ['prepare', (span, at, sink, { run }) => readPrepare(span, at, sink, run)],
  ['execute', (span, at, sink, { run }) => readExecute(span, at, sink, run)],
  ['deallocate', readDeallocate],
  ['handler', readHandler],
  ['lock', readLock],
  ['unlock', readUnlock],
  ['flush', readFlush],
  ['backup', readBackup],
  ['get', readGet],
  ['show', readShow],
  ['call', readCallStatement],
])

/** What the leading words say: the kind of statement, and whether the functions that it names run with it. */
export interface Leading {
  readonly verb: StatementVerb
  readonly calls: boolean
}

const unknownForm: Leading = { verb: 'other', calls: true }
const maxDepth = 8

/** Reads the statement that begins with the token `at` of the span, and announces what its leading words do. */
export function readStatement(span: TokenSpan, at: number, sink: EffectSink, context: ReadContext, depth = 0): Leading {
  const rule = ruleOf.get(span.sign(at) === '(' ? 'select' : span.word(at))
  if (rule === undefined || depth > maxDepth) {
    sink.add({ kind: 'unknown', rule: 'mysql.unknown-word' })
    return unknownForm
  }
  if (rule.effect !== undefined) sink.add({ kind: rule.effect, rule: rule.rule })
  const leading = readBehind(rule, span, at + 1, sink, context, depth)
  if (leading === null) sink.add({ kind: 'unknown', rule: 'mysql.unread-form' })
  return leading ?? unknownForm
}

function readBehind(
  rule: StatementRule,
  span: TokenSpan,
  at: number,
  sink: EffectSink,
  context: ReadContext,
  depth: number,
): Leading | null {
  switch (rule.reading) {
    case 'with':
      return { verb: isChangedBehind(span, at) ? 'write' : 'read', calls: true }
    case 'explain':
    case 'analyze':
      return readBehindExplain(rule, span, at, sink, context, depth)
    case 'block':
      return readBlock(rule, sink)
    case 'begin':
      if (span.words(at, 'not', 'atomic')) return readBlock(rule, sink)
      return readBegin(span, at, sink) ? rule : null
    case 'start':
      if (span.word(at) === 'transaction') sink.add({ kind: 'begin', rule: 'mysql.begin' })
      return /^(transaction|slave|replica|group_replication|all)$/.test(span.word(at)) ? rule : null
    case 'load':
      announceArguments(span, at, sink)
      return rule
    case 'set':
      return readSetOrStatement(rule, span, at, sink, context, depth)
    case 'drop':
      if (span.word(at) === 'prepare') return readDeallocate(span, at, sink) ? { verb: 'other', calls: false } : null
      return readChange(rule, span, at, sink)
    case 'create':
    case 'alter':
      return readChange(rule, span, at, sink)
    default: {
      const reader = readers.get(rule.reading)
      return reader === undefined || reader(span, at, sink, context) ? rule : null
    }
  }
}

function readChange(rule: StatementRule, span: TokenSpan, at: number, sink: EffectSink): Leading | null {
  const change = readSchemaChange(span, at - 1, sink)
  return change === null ? null : { verb: rule.verb, calls: change.calls }
}

function readBlock(rule: StatementRule, sink: EffectSink): Leading {
  sink.add({ kind: 'opaque', rule: 'mysql.block' })
  return { verb: 'write', calls: rule.calls }
}

/** SET STATEMENT name = value, … FOR statement: the settings end with the statement. */
function readSetOrStatement(
  rule: StatementRule,
  span: TokenSpan,
  from: number,
  sink: EffectSink,
  context: ReadContext,
  depth: number,
): Leading | null {
  if (span.word(from) !== 'statement' || /^[=:.]$/.test(span.sign(from + 1)))
    return readSet(span, from, sink, context.assigned) ? rule : null
  for (let at = from + 1; at < span.to; at++) {
    if (span.sign(at) === '(') at = span.close(at)
    else if (span.word(at) === 'for') return readStatement(span, at + 1, sink, context, depth + 1)
  }
  return null
}

const explained = /^(select|insert|replace|update|delete|table|values|with|call)$/

/** EXPLAIN or ANALYZE of a statement counts as the statement; without one it is about a table or a connection. */
function readBehindExplain(
  rule: StatementRule,
  span: TokenSpan,
  from: number,
  sink: EffectSink,
  context: ReadContext,
  depth: number,
): Leading | null {
  if (rule.reading === 'analyze' && /^(table|local|no_write_to_binlog)/.test(span.word(from)))
    return { verb: 'other', calls: false }
  for (let at = from; at < span.to; at++) {
    if (span.sign(at) === '(' || explained.test(span.word(at))) return readStatement(span, at, sink, context, depth + 1)
    // Behind these the grammar takes a few words only.
    if (at > from + 12) return null
  }
  return { verb: 'read', calls: true }
}

/** WITH … UPDATE, WITH … DELETE */
function isChangedBehind(span: TokenSpan, from: number): boolean {
  for (let at = from; at < span.to; at++) {
    if (span.sign(at) === '(') at = span.close(at)
    else if (/^(update|delete|insert|replace)$/.test(span.word(at)) && span.word(at - 1) !== 'for') return true
  }
  return false
}

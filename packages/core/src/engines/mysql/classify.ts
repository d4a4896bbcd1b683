import type { Classification, ClassifiedStatement, Diagnostic, StatementVerb } from '../../sql/classification.ts'
import type { Effect } from '../../sql/effect.ts'
import { EffectSink } from '../../sql/effect-sink.ts'
import { lex } from '../../sql/lexer.ts'
import { split } from '../../sql/split.ts'
import { TokenSpan } from '../../sql/token-span.ts'
import { matchBrackets, type Tokens } from '../../sql/tokens.ts'
import type { Dialect } from './dialect.ts'
import { mysqlBodies, mysqlLexis } from './lexis.ts'
import { mergeReadings, type ReadText } from './merge-readings.ts'
import type { RunText } from './read-session.ts'
import { readStatement } from './read-statement.ts'
import { type MysqlClassifyOptions, readingsOf } from './readings.ts'
import type { RuleId } from './rule.ts'
import { survey } from './survey.ts'

/** One mebibyte. */
export const defaultMaxClassifiedBytes: number = 1_048_576

/** How deep texts that are run by texts are read. */
const maxDepth = 4

/**
 * What each statement of a text may do to its session, on MySQL and on MariaDB. Pure; never throws, whatever the text;
 * takes time in proportion to the text's length. Fails closed: what can't be read is `unknown`.
 *
 * What a text means hangs on the server, its version and its `sql_mode`. As far as the options leave that open, all
 * readings of the text count together: the statements are those of the likeliest reading, with the effects of all.
 *
 * It sees the text and nothing else. Not in the text, and so for the server's catalogue to tell: triggers, views, and
 * what routines of users do.
 */
export function classify(text: string, options: MysqlClassifyOptions = {}): Classification {
  if (isLonger(text, options.maxClassifiedBytes ?? defaultMaxClassifiedBytes)) return unreadable(text, 'mysql.too-long')
  return classifyAt(text, options, 0)
}

function isLonger(text: string, bytes: number): boolean {
  if (text.length > bytes) return true
  return text.length * 3 > bytes && Buffer.byteLength(text) > bytes
}

function classifyAt(text: string, options: MysqlClassifyOptions, depth: number): Classification {
  const dialects = readingsOf(text, options)
  if (dialects === null) return unreadable(text, 'mysql.ambiguous')
  const run: RunText = (inner, sink) => runText(inner, sink, options, depth + 1)
  const statements = mergeReadings(dialects.map((dialect) => () => read(text, dialect, run)))
  if (statements === null)
    return unreadable(text, 'mysql.unreadable', read(text, dialects[0] as Dialect, run).statements)
  return { statements, unknown: statements.some((statement) => statement.effects.some(isUnknown)) }
}

/** By the leading word. What else a statement overwrites hangs on what it finds: the warnings, on its tables. */
const leftBehind: ReadonlyMap<string, readonly Diagnostic[]> = new Map<string, readonly Diagnostic[]>([
  ['select', ['found-rows']],
  ...['insert', 'replace', 'update', 'delete'].map((word) => [word, ['warnings']] as const),
])

function isUnknown(effect: Effect): boolean {
  return effect.kind === 'unknown'
}

/** The text is one statement then: where its parts end is not known. What could be read of it is kept. */
function unreadable(text: string, rule: RuleId, known: readonly ClassifiedStatement[] = []): Classification {
  const effects: Effect[] = [{ kind: 'unknown', rule }, ...known.flatMap((statement) => statement.effects)]
  return { statements: [{ text, start: 0, end: text.length, verb: 'other', effects }], unknown: true }
}

function read(text: string, dialect: Dialect, run: RunText): ReadText {
  const tokens = lex(text, mysqlLexis(dialect), false)
  const partners = matchBrackets(tokens)
  const ranges = split(tokens, mysqlBodies)
  const statements = ranges.map(([from, to]) => {
    const span = new TokenSpan(tokens, partners, from, to, Number.MAX_SAFE_INTEGER)
    return classifyStatement(span, run)
  })
  return { statements, fault: tokens.fault, refused: () => firstRefused(tokens, partners, ranges) }
}

/** The first statement that no server takes: its brackets don't match, a backslash is outside of strings, it has no end. */
function firstRefused(tokens: Tokens, partners: Int32Array, ranges: readonly (readonly [number, number])[]): number {
  const found = ranges.findIndex(([from, to]) => {
    for (let at = from; at < to; at++) {
      if (!tokens.isSign(at)) continue
      const word = tokens.words[at]
      const partner = partners[at] as number
      if ((word === '(' || word === ')') && (partner < from || partner >= to)) return true
      if (word === '\\' && tokens.words[at + 1] !== 'n') return true
    }
    return false
  })
  // A fault behind a semicolon leaves the statement before it whole.
  const open = tokens.fault !== null && ranges.length > 0 && ranges[ranges.length - 1]?.[1] === tokens.count
  const last = open ? ranges.length - 1 : ranges.length
  return found === -1 ? last : Math.min(found, last)
}

function classifyStatement(span: TokenSpan, run: RunText): ClassifiedStatement {
  const sink = new EffectSink()
  const assigned = new Set<number>()
  const leading = readStatement(span, span.from, sink, { run, assigned })
  const found = survey(span, leading.calls, assigned, sink)
  const start = span.tokens.start(span.from)
  const end = span.tokens.end(span.to - 1)
  const writes = found.writes || sink.writes
  const verb: StatementVerb = leading.verb === 'read' && writes ? 'write' : leading.verb
  const leaves = leftBehind.get(span.word(span.from))
  const shown = {
    text: span.tokens.text.slice(start, end),
    start,
    end,
    effects: sink.effects,
    ...(leaves && { leaves }),
  }
  // No catalogue holds what only one connection sees.
  const temporary = verb === 'ddl' && sink.effects.some(({ kind }) => kind === 'temporary')
  return { ...shown, verb: temporary ? 'write' : verb }
}

function runText(text: string, sink: EffectSink, options: MysqlClassifyOptions, depth: number): void {
  if (depth > maxDepth) return sink.add({ kind: 'opaque', rule: 'mysql.execute-immediate' })
  for (const statement of classifyAt(text, options, depth).statements) {
    sink.addAll(statement.effects)
    if (statement.verb !== 'read') sink.writes = true
  }
}

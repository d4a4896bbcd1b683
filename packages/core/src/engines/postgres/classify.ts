import type { Classification, ClassifiedStatement, ClassifyOptions, StatementVerb } from '../../sql/classification.ts'
import type { Effect } from '../../sql/effect.ts'
import { EffectSink } from '../../sql/effect-sink.ts'
import { lex } from '../../sql/lexer.ts'
import { split } from '../../sql/split.ts'
import { TokenSpan } from '../../sql/token-span.ts'
import { matchBrackets } from '../../sql/tokens.ts'
import { postgresBodies, postgresLexis } from './lexis.ts'
import type { RunText } from './read-call.ts'
import { type Leading, readStatement } from './read-statement.ts'
import type { RuleId } from './rule.ts'
import { type Survey, survey } from './survey.ts'

/** One mebibyte: about a tenth of a second of reading. */
export const defaultMaxClassifiedBytes: number = 1_048_576

/** How deep texts that are run by functions in texts that are run by functions are read. */
const maxDepth = 4

/**
 * What each statement of a text may do to its session. Pure; never throws, whatever the text; takes time in
 * proportion to the text's length. Fails closed: what can't be read is `unknown`.
 *
 * It sees the text and nothing else. Not in the text, and so for the server's catalogue to tell: functions behind
 * `row.function` without brackets, operators, casts and domains, views, rules, column defaults, checks, policies,
 * triggers, index expressions, and what functions of users do.
 */
export function classify(text: string, options: ClassifyOptions = {}): Classification {
  if (isLonger(text, options.maxClassifiedBytes ?? defaultMaxClassifiedBytes))
    return unreadable(text, 'pg.too-long', [])
  return classifyAt(text, options.standardConformingStrings === false, 0)
}

function isLonger(text: string, bytes: number): boolean {
  if (text.length > bytes) return true
  return text.length * 3 > bytes && Buffer.byteLength(text) > bytes
}

function classifyAt(text: string, backslashes: boolean, depth: number): Classification {
  const tokens = lex(text, postgresLexis, backslashes)
  const partners = matchBrackets(tokens)
  const run: RunText = (inner, sink) => runText(inner, sink, backslashes, depth + 1)
  const statements = split(tokens, postgresBodies).map(([from, to]) =>
    classifyStatement(new TokenSpan(tokens, partners, from, to, postgresLexis.maxNameBytes), run),
  )
  if (tokens.fault !== null) return unreadable(text, 'pg.unreadable', statements)
  return { statements, unknown: statements.some((statement) => statement.effects.some(isUnknown)) }
}

function isUnknown(effect: Effect): boolean {
  return effect.kind === 'unknown'
}

/** The text is one statement then: where its parts end is not known. What could be read of it is kept. */
function unreadable(text: string, rule: RuleId, read: readonly ClassifiedStatement[]): Classification {
  const effects: Effect[] = [{ kind: 'unknown', rule }, ...read.flatMap((statement) => statement.effects)]
  return { statements: [{ text, start: 0, end: text.length, verb: 'other', effects }], unknown: true }
}

function classifyStatement(span: TokenSpan, run: RunText): ClassifiedStatement {
  const sink = new EffectSink()
  const leading = readStatement(span, span.from, sink)
  const found = survey(span, leading.calls, sink, run)
  const start = span.tokens.start(span.from)
  const end = span.tokens.end(span.to - 1)
  return {
    text: span.tokens.text.slice(start, end),
    start,
    end,
    verb: verbOf(leading, found, sink),
    effects: sink.effects,
  }
}

function verbOf(leading: Leading, found: Survey, sink: EffectSink): StatementVerb {
  if (leading.verb !== 'read') return leading.verb
  if (found.creates) return 'ddl'
  return found.writes || sink.writes ? 'write' : 'read'
}

function runText(text: string, sink: EffectSink, backslashes: boolean, depth: number): void {
  if (depth > maxDepth) return sink.add({ kind: 'opaque', rule: 'pg.runs-text' })
  const inner = classifyAt(text, backslashes, depth)
  for (const statement of inner.statements) {
    sink.addAll(statement.effects)
    if (statement.verb !== 'read') sink.writes = true
  }
}

import type { TokenSpan } from '../../sql/token-span.ts'
import { keywords, newerKeywords } from './keywords.ts'

/** `first` is the token of the leftmost part of a qualified name, `last` the one before the bracket. */
export interface CallSite {
  readonly first: number
  readonly last: number
  readonly open: number
}

/**
 * Behind these a name with a bracket is a table, a type, a cursor, a statement: whatever it is, it is not called.
 * https://www.postgresql.org/docs/current/sql-commands.html
 */
const namesBehind: ReadonlySet<string> = new Set(
  'into table references as view only of exists copy execute prepare with recursive ordinality tablesample interval statistics'.split(
    ' ',
  ),
)

/** Keywords with a bracket that are syntax, by the words that may stand before them then. */
const syntaxAfter: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    key: 'primary foreign',
    set: 'update',
    by: 'order group partition increment first',
    sets: 'grouping',
    zone: 'time',
    first: 'fetch',
    next: 'fetch',
    join: 'left right full inner outer cross natural',
    varying: 'bit character char',
    exclude: 'add',
  }).map(([word, before]) => [word, new Set(before.split(' '))] as const),
)

/** Reserved words that end an operand. */
const values: ReadonlySet<string> = new Set(
  'true false null end current_date current_timestamp current_user'.split(' '),
)

/** Words of PL/pgSQL, which are names in SQL: bodies of functions are read by the same eyes. */
const procedural: ReadonlySet<string> = new Set(
  'perform if elsif elseif while assert reverse exit return query'.split(' '),
)

/** Unreserved keywords that stand before an expression behind a bracket or comma: XMLPARSE(DOCUMENT f(x)). */
const beforeOperands: ReadonlySet<string> = new Set('rows range groups document content version'.split(' '))

/**
 * Whether the bracket at `open` is that of a call, and of which name. In doubt it is: a name that nobody defined is
 * harmless when it is looked up, a call that is missed is not.
 * @param seen words that came up before in the statement
 */
export function callSite(span: TokenSpan, open: number, seen: ReadonlySet<string>): CallSite | null {
  const last = open - 1
  if (!span.isName(last)) return null
  let first = last
  while (span.sign(first - 1) === '.' && span.isName(first - 2)) first -= 2
  const word = first === last ? span.word(last) : ''
  const category = keywords.get(word)
  if ((category === 'reserved' || category === 'column-name') && !newerKeywords.has(word)) return null
  const before = span.word(first - 1)
  if (namesBehind.has(before) && span.sign(first - 2) !== '.') return null
  if (span.sign(first - 1) === ':' && span.sign(first - 2) === ':') return null
  if (category !== undefined && isSyntax(span, first, open, seen)) return null
  if (endsOperand(span, first - 1) || namesColumn(span, first - 1, seen)) return null
  if (namesStorage(span, first - 1, word, seen) || namesCommonTable(span, open, first - 1)) return null
  return { first, last, open }
}

/** Whether a keyword with a bracket is syntax here, and not a function of that name. */
function isSyntax(span: TokenSpan, at: number, open: number, seen: ReadonlySet<string>): boolean {
  if (at === span.from) return true
  const word = span.word(at)
  const before = span.word(at - 1)
  if (syntaxAfter.get(word)?.has(before) === true) return true
  const behind = span.close(open) + 1
  switch (word) {
    case 'rollup':
    case 'cube':
      return before === 'by' && span.word(at - 2) === 'group'
    case 'statistics':
      return before === 'create'
    case 'second':
      return before === 'to' && /^(day|hour|minute)$/.test(span.word(at - 2))
    case 'options':
      return keywords.get(before) === 'column-name' && before !== 'between'
    case 'materialized':
      return before === 'not' && span.word(at - 2) === 'as'
    case 'insert':
      return before === 'then' && seen.has('merge') && /^(values|overriding)$/.test(span.word(behind))
    case 'conflict':
      return before === 'on' && seen.has('insert') && span.word(behind) === 'do'
    case 'stdin':
    case 'stdout':
      return seen.has('copy') && (behind >= span.to || span.word(behind) === 'where')
    default:
      return false
  }
}

/** Two operands never stand side by side: what follows one is an alias with columns, a type, a clause. */
function endsOperand(span: TokenSpan, at: number): boolean {
  const kind = span.kind(at)
  if (kind === null) return false
  if (kind === 'word') return span.sign(at - 1) === '.' || endsValue(span.word(at))
  if (kind !== 'sign') return true
  if (span.sign(at) === ']') return true
  return span.sign(at) === ')' && !leadsToOperand(span, at)
}

function endsValue(word: string): boolean {
  return values.has(word) || !(keywords.has(word) || procedural.has(word))
}

/** DISTINCT ON (…), RETURNING WITH (…), OPERATOR(…): brackets that an expression may follow. */
function leadsToOperand(span: TokenSpan, close: number): boolean {
  const before = span.word(span.open(close) - 1)
  return before === 'on' || before === 'with' || before === 'operator'
}

/** A keyword as the name of a column of CREATE TABLE or ALTER TABLE, in front of its type. */
function namesColumn(span: TokenSpan, at: number, seen: ReadonlySet<string>): boolean {
  const leading = span.word(span.from)
  if ((leading !== 'create' && leading !== 'alter') || seen.has('select')) return false
  if (keywords.get(span.word(at)) !== 'unreserved' || beforeOperands.has(span.word(at))) return false
  return /^[(,]$/.test(span.sign(at - 1)) || /^(column|add|exists)$/.test(span.word(at - 1))
}

/** ON table (…), USING method (…), PARTITION BY LIST (…) of CREATE INDEX and CREATE TABLE. */
function namesStorage(span: TokenSpan, at: number, word: string, seen: ReadonlySet<string>): boolean {
  if (span.word(at) === 'using' && span.word(at - 1) === 'exclude') return true
  if (span.word(span.from) !== 'create') return false
  if (span.word(at) === 'by' && /^(range|list|hash)$/.test(word))
    return span.word(at - 1) === 'partition' && !seen.has('select')
  const object = span.from + (span.word(span.from + 1) === 'unique' ? 2 : 1)
  if (span.word(object) !== 'index' || seen.has('where')) return false
  return span.word(at) === 'on' || span.word(at) === 'using'
}

/** `, name (columns) AS (statement)` */
function namesCommonTable(span: TokenSpan, open: number, before: number): boolean {
  if (span.sign(before) !== ',') return false
  let at = span.close(open) + 1
  if (span.word(at) !== 'as') return false
  at += span.word(at + 1) === 'not' ? 2 : 1
  if (span.word(at) === 'materialized') at++
  const body = span.word(at + 1)
  if (span.sign(at) !== '(') return false
  if (/^(select|with|table)$/.test(body) || span.sign(at + 1) === '(') return true
  const behind = span.word(at + 2)
  return (
    (body === 'values' && span.sign(at + 2) === '(') ||
    ((body === 'insert' || body === 'merge') && behind === 'into') ||
    (body === 'delete' && behind === 'from')
  )
}

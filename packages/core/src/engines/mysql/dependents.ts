import type { Dependents } from '../../adapter/engine.ts'
import { lex } from '../../sql/lexer.ts'
import { TokenSpan } from '../../sql/token-span.ts'
import { matchBrackets } from '../../sql/tokens.ts'
import { mysqlLexis } from './lexis.ts'
import { foldName } from './variables.ts'

/** No name of a routine holds these signs in front of it. */
const relation = '\0relation '
const written = '\0written '

/** Views run what they use whenever they are named; tables run their triggers and defaults when they are written. */
export const relationKey = (name: string): string => relation + name
export const writtenKey = (name: string): string => written + name

/** A view fires the triggers of its tables when it is written itself. */
export function writingKey(key: string): string {
  return key.startsWith(relation) ? writtenKey(key.slice(relation.length)) : key
}

/** Schemas of the server, whose views have names that any text may hold: they count with the schema in front only. */
export const alwaysQualified: ReadonlySet<string> = new Set(['sys'])

/** @param names keys of what keeps state */
export function readDependents(names: readonly string[]): Dependents {
  const having = (prefix: string): ReadonlySet<string> =>
    new Set(names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)))
  return { names: having(relation), written: having(written), operators: new Set(), everything: false }
}

const lexis = mysqlLexis({
  family: 'mysql',
  version: 999_999,
  backslashes: true,
  ansiQuotes: false,
  dollarQuotes: false,
})

const changing: ReadonlySet<string> = new Set('insert replace update delete load call execute prepare'.split(' '))

/** Whether a text names any of them. */
export function mentions(text: string, { names, written: tables = new Set(), everything }: Dependents): boolean {
  if (everything) return true
  if (names.size === 0 && tables.size === 0) return false
  const tokens = lex(text, lexis, false)
  // What dialects read differently is searched for the letters of the names.
  if (tokens.fault !== null || /[\\$]|\/\*!|\/\*M!/.test(text)) return holds(text, names) || holds(text, tables)
  const span = new TokenSpan(tokens, matchBrackets(tokens), 0, tokens.count, lexis.maxNameBytes)
  let writes = false
  let table = false
  for (let at = span.from; at < span.to; at++) {
    writes ||= changing.has(span.word(at))
    const name = span.name(at) ?? (span.isString(at) ? span.string(at) : null)
    if (name === null) continue
    const schema = span.sign(at - 1) === '.' ? foldName(span.name(at - 2) ?? '') : ''
    const folded = (alwaysQualified.has(schema) ? `${schema}.` : '') + foldName(name)
    if (names.has(folded)) return true
    table ||= tables.has(folded)
  }
  return writes && table
}

function holds(text: string, names: ReadonlySet<string>): boolean {
  const folded = foldName(text)
  for (const name of names) if (folded.includes(name.slice(name.indexOf('.') + 1))) return true
  return false
}

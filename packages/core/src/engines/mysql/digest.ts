import { DigestWriter } from '../../sql/digest-writer.ts'
import { lex } from '../../sql/lexer.ts'
import { TokenSpan } from '../../sql/token-span.ts'
import { matchBrackets } from '../../sql/tokens.ts'
import type { Dialect } from './dialect.ts'
import { neverRoutines } from './keywords.ts'
import { mysqlLexis } from './lexis.ts'

/** UTF-16 units that are read; what comes behind them only shortens the digest. */
const maxRead = 262_144
const maxDigest = 1_024

const lexis = mysqlLexis({
  family: 'mysql',
  version: 999_999,
  backslashes: true,
  ansiQuotes: false,
  dollarQuotes: false,
} satisfies Dialect)

/** Statements whose names are the program's data. */
const naming: ReadonlySet<string> = new Set('savepoint release rollback xa execute prepare deallocate'.split(' '))
const namingKeywords: ReadonlySet<string> = new Set(
  'savepoint release rollback to work and no chain xa start begin end prepare commit recover join resume suspend one phase execute immediate using from deallocate into'.split(
    ' ',
  ),
)

/**
 * The text without anything that a user may have put into it: strings and numbers become `?`, lists of them `(...)`,
 * values of SET and names of savepoints and prepared statements `?`; comments and white space go. At most 1,024
 * characters; `…` where it was cut, or where another `sql_mode` would see the end of a string elsewhere.
 */
export function digest(text: string): string {
  const tokens = lex(text.slice(0, maxRead), lexis, false)
  const { count } = tokens
  const span = new TokenSpan(tokens, matchBrackets(tokens), 0, count, lexis.maxNameBytes)
  const writer = new DigestWriter(span)
  let hiding: 'nothing' | 'names' | 'rest' = 'nothing'
  let cut = tokens.fault !== null || text.length > maxRead
  let leading = ''
  for (let at = 0; at < count && writer.length <= maxDigest; at++) {
    if (cut ? isQuoted(span, at) : isAmbiguous(span, at)) {
      cut = true
      break
    }
    if (at === 0 || span.sign(at - 1) === ';') {
      leading = span.word(at)
      hiding = naming.has(leading) ? 'names' : 'nothing'
    }
    if (span.sign(at) === ';') hiding = 'nothing'
    if (hiding === 'nothing' || (hiding === 'names' && namingKeywords.has(span.word(at)))) at = writer.write(at)
    else if (hiding === 'rest') writer.hideRest()
    else if (span.isName(at)) writer.hide(at)
    else at = writer.write(at)
    if (leading === 'set' && /^[=]$/.test(span.sign(at))) hiding = 'rest'
    if (leading === 'set' && /^(role|names|charset)$/.test(span.word(at))) hiding = 'rest'
  }
  const written = writer.text
  if (written.length <= maxDigest && !cut) return written
  return `${written.slice(0, maxDigest - 2)} …`
}

/** In a text that can't be read to its end no quote is sure to be an opening one: what follows may be data. */
function isQuoted(span: TokenSpan, at: number): boolean {
  return span.isString(at) || span.kind(at) === 'name'
}

/** Under NO_BACKSLASH_ESCAPES a quote behind a backslash ends the string, and data would show. */
function isAmbiguous(span: TokenSpan, at: number): boolean {
  if (span.kind(at) === 'slash-string') {
    const source = span.source(at)
    const mark = source[source.length - 1] as string
    if (source.includes(`\\${mark}`)) return true
  }
  return span.isString(at - 1) && span.isName(at) && !neverRoutines.has(span.word(at)) && !isWordBehindStrings(span, at)
}

function isWordBehindStrings(span: TokenSpan, at: number): boolean {
  return /^(as|and|or|asc|offset|end|using|xor|sounds|fields|escape)$/.test(span.word(at))
}

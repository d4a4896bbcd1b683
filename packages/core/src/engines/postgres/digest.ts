import { DigestWriter } from '../../sql/digest-writer.ts'
import { lex } from '../../sql/lexer.ts'
import { TokenSpan } from '../../sql/token-span.ts'
import { matchBrackets } from '../../sql/tokens.ts'
import { keywords } from './keywords.ts'
import { postgresLexis } from './lexis.ts'

/** UTF-16 units that are read; what comes behind them only shortens the digest. */
const maxRead = 262_144
const maxDigest = 1_024

/** Statements whose names are the program's data (channels, cursors, generated statement names). */
const naming: ReadonlySet<string> = new Set(
  'listen unlisten notify savepoint release rollback close deallocate execute prepare declare fetch move'.split(' '),
)

/**
 * The text without anything that a user may have put into it: strings, numbers and parameters become `?`, lists of
 * them `(...)`, values of SET and names of channels, cursors, savepoints and prepared statements `?`; comments and
 * white space go. At most 1,024 characters; `…` where it was cut, or could not be read safely.
 */
export function digest(text: string): string {
  const tokens = lex(text.slice(0, maxRead), postgresLexis, false)
  const { count } = tokens
  const span = new TokenSpan(tokens, matchBrackets(tokens), 0, count, postgresLexis.maxNameBytes)
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
    if (hiding === 'names' && endsNames(span, at)) hiding = 'nothing'
    if (hiding === 'nothing' || (hiding === 'names' && keywords.has(span.word(at)))) at = writer.write(at)
    else if (hiding === 'rest') writer.hideRest()
    else if (span.isName(at)) writer.hide(at)
    else at = writer.write(at)
    if (startsValue(span, at, leading)) hiding = 'rest'
  }
  const written = writer.text
  if (written.length <= maxDigest) return cut ? `${written.slice(0, maxDigest - 2)} …` : written
  return `${written.slice(0, maxDigest - 2)} …`
}

/** In a text that can't be read to its end no quote is sure to be an opening one: what follows may be data. */
function isQuoted(span: TokenSpan, at: number): boolean {
  return span.isString(at) || span.kind(at)?.endsWith('name') === true
}

/**
 * Under other settings of the session a quote behind a backslash ends the string elsewhere, and data would show. A
 * name behind a string is hardly ever an alias; it is what stands behind a quote that was not doubled.
 */
function isAmbiguous(span: TokenSpan, at: number): boolean {
  if (span.kind(at) === 'string') return span.source(at).includes("\\'")
  return span.isString(at - 1) && span.isName(at) && !keywords.has(span.word(at))
}

/** The names are over where a statement, arguments or types begin. */
function endsNames(span: TokenSpan, at: number): boolean {
  return span.sign(at) === '(' || /^(as|cursor)$/.test(span.word(at))
}

/** Behind `=`, TO, ROLE, AUTHORIZATION, ZONE of a SET stands its value. */
function startsValue(span: TokenSpan, at: number, leading: string): boolean {
  if (leading !== 'set') return false
  return span.sign(at) === '=' || /^(to|role|authorization|zone|names|schema|snapshot)$/.test(span.word(at))
}

import { describe, expect, it } from 'vitest'
import { postgresLexis } from '../../src/engines/postgres/lexis.ts'
import { lex } from '../../src/sql/lexer.ts'
import { TokenSpan } from '../../src/sql/token-span.ts'
import { matchBrackets } from '../../src/sql/tokens.ts'

function spanOf(text: string, backslashes = false): TokenSpan {
  const tokens = lex(text, postgresLexis, backslashes)
  return new TokenSpan(tokens, matchBrackets(tokens), 0, tokens.count, 63)
}

describe('values of strings', () => {
  const cases: readonly (readonly [source: string, value: string | null])[] = [
    ["'a''b'", "a'b"],
    ["''", ''],
    ["'a'\n  'b' -- c\n'd'", 'abd'],
    ["E'\\n\\t\\'\\\\\\q'", "\n\t'\\q"],
    ["E'a''b'", "a'b"],
    ["E'\\x41\\101\\u0041\\U00000041'", 'AAAA'],
    ["E'a'\n'\\n'", 'a\n'],
    ["N'a'", 'a'],
    ['$$a$b$$', 'a$b'],
    ['$x$a$$b$x$', 'a$$b'],
    ["U&'\\0041\\+000042\\\\'", 'AB\\'],
    ["U&'!0041' uescape '!'", 'A'],
    ["U&'d\\0061t' uescape '!'", 'd\\0061t'],
    // What hangs on the server's encoding, or is written in an odd manner, is not guessed.
    ["E'\\xe9'", null],
    ["U&'a' uescape E'!'", null],
    ["U&'\\zzzz'", null],
    ["B'1'", null],
  ]
  it.each(cases)('%j', (source, value) => {
    expect(spanOf(source).string(0)).toBe(value)
  })

  it('hang on the session for strings without a prefix', () => {
    expect(spanOf("'a\\nb'").string(0)).toBe('a\\nb')
    expect(spanOf("'a\\nb'", true).string(0)).toBe('a\nb')
  })
})

describe('names', () => {
  const long = 'x'.repeat(70)
  const cases: readonly (readonly [source: string, name: string | null])[] = [
    ['Users', 'users'],
    ['"Users"', 'Users'],
    ['"a""b"', 'a"b'],
    ['U&"d\\0061t"', 'dat'],
    ['U&"d!0061t" uescape \'!\'', 'dat'],
    ['U&"d!0061t" uescape\'!\'', 'dat'],
    ['U&"d!0061t" uescape /* */ \'!\'', null],
    ['U&"\\00"', null],
    [long, 'x'.repeat(63)],
    [`"${'é'.repeat(40)}"`, 'é'.repeat(31)],
    ["'a'", null],
    ['1', null],
  ]
  it.each(cases)('%j', (source, name) => {
    expect(spanOf(source).name(0)).toBe(name)
  })
})

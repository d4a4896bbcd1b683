import { describe, expect, it } from 'vitest'
import { postgresLexis } from '../../src/engines/postgres/lexis.ts'
import { lex } from '../../src/sql/lexer.ts'

function tokensOf(text: string, backslashes = false): readonly string[] {
  const tokens = lex(text, postgresLexis, backslashes)
  const sources = Array.from({ length: tokens.count }, (_, at) => text.slice(tokens.start(at), tokens.end(at)))
  return tokens.fault === null ? sources : [...sources, `fault: ${tokens.fault.what} at ${tokens.fault.at}`]
}

describe('splitting text into tokens', () => {
  const cases: readonly (readonly [text: string, tokens: readonly string[]])[] = [
    ['', []],
    ['select 1', ['select', '1']],
    [' \t\n\r\f\vx', ['x']],
    // White space of the wider world is part of a name.
    ['a\u00a0b', ['a\u00a0b']],
    ['\ufeffselect', ['\ufeffselect']],
    ["'a''b' 'c'", ["'a''b'", "'c'"]],
    ["'a'\n'b'", ["'a'\n'b'"]],
    ["'a' -- c\n 'b'", ["'a' -- c\n 'b'"]],
    ["'a' 'b'", ["'a'", "'b'"]],
    ["'a'/*\n*/'b'", ["'a'", "'b'"]],
    ["E'\\'' 'x'", ["E'\\''", "'x'"]],
    ["E'a'\n'\\'' x", ["E'a'\n'\\''", 'x']],
    ["xE'a'", ['xE', "'a'"]],
    ["'\\' x", ["'\\'", 'x']],
    ["n'a' N'b''c'", ["n'a'", "N'b''c'"]],
    ["B'1''0'", ["B'1'", "'0'"]],
    ["U&'a' u&\"b\" U & 'c'", ["U&'a'", 'u&"b"', 'U', '&', "'c'"]],
    ['U&"a!" UESCAPE \'!\' (', ['U&"a!" UESCAPE \'!\'', '(']],
    ["U&'a' /* x */ uescape '!' b", ["U&'a' /* x */ uescape '!'", 'b']],
    ['"a""b"."c"', ['"a""b"', '.', '"c"']],
    ['$$a$$ $x$ $$ $y$ $x$', ['$$a$$', '$x$ $$ $y$ $x$']],
    ['$a$b$a$', ['$a$b$a$']],
    ['$b$a$b', ['fault: unterminated-string at 0']],
    ['a$b$c $1 $12a', ['a$b$c', '$1', '$12', 'a']],
    ['$ $a', ['$', '$', 'a']],
    ['1.5 .5 1. 1e5 1e-5 1E', ['1.5', '.5', '1.', '1e5', '1e-5', '1', 'E']],
    ['1..2 0x1F 0b10 1_000 0xE', ['1', '.', '.2', '0x1F', '0b10', '1_000', '0xE']],
    ['a--b\nc', ['a', 'c']],
    ['a--b\rc', ['a', 'c']],
    ['a+--b\nc', ['a', '+', 'c']],
    ['a/*b/*c*/d*/e', ['a', 'e']],
    ['a*/*b*/c', ['a', '*', 'c']],
    ['a::b->>c', ['a', ':', ':', 'b', '-', '>', '>', 'c']],
    ["'a", ['fault: unterminated-string at 0']],
    ['x "a', ['x', 'fault: unterminated-name at 2']],
    ['x /* /* */', ['x', 'fault: unterminated-comment at 2']],
    ["x E'\\", ['x', 'fault: unterminated-string at 2']],
    ['x \0 y', ['x', '\0', 'y', 'fault: nul-character at 2']],
    ['é_$ ü1', ['é_$', 'ü1']],
  ]
  it.each(cases)('%j', (text, tokens) => {
    expect(tokensOf(text)).toEqual(tokens)
  })

  it('takes backslashes as escapes where the session says so, but not in every kind of string', () => {
    const text = "'a\\' n'\\' $$\\$$ U&'\\' b'\\' x '"
    expect(tokensOf(text, false)).toEqual([
      "'a\\'",
      "n'\\'",
      '$$\\$$',
      "U&'\\'",
      "b'\\'",
      'x',
      'fault: unterminated-string at 29',
    ])
    expect(tokensOf("'a\\' x' n'\\'' U&'\\' b'\\' y", true)).toEqual(["'a\\' x'", "n'\\''", "U&'\\'", "b'\\'", 'y'])
  })

  it('folds ASCII letters only', () => {
    const { words } = lex('SELECT ÄÖ \u212a', postgresLexis, false)
    expect(words).toEqual(['select', 'ÄÖ', '\u212a'])
  })
})

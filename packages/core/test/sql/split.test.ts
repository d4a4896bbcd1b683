import { describe, expect, it } from 'vitest'
import { postgresBodies, postgresLexis } from '../../src/engines/postgres/lexis.ts'
import { lex } from '../../src/sql/lexer.ts'
import { split } from '../../src/sql/split.ts'

function parts(text: string): readonly string[] {
  const tokens = lex(text, postgresLexis, false)
  return split(tokens, postgresBodies).map(([from, to]) => text.slice(tokens.start(from), tokens.end(to - 1)))
}

describe('splitting into statements', () => {
  const cases: readonly (readonly [text: string, statements: readonly string[]])[] = [
    ['', []],
    [' ; ;; ', []],
    ['a;b', ['a', 'b']],
    [';a;;b;', ['a', 'b']],
    ['create rule r as on insert to t do (a; b); c', ['create rule r as on insert to t do (a; b)', 'c']],
    [
      'create function f() begin atomic a; case b end; c; end; d',
      ['create function f() begin atomic a; case b end; c; end', 'd'],
    ],
    ['create or replace procedure p() begin atomic end; d', ['create or replace procedure p() begin atomic end', 'd']],
    [
      'create function f() begin atomic create function g() begin atomic a; end; end; d',
      ['create function f() begin atomic create function g() begin atomic a; end; end', 'd'],
    ],
    // Only a routine has a body.
    ['select begin atomic; a; end; b', ['select begin atomic', 'a', 'end', 'b']],
    ['begin; atomic; end', ['begin', 'atomic', 'end']],
    ['a)); b', ['a))', 'b']],
    ['(a; b', ['(a; b']],
  ]
  it.each(cases)('%j', (text, statements) => {
    expect(parts(text)).toEqual(statements)
  })
})

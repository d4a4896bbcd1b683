import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classify } from '../../src/engines/postgres/classify.ts'
import { postgresLexis } from '../../src/engines/postgres/lexis.ts'
import { lex } from '../../src/sql/lexer.ts'
import { codeCases } from './cases-code.ts'
import { settingCases } from './cases-settings.ts'
import { stateCases } from './cases-state.ts'

const known = [...settingCases, ...stateCases, ...codeCases].flatMap(({ says, silent }) => [
  ...says.map(([text]) => text),
  ...silent,
])
const readable = known.filter((text) => lex(text, postgresLexis, false).fault === null)
const fragments = fc.oneof(
  fc.constantFrom(...known),
  fc.constantFrom(
    "'",
    '"',
    '$$',
    '$a$',
    '/*',
    '*/',
    '--',
    '\n',
    '\\',
    "E'",
    'U&"',
    '(',
    ')',
    '[',
    ']',
    ';',
    ',',
    '.',
    '::',
    '\0',
    '=>',
  ),
  fc.constantFrom(
    ...'select set local session role create temp table function begin atomic end execute prepare as'.split(' '),
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const soup = fc.array(fragments, { maxLength: 12 }).map((parts) => parts.join(' '))
const budget = { timeout: 120_000 }

/** White space and comments, as one writes them between words. */
const gap = fc.constantFrom(
  ' ',
  '\n',
  '\t',
  '\r\n',
  ' /* c */ ',
  ' /* /* listen */ x */ ',
  ' -- listen x\n',
  '\f',
  ' --\r',
)

function kindsOf(text: string): readonly string[] {
  return classify(text).statements.flatMap((statement) => statement.effects.map((effect) => JSON.stringify(effect)))
}

describe('classify', () => {
  it('never throws, and what it can not read is unknown', budget, () => {
    fc.assert(
      fc.property(soup, fc.boolean(), (text, standardConformingStrings) => {
        const { statements, unknown } = classify(text, { standardConformingStrings })
        const fault = lex(text, postgresLexis, !standardConformingStrings).fault !== null
        if (fault) expect(unknown).toBe(true)
        expect(unknown).toBe(statements.some(({ effects }) => effects.some(({ kind }) => kind === 'unknown')))
        let behind = 0
        for (const { text: part, start, end } of statements) {
          expect(start).toBeGreaterThanOrEqual(behind)
          expect(text.slice(start, end)).toBe(part)
          behind = end
        }
      }),
      { numRuns: 1_500 },
    )
  })

  it('sees the same whatever stands between the words', budget, () => {
    fc.assert(
      fc.property(fc.constantFrom(...readable), fc.array(gap, { minLength: 1 }), (text, gaps) => {
        const tokens = lex(text, postgresLexis, false)
        let spread = ''
        for (let at = 0; at < tokens.count; at++) {
          // Only where there is a gap already: `::`, `E'…'`, `U&"…"` and `$1` must stay whole.
          const touches = at > 0 && tokens.end(at - 1) === tokens.start(at)
          spread += (touches ? '' : gaps[at % gaps.length]) + text.slice(tokens.start(at), tokens.end(at))
        }
        const told = (effects: readonly string[]) => effects.map((effect) => effect.replace(/"value":"[^"]*"/, ''))
        expect(told(kindsOf(spread))).toEqual(told(kindsOf(text)))
      }),
      { numRuns: 2_000 },
    )
  })

  it('sees the same in any case', budget, () => {
    fc.assert(
      fc.property(fc.constantFrom(...readable), fc.array(fc.boolean(), { minLength: 1 }), (text, uppers) => {
        const tokens = lex(text, postgresLexis, false)
        let mixed = text
        for (let at = 0; at < tokens.count; at++) {
          const source = text.slice(tokens.start(at), tokens.end(at))
          const recased = uppers[at % uppers.length] ? source.toUpperCase() : source.toLowerCase()
          if (tokens.isWord(at) && source.length === recased.length && /^[\w$]+$/.test(source))
            mixed = mixed.slice(0, tokens.start(at)) + recased + mixed.slice(tokens.end(at))
        }
        const told = (effects: readonly string[]) => effects.map((effect) => effect.toLowerCase())
        expect(told(kindsOf(mixed))).toEqual(told(kindsOf(text)))
      }),
      { numRuns: 2_000 },
    )
  })

  it('splits what was joined', budget, () => {
    const whole = readable.filter((text) => !/--|\bbegin atomic\b/.test(text) && balanced(text))
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...whole), { maxLength: 5 }), (texts) => {
        const apart = texts.flatMap((text) => classify(text).statements)
        const joined = classify(texts.join(' ; ')).statements
        expect(joined.map(({ text, verb, effects }) => ({ text, verb, effects }))).toEqual(
          apart.map(({ text, verb, effects }) => ({ text, verb, effects })),
        )
      }),
      { numRuns: 1_000 },
    )
  })

  it('reads deeply nested and endless texts without running out of stack', budget, () => {
    const count = 40_000
    for (const part of [
      '(',
      'f(',
      'set_config(',
      'array[',
      'explain ',
      'select (',
      '$a$',
      "'",
      '/*',
      'begin atomic ',
      'a.',
    ])
      expect(() => classify(`select ${part.repeat(count)}`)).not.toThrow()
    for (const part of [
      'explain ',
      'explain (a) ',
      'prepare p as ',
      '(',
      'create schema s ',
      'create function f() begin atomic ',
    ])
      expect(() => classify(part.repeat(count))).not.toThrow()
  })
})

function balanced(text: string): boolean {
  return text.split('(').length === text.split(')').length
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classify } from '../../src/engines/mysql/classify.ts'
import type { Dialect } from '../../src/engines/mysql/dialect.ts'
import { mysqlLexis } from '../../src/engines/mysql/lexis.ts'
import { type MysqlClassifyOptions, readingsOf } from '../../src/engines/mysql/readings.ts'
import { lex } from '../../src/sql/lexer.ts'
import { matchBrackets } from '../../src/sql/tokens.ts'
import { codeCases } from './cases-code.ts'
import { settingCases } from './cases-settings.ts'
import { stateCases } from './cases-state.ts'

const dialect: Dialect = {
  family: 'mysql',
  version: 999_999,
  backslashes: true,
  ansiQuotes: false,
  dollarQuotes: false,
}
const lexis = mysqlLexis(dialect)
const known = [...settingCases, ...stateCases, ...codeCases].flatMap(({ says, silent }) => [
  ...says.map(([text]) => text),
  ...silent,
])
const plain = known.filter((text) => !/\\|\/\*[!M+]/.test(text) && lex(text, lexis, false).fault === null)
const fragments = fc.oneof(
  fc.constantFrom(...known),
  fc.constantFrom(
    ...'\' " ` \\ /* */ /*! /*!50701 /*M! /*!999999 /*+ -- # \n ( ) ; , . @ @@ := $$ $a$ \0 = ?'.split(' '),
  ),
  fc.constantFrom(
    ...'select set session global create procedure function begin end if case loop while repeat for do declare handler'.split(
      ' ',
    ),
    ...'prepare from execute immediate statement temporary table trigger each row event into value names role'.split(
      ' ',
    ),
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const soup = fc.array(fragments, { maxLength: 12 }).map((parts) => parts.join(' '))
const someOptions: fc.Arbitrary<MysqlClassifyOptions> = fc.record(
  {
    server: fc.constantFrom('mysql' as const, 'mariadb' as const),
    serverVersion: fc.constantFrom('5.7.44', '8.0.36', '9.7.4', '10.11.18-MariaDB', '11.8', 'nonsense'),
    sqlMode: fc.constantFrom('', 'ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES', 'ANSI', 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'),
  },
  { requiredKeys: [] },
)
const budget = { timeout: 120_000 }
const gap = fc.constantFrom(
  ' ',
  '\n',
  '\t',
  '\r\n',
  ' /* c */ ',
  ' -- x\n',
  ' # set @a\n',
  '\f',
  ' /* ; */ ',
  ' --\t\n',
)

function kindsOf(text: string, options: MysqlClassifyOptions = {}): readonly string[] {
  return classify(text, options).statements.flatMap(({ effects }) =>
    effects.map(({ value: _, ...effect }) => JSON.stringify(effect)),
  )
}

/** Brackets that don't match, and backslashes outside of strings: no server runs all of the text. */
function isRefused(text: string, one: Dialect): boolean {
  const tokens = lex(text, mysqlLexis(one), false)
  const partners = matchBrackets(tokens)
  let depth = 0
  for (let at = 0; at < tokens.count; at++) {
    if (!tokens.isSign(at)) continue
    const sign = tokens.words[at] as string
    if (sign === '(') depth++
    else if (sign === ')') depth--
    if (sign === '\\' || (sign === ';' && depth > 0) || (/[()]/.test(sign) && partners[at] === -1)) return true
  }
  return false
}

describe('classify', () => {
  it('never throws, and its statements are parts of the text, in order', budget, () => {
    fc.assert(
      fc.property(soup, someOptions, (text, options) => {
        const { statements, unknown } = classify(text, options)
        expect(unknown).toBe(statements.some(({ effects }) => effects.some(({ kind }) => kind === 'unknown')))
        let behind = 0
        for (const { text: part, start, end } of statements) {
          expect(start).toBeGreaterThanOrEqual(behind)
          expect(text.slice(start, end)).toBe(part)
          behind = end
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it('says without options whatever it says with some', budget, () => {
    fc.assert(
      fc.property(soup, someOptions, (text, options) => {
        const all = classify(text)
        const told = new Set(kindsOf(text))
        const some = classify(text, options)
        // What one server can't read it refuses, and another may run it.
        if (all.unknown || some.unknown || readingsOf(text, options)?.some((one) => isRefused(text, one)) !== false)
          return
        for (const effect of kindsOf(text, options)) expect([...told]).toContain(effect)
      }),
      { numRuns: 6_000 },
    )
  })

  it('sees the same whatever stands between the words', budget, () => {
    fc.assert(
      fc.property(fc.constantFrom(...plain), fc.array(gap, { minLength: 1 }), (text, gaps) => {
        const tokens = lex(text, lexis, false)
        let spread = ''
        for (let at = 0; at < tokens.count; at++) {
          // Only where there is a gap already: `:=`, `@@a` and `n'…'` must stay whole.
          const touches = at > 0 && tokens.end(at - 1) === tokens.start(at)
          spread += (touches ? '' : gaps[at % gaps.length]) + text.slice(tokens.start(at), tokens.end(at))
        }
        expect(kindsOf(spread)).toEqual(kindsOf(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('sees the same in any case, but for names and texts', budget, () => {
    const caseless = plain.filter((text) => !/['"`]/.test(text))
    fc.assert(
      fc.property(fc.constantFrom(...caseless), (text) => {
        const lower = (effects: readonly string[]) => effects.map((effect) => effect.toLowerCase())
        expect(lower(kindsOf(text.toUpperCase()))).toEqual(lower(kindsOf(text)))
      }),
      { numRuns: 1_000 },
    )
  })

  it('sees in a comment that is run what it sees without it', budget, () => {
    const wrapped = plain.filter((text) => !/[;#]|--/.test(text) && text.trim() !== '')
    const opening = fc.constantFrom(
      '/*!',
      '/*!40101 ',
      '/*!50003 ',
      '/*!50701 ',
      '/*!80000 ',
      '/*M!100100 ',
      '/*M! ',
      '/*!100100 ',
    )
    fc.assert(
      fc.property(fc.constantFrom(...wrapped), opening, (text, open) => {
        expect(kindsOf(`${open} ${text} */`)).toEqual(expect.arrayContaining([...kindsOf(text)]))
      }),
      { numRuns: 2_000 },
    )
  })

  it('reads endless texts of every kind, without running out of stack or time', budget, () => {
    const parts = [
      '(',
      'f(',
      'explain ',
      'select (',
      "'",
      '/*',
      '/*!',
      '/*!80000 ',
      '/*!999999 ',
      '/*M!100200 /*',
      '@',
      '@@',
      'begin ',
      'a.',
      '1a.',
      'case ',
      'if ',
      '$',
      '"',
      '\\',
      '"\\',
      '`',
      ':=',
      'set statement a=1 for ',
      'prepare p from ',
      'create procedure p() begin ',
      ';',
      "'\\' ",
      '--',
      '#',
      '/*+ ` */',
    ]
    for (const part of parts)
      for (const leading of ['', 'select ', 'set ', 'create procedure p() begin ', 'create trigger t ']) {
        expect(() => classify(leading + part.repeat(60_000))).not.toThrow()
      }
  })
})

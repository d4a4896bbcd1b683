import type { Lexis } from '../../sql/lexis.ts'
import type { BodyRules } from '../../sql/split.ts'
import type { Tokens } from '../../sql/tokens.ts'

/** https://www.postgresql.org/docs/current/sql-syntax-lexical.html */
export const postgresLexis: Lexis = {
  nestedComments: true,
  executableComments: null,
  lineComments: 'dashes',
  dollarQuotes: true,
  nameQuotes: ['"'],
  doubleQuotedStrings: false,
  digitsBeginWords: false,
  readsNoBreakSpace: true,
  stringPrefixes: new Map([
    ['e', 'backslash'],
    ['b', 'bits'],
    ['x', 'bits'],
    ['n', 'session'],
  ]),
  plainStrings: 'session',
  unicodePrefix: true,
  continuedStrings: true,
  maxNameBytes: 63,
}

/** `BEGIN ATOMIC … END`: https://www.postgresql.org/docs/current/sql-createfunction.html */
export const postgresBodies: BodyRules = {
  opens(tokens, start, at) {
    const { words } = tokens
    if (words[at] !== 'atomic' || words[at - 1] !== 'begin' || words[start] !== 'create') return false
    const object = words[start + 1] === 'or' && words[start + 2] === 'replace' ? words[start + 3] : words[start + 1]
    return object === 'function' || object === 'procedure'
  },
  /** Inside of a statement END belongs to a CASE; as its first word it can only end the body. */
  closes(tokens: Tokens, at: number) {
    const before = tokens.words[at - 1]
    return tokens.words[at] === 'end' && (before === ';' || before === 'atomic')
  },
}

import type { ExecutableComments } from '../../sql/executable-comments.ts'
import type { Lexis } from '../../sql/lexis.ts'
import type { BodyRules } from '../../sql/split.ts'
import { bodyOf } from './bodies.ts'
import { type Dialect, familyRules } from './dialect.ts'

/** Longer than any name of the server: names over 64 characters are refused, not cut. */
const maxNameBytes = 1_024

/** https://dev.mysql.com/doc/refman/en/language-structure.html */
export function mysqlLexis(dialect: Dialect): Lexis {
  return {
    nestedComments: false,
    executableComments: executableComments(dialect),
    lineComments: 'spaced-dashes',
    dollarQuotes: dialect.dollarQuotes,
    nameQuotes: dialect.ansiQuotes ? ['`', '"'] : ['`'],
    doubleQuotedStrings: true,
    digitsBeginWords: true,
    readsNoBreakSpace: false,
    stringPrefixes: new Map([
      ['b', 'bits'],
      ['x', 'bits'],
      ['n', dialect.backslashes ? 'slash' : 'plain'],
    ]),
    plainStrings: dialect.backslashes ? 'slash' : 'plain',
    unicodePrefix: false,
    continuedStrings: false,
    maxNameBytes,
  }
}

function executableComments({ family, version }: Dialect): ExecutableComments {
  const { markedComments, foreignVersions, sixDigitsNeedSpace } = familyRules[family]
  return {
    marked: markedComments,
    digits: (digits, behind, marked) => {
      if (digits.length === 5) return 5
      if (digits.length === 6 && /^\s$/.test(behind)) return 6
      // Servers before 8.0.34 took six digits here.
      return sixDigitsNeedSpace ? null : marked || digits.length === 6 ? 6 : null
    },
    runs: (asked, marked) => {
      if (!marked && foreignVersions !== null && asked >= foreignVersions[0] && asked <= foreignVersions[1])
        return false
      return asked <= version
    },
  }
}

/** Bodies of routines, triggers and events, and blocks that stand for themselves. */
export const mysqlBodies: BodyRules = {
  opens: () => false,
  closes: () => false,
  behind: (tokens, start) => {
    const body = bodyOf(tokens, start)
    return body.found === 'none' ? start : body.found === 'lost' ? tokens.count : body.behind
  },
}

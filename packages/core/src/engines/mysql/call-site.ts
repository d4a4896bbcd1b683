import type { TokenSpan } from '../../sql/token-span.ts'
import { ruledFunctions } from './functions.ts'
import { neverRoutines } from './keywords.ts'
import { nativeFunctions } from './native-functions.ts'

/** `last` is the token of the name before the bracket, `first` the one of the leftmost part of it. */
export interface CallSite {
  readonly first: number
  readonly last: number
  readonly open: number
}

/** Behind these a name with a bracket is a table, an index, a type, an alias with columns: it is not called. */
const namesBehind: ReadonlySet<string> = new Set(
  'into table references as view exists key index constraint with recursive join'.split(' '),
)

/**
 * Whether the bracket at `open` may be that of a call, and of which name. In doubt it is: a name that nobody defined is
 * harmless when it is looked up, a call that is missed is not.
 */
export function callSite(span: TokenSpan, open: number): CallSite | null {
  const last = open - 1
  if (!span.isName(last)) return null
  let first = last
  while (span.sign(first - 1) === '.' && span.isName(first - 2)) first -= 2
  const word = span.word(last)
  if (first === last && isServers(span, last, word) && !ruledFunctions.has(word)) return null
  if (namesBehind.has(span.word(first - 1)) && span.sign(first - 2) !== '.') return null
  // A variable, or the part of a user's name behind the host sign.
  if (span.sign(first - 1) === '@') return null
  return { first, last, open }
}

function isServers(span: TokenSpan, last: number, word: string): boolean {
  if (neverRoutines.has(word)) return true
  return nativeFunctions.has(word) && span.tokens.end(last) === span.tokens.start(last + 1)
}

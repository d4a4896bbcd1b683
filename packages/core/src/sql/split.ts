import type { Tokens } from './tokens.ts'

/** Where a statement of an engine may hold others, separated like statements but not ending it. */
export interface BodyRules {
  /** Whether a body begins behind the token `at` of the statement that begins at `start`. */
  opens(tokens: Tokens, start: number, at: number): boolean
  /** Whether the token `at`, first of an inner statement, ends the body. */
  closes(tokens: Tokens, at: number): boolean
  /**
   * For bodies that a count of their beginnings and ends can't tell: the token from which on a semicolon ends the
   * statement that begins at `start` again.
   */
  behind?(tokens: Tokens, start: number): number
}

/** First token, and the token behind the last one. */
export type TokenRange = readonly [from: number, to: number]

/**
 * Splits at semicolons that stand outside of brackets and bodies. Empty statements are left out.
 * Brackets that don't match are no concern: the server refuses the whole text then, and runs none of it.
 */
export function split(tokens: Tokens, bodies: BodyRules): readonly TokenRange[] {
  const ranges: TokenRange[] = []
  const { words, count } = tokens
  let start = 0
  let brackets = 0
  let depth = 0
  for (let at = 0; at < count; at++) {
    if (at === start && bodies.behind !== undefined) {
      at = bodies.behind(tokens, start)
      if (at >= count) break
    }
    const word = words[at]
    if (tokens.isSign(at)) {
      if (word === '(' || word === '[') brackets++
      else if (word === ')' || word === ']') brackets = Math.max(0, brackets - 1)
      else if (word === ';' && brackets === 0 && depth === 0) {
        if (at > start) ranges.push([start, at])
        start = at + 1
      }
    } else if (brackets === 0 && tokens.isWord(at)) {
      if (bodies.opens(tokens, start, at)) depth++
      else if (depth > 0 && bodies.closes(tokens, at)) depth--
    }
  }
  if (count > start) ranges.push([start, count])
  return ranges
}

import { endOfNumericWord } from './lex-number.ts'
import type { Tokens } from './tokens.ts'

/** A letter, an underscore, or anything beyond ASCII: what a name may begin with everywhere. */
export function startsWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Offset behind the word that begins at `start`. */
export function endOfWord(text: string, start: number): number {
  let at = start + 1
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (!startsWord(code) && !isDigit(code) && code !== 36) break
  }
  return at
}

/**
 * What begins at a digit, or at a dot before one, where words may begin with digits. Directly behind `name.` everything
 * is a word, and the dot behind a name is no part of a number.
 */
export function numericTokenAt(text: string, at: number, tokens: Tokens): 'number' | 'word' | 'sign' {
  const last = tokens.count - 1
  const touches = last >= 0 && tokens.end(last) === at
  if (text.charCodeAt(at) === 46) return touches && tokens.isWord(last) ? 'sign' : 'number'
  const qualified =
    touches && last > 0 && tokens.words[last] === '.' && tokens.end(last - 1) === at - 1 && tokens.isWord(last - 1)
  return qualified || endOfNumericWord(text, at) !== -1 ? 'word' : 'number'
}

import type { Lexis } from './lexis.ts'

/** All functions here return the offset behind what they read, or -1 when the text ends first. */

const backslash = 92
const hash = 35
const dash = 45
const newline = 10
const carriageReturn = 13

export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13)
}

/** @param from offset behind the opening quote */
export function endOfQuoted(text: string, from: number, mark: string): number {
  let at = text.indexOf(mark, from)
  while (at !== -1 && text[at + 1] === mark) at = text.indexOf(mark, at + 2)
  return at === -1 ? -1 : at + 1
}

/** Backslashes escape; the doubled quote too. */
export function endOfEscaped(text: string, from: number, mark = "'"): number {
  const quote = mark.charCodeAt(0)
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === backslash) at++
    else if (code === quote) {
      if (text.charCodeAt(at + 1) !== quote) return at + 1
      at++
    }
  }
  return -1
}

/** A bit string knows no doubled quote: the second one opens a string of its own. */
export function endOfBits(text: string, from: number): number {
  return text.indexOf("'", from) + 1 || -1
}

/**
 * A string goes on, under the rules it began with, behind white space and line comments that hold a line break.
 * Returns the offset behind the next opening quote, or -1 when it does not go on.
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS
 */
export function continuation(text: string, from: number): number {
  let broken = false
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === newline || code === carriageReturn) broken = true
    else if (code === dash && text.charCodeAt(at + 1) === dash) at = endOfLine(text, at) - 1
    else if (!isSpace(code)) break
  }
  return broken && text[at] === "'" ? at + 1 : -1
}

/**
 * Whether a dash or a `#` begins a comment. Spaced dashes: with white space or a control character behind them, or the
 * end of the text.
 */
export function opensLineComment(text: string, at: number, lineComments: Lexis['lineComments']): boolean {
  const spaced = lineComments === 'spaced-dashes'
  if (text.charCodeAt(at) === hash) return spaced
  if (text.charCodeAt(at + 1) !== dash) return false
  const behind = text.charCodeAt(at + 2)
  return !spaced || Number.isNaN(behind) || behind <= 32 || behind === 127
}

/** Offset of the line break or of the end. @param returns whether a carriage return alone ends a line too */
export function endOfLine(text: string, from: number, returns = true): number {
  if (!returns) {
    const end = text.indexOf('\n', from)
    return end === -1 ? text.length : end
  }
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === newline || code === carriageReturn) return at
  }
  return text.length
}

/** @param from offset of the opening `/*` */
export function endOfComment(text: string, from: number, nested: boolean): number {
  if (!nested) {
    const close = text.indexOf('*/', from + 2)
    return close === -1 ? -1 : close + 2
  }
  let depth = 0
  for (let at = from; at < text.length - 1; at++) {
    const code = text.charCodeAt(at)
    if (code === 47 && text.charCodeAt(at + 1) === 42) {
      depth++
      at++
    } else if (code === 42 && text.charCodeAt(at + 1) === 47) {
      depth--
      at++
      if (depth === 0) return at + 1
    }
  }
  return -1
}

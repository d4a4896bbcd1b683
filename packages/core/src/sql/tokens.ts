/**
 * `word`: a name or keyword without quotes. `name`: a quoted one. `unicode-name`: `U&"…"`.
 * `backslash-string`: its backslashes escape. `sign`: one character of punctuation or of an operator.
 */
export type TokenKind =
  | 'word'
  | 'name'
  | 'unicode-name'
  | 'string'
  | 'backslash-string'
  | 'unicode-string'
  | 'bit-string'
  | 'dollar-string'
  | 'number'
  | 'parameter'
  | 'sign'

export interface LexicalFault {
  readonly at: number
  readonly what: 'unterminated-string' | 'unterminated-name' | 'unterminated-comment' | 'nul-character'
}

/** The tokens of a text, without white space and comments; one row for each, in parallel arrays. */
export interface Tokens {
  readonly text: string
  readonly kinds: TokenKind[]
  readonly starts: number[]
  readonly ends: number[]
  /** Of a `word`: folded. Of a `sign`: the character. Else the empty string. */
  readonly words: string[]
  /** Where reading stopped; the tokens before it are there. */
  fault: LexicalFault | null
}

export function emptyTokens(text: string): Tokens {
  return { text, kinds: [], starts: [], ends: [], words: [], fault: null }
}

/**
 * For the token of each bracket the token of its partner; -1 where there is none. Made once for a text, so that nobody
 * looks for a bracket twice.
 */
export function matchBrackets(tokens: Tokens): Int32Array {
  const partners = new Int32Array(tokens.kinds.length).fill(-1)
  const open: number[] = []
  for (let at = 0; at < partners.length; at++) {
    if (tokens.kinds[at] !== 'sign') continue
    const sign = tokens.words[at]
    if (sign === '(' || sign === '[') open.push(at)
    else if (sign === ')' || sign === ']') {
      const partner = open.pop() ?? -1
      partners[at] = partner
      if (partner !== -1) partners[partner] = at
    }
  }
  return partners
}

/** Servers fold only ASCII letters; `toLowerCase` alone would also turn the Kelvin sign into a k. */
export function foldAscii(word: string): string {
  for (let i = 0; i < word.length; i++) {
    if (word.charCodeAt(i) > 127) return word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  }
  return word.toLowerCase()
}

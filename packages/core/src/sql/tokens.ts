/**
 * `word`: a name or keyword without quotes. `name`: a quoted one. `unicode-name`: `U&"…"`.
 * `backslash-string`: its backslashes escape. `slash-string`: so do these, but without characters by number, and between quotes
 * of either kind. `sign`: one character of punctuation or of an operator.
 */
export type TokenKind =
  | 'word'
  | 'name'
  | 'unicode-name'
  | 'string'
  | 'backslash-string'
  | 'slash-string'
  | 'unicode-string'
  | 'bit-string'
  | 'dollar-string'
  | 'number'
  | 'parameter'
  | 'sign'

export interface LexicalFault {
  readonly at: number
  readonly what:
    | 'unterminated-string'
    | 'unterminated-name'
    | 'unterminated-comment'
    | 'doubtful-comment'
    | 'no-break-space'
    | 'nul-character'
}

/** The tokens of a text, without white space and comments; one row for each, in parallel arrays. */
const kindNames: readonly TokenKind[] = [
  'word',
  'name',
  'unicode-name',
  'string',
  'backslash-string',
  'unicode-string',
  'bit-string',
  'dollar-string',
  'number',
  'parameter',
  'sign',
  'slash-string',
]
const codeOf: { readonly [kind in TokenKind]: number } = {
  word: 0,
  name: 1,
  'unicode-name': 2,
  string: 3,
  'backslash-string': 4,
  'unicode-string': 5,
  'bit-string': 6,
  'dollar-string': 7,
  number: 8,
  parameter: 9,
  sign: 10,
  'slash-string': 11,
}

/** The tokens of a text, without white space and comments; one row for each, in parallel arrays that grow together. */
export class Tokens {
  readonly text: string
  count = 0
  /** Where reading stopped; the tokens before it are there. */
  fault: LexicalFault | null = null
  /** Of a `word`: folded. Of a `sign`: the character. Else the empty string. */
  readonly words: string[] = []
  #kinds: Uint8Array
  #places: Int32Array

  constructor(text: string) {
    this.text = text
    const capacity = 8 + (text.length >> 2)
    this.#kinds = new Uint8Array(capacity)
    this.#places = new Int32Array(2 * capacity)
  }

  push(kind: TokenKind, start: number, end: number, word: string): void {
    const at = this.count++
    if (at === this.#kinds.length) this.#grow()
    this.#kinds[at] = codeOf[kind]
    this.#places[2 * at] = start
    this.#places[2 * at + 1] = end
    this.words.push(word)
  }

  /** Forgets the tokens from `count` on, and lets the last one that is left end at `end`. */
  joinLast(count: number, end: number): void {
    this.count = count
    this.words.length = count
    this.#places[2 * count - 1] = end
  }

  kind(at: number): TokenKind {
    return kindNames[this.#kinds[at] as number] as TokenKind
  }

  isWord(at: number): boolean {
    return this.#kinds[at] === codeOf.word
  }

  isSign(at: number): boolean {
    return this.#kinds[at] === codeOf.sign
  }

  start(at: number): number {
    return this.#places[2 * at] as number
  }

  end(at: number): number {
    return this.#places[2 * at + 1] as number
  }

  #grow(): void {
    const kinds = new Uint8Array(2 * this.#kinds.length)
    const places = new Int32Array(2 * this.#places.length)
    kinds.set(this.#kinds)
    places.set(this.#places)
    this.#kinds = kinds
    this.#places = places
  }
}

/**
 * For the token of each bracket the token of its partner; -1 where there is none. Made once for a text, so that nobody
 * looks for a bracket twice.
 */
export function matchBrackets(tokens: Tokens): Int32Array {
  const partners = new Int32Array(tokens.count).fill(-1)
  const open: number[] = []
  for (let at = 0; at < partners.length; at++) {
    if (!tokens.isSign(at)) continue
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

import { decodeName, decodeString } from './decode.ts'
import type { TokenKind, Tokens } from './tokens.ts'

/** One statement, or a part of one: the tokens `from` (included) to `to` (not included) of a text. */
export class TokenSpan {
  readonly tokens: Tokens
  readonly from: number
  readonly to: number
  readonly #partners: Int32Array
  readonly #maxNameBytes: number

  /** @param partners what `matchBrackets` made of the tokens */
  constructor(tokens: Tokens, partners: Int32Array, from: number, to: number, maxNameBytes: number) {
    this.tokens = tokens
    this.#partners = partners
    this.from = from
    this.to = to
    this.#maxNameBytes = maxNameBytes
  }

  part(from: number, to: number): TokenSpan {
    return new TokenSpan(this.tokens, this.#partners, Math.min(from, to), to, this.#maxNameBytes)
  }

  has(at: number): boolean {
    return at >= this.from && at < this.to
  }

  /** Null outside of the span. */
  kind(at: number): TokenKind | null {
    return this.has(at) ? this.tokens.kind(at) : null
  }

  /** The folded word without quotes, or the empty string. */
  word(at: number): string {
    return this.has(at) && this.tokens.isWord(at) ? (this.tokens.words[at] as string) : ''
  }

  /** The character of punctuation or of an operator, or the empty string. */
  sign(at: number): string {
    return this.has(at) && this.tokens.isSign(at) ? (this.tokens.words[at] as string) : ''
  }

  /** Whether the words `expected` stand here, one after another. */
  words(at: number, ...expected: readonly string[]): boolean {
    return expected.every((word, i) => this.word(at + i) === word)
  }

  isName(at: number): boolean {
    const kind = this.kind(at)
    return kind === 'word' || kind === 'name' || kind === 'unicode-name'
  }

  isString(at: number): boolean {
    return this.kind(at)?.endsWith('string') === true
  }

  source(at: number): string {
    return this.tokens.text.slice(this.tokens.start(at), this.tokens.end(at))
  }

  /** The name as the server would know it, or null: not a name, or one that can't be told. */
  name(at: number): string | null {
    const kind = this.kind(at)
    if (kind === 'word') return this.#cut(this.word(at))
    if (kind !== 'name' && kind !== 'unicode-name') return null
    const decoded = decodeName(kind, this.source(at))
    return decoded === null ? null : this.#cut(decoded)
  }

  /** The value of a string constant, or null: none here, or the text does not show it. */
  string(at: number): string | null {
    const kind = this.kind(at)
    return kind === null ? null : decodeString(kind, this.source(at))
  }

  /** The number n of `$n`, or null. */
  parameter(at: number): number | null {
    return this.kind(at) === 'parameter' ? Number(this.source(at).slice(1)) : null
  }

  /** The token that closes the bracket at `open`, or `to` when there is none in the span. */
  close(open: number): number {
    const at = this.#partners[open] ?? -1
    return at > open && at < this.to ? at : this.to
  }

  /** The token that opens the bracket at `close`, or `from` when there is none in the span. */
  open(close: number): number {
    return Math.max(this.from, this.#partners[close] ?? -1)
  }

  /** Text from the token `from` up to the end of the span. */
  textFrom(from: number): string {
    return from < this.to ? this.tokens.text.slice(this.tokens.start(from), this.tokens.end(this.to - 1)) : ''
  }

  #cut(name: string): string {
    if (name.length * 3 <= this.#maxNameBytes) return name
    let bytes = 0
    let end = 0
    for (const char of name) {
      const code = char.codePointAt(0) as number
      bytes += code < 128 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
      if (bytes > this.#maxNameBytes) break
      end += char.length
    }
    return name.slice(0, end)
  }
}

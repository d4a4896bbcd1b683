import type { TokenSpan } from './token-span.ts'

const constants: ReadonlySet<string> = new Set(['null', 'default', 'true', 'false'])
const noSpaceBefore = ').],;:'
const noSpaceBehind = '([.:'

/** Writes tokens with their constants hidden, in one spelling of space and case. */
export class DigestWriter {
  readonly #span: TokenSpan
  readonly #parts: string[] = []
  #length = 0
  /** The character written last. */
  #last = ''

  constructor(span: TokenSpan) {
    this.#span = span
  }

  get length(): number {
    return this.#length
  }

  get text(): string {
    return this.#parts.join('')
  }

  /** Writes the token, or the list that begins with it; returns the last token that it dealt with. */
  write(at: number): number {
    const span = this.#span
    const kind = span.kind(at)
    if (kind === 'word') {
      // A letter directly behind a number is a mistyped constant, such as a uuid without quotes.
      if (span.kind(at - 1) === 'number' && this.#touches(at)) return at
      this.#put(span.word(at), at)
    } else if (kind === 'name' || kind === 'unicode-name') this.#put(span.source(at), at)
    else if (kind !== 'sign') this.#put('?', at)
    else return this.#sign(at)
    return at
  }

  hide(at: number): void {
    this.#put('?', at)
  }

  /** Writes one `?` for whatever follows. */
  hideRest(): void {
    if (this.#last !== '?') this.#put('?', -1)
  }

  #sign(at: number): number {
    const span = this.#span
    const sign = span.sign(at)
    if ((sign === '-' || sign === '+') && span.kind(at + 1) === 'number' && this.#isUnary(at)) return at
    if (sign !== '(' && sign !== '[') {
      this.#put(sign, at)
      return at
    }
    const before = span.word(at - 1)
    const rows = sign === '(' && before === 'values'
    const close = rows || before === 'in' || before === 'array' ? this.#endOfConstants(at) : -1
    this.#put(close === -1 ? sign : sign === '(' ? '(...)' : '[...]', at)
    if (close === -1) return at
    return rows ? this.#endOfRows(close) : close
  }

  #isUnary(at: number): boolean {
    const span = this.#span
    if (at === span.from) return true
    const sign = span.sign(at - 1)
    return sign === ''
      ? span.kind(at - 1) === 'word' && /^(in|then|else|when|and|or|limit|between)$/.test(span.word(at - 1))
      : sign !== ')' && sign !== ']'
  }

  /** The closing bracket, when all between is constants; else -1. */
  #endOfConstants(open: number): number {
    const span = this.#span
    const close = span.close(open)
    for (let at = open + 1; at < close; at++) {
      const kind = span.kind(at)
      if (kind === 'name' || kind === 'unicode-name') return -1
      if (kind === 'word' && !constants.has(span.word(at)) && !this.#isCast(at)) return -1
      if (kind === 'sign' && !/^[,+:-]$/.test(span.sign(at))) return -1
    }
    return close < span.to ? close : -1
  }

  #isCast(at: number): boolean {
    return this.#span.sign(at - 1) === ':' && this.#span.sign(at - 2) === ':'
  }

  /** Further rows of constants are left out. */
  #endOfRows(first: number): number {
    let last = first
    while (this.#span.sign(last + 1) === ',' && this.#span.sign(last + 2) === '(') {
      const close = this.#endOfConstants(last + 2)
      if (close === -1) break
      last = close
    }
    return last
  }

  #put(part: string, at: number): void {
    const space = this.#needsSpace(part, at) ? ' ' : ''
    this.#parts.push(space + part)
    this.#length += space.length + part.length
    this.#last = part[part.length - 1] as string
  }

  #needsSpace(part: string, at: number): boolean {
    if (this.#length === 0 || noSpaceBehind.includes(this.#last) || noSpaceBefore.includes(part)) return false
    const span = this.#span
    if (span.sign(at) === '(' || span.sign(at) === '[') {
      if (span.sign(at - 1) === '')
        return /^(in|values|as|and|or|not|on|using|set|select|where|from|exists)$/.test(span.word(at - 1))
      return true
    }
    const operators = span.sign(at) !== '' && span.sign(at - 1) !== '' && !/[(),;\]]/.test(this.#last)
    return !(operators && this.#touches(at))
  }

  #touches(at: number): boolean {
    const { tokens } = this.#span
    return at > 0 && tokens.start(at) === tokens.end(at - 1)
  }
}

import { readExecutable } from './executable-comments.ts'
import { endOfNumber } from './lex-number.ts'
import {
  continuation,
  endOfBits,
  endOfComment,
  endOfEscaped,
  endOfLine,
  endOfQuoted,
  isSpace,
  opensLineComment,
} from './lex-quotes.ts'
import { endOfWord, isDigit, numericTokenAt, startsWord } from './lex-words.ts'
import type { Lexis, StringMode } from './lexis.ts'
import { foldAscii, type LexicalFault, type TokenKind, Tokens } from './tokens.ts'

const kindOf: { readonly [mode in Exclude<StringMode, 'session'>]: TokenKind } = {
  plain: 'string',
  backslash: 'backslash-string',
  slash: 'slash-string',
  unicode: 'unicode-string',
  bits: 'bit-string',
}

/**
 * Reads the whole text, once, in time proportional to its length. Never throws: where the text can't be read it stops
 * and says so in `fault`.
 * @param backslashes whether strings of mode `session` take backslashes as escapes
 */
export function lex(text: string, lexis: Lexis, backslashes: boolean): Tokens {
  const reader = new Reader(text, lexis, backslashes)
  const nul = text.indexOf('\0')
  reader.run()
  // The protocol ends a text at a zero byte, so that the server would see another text than this one.
  if (nul !== -1 && (reader.tokens.fault === null || reader.tokens.fault.at > nul))
    reader.tokens.fault = { at: nul, what: 'nul-character' }
  return reader.tokens
}

class Reader {
  readonly tokens: Tokens
  readonly #text: string
  readonly #lexis: Lexis
  readonly #backslashes: boolean
  readonly #namesInDoubleQuotes: boolean
  readonly #namesInBackticks: boolean
  /** Where the executable comment begins that is being read, or -1. */
  #executing = -1

  constructor(text: string, lexis: Lexis, backslashes: boolean) {
    this.tokens = new Tokens(text)
    this.#text = text
    this.#lexis = lexis
    this.#backslashes = backslashes
    this.#namesInDoubleQuotes = lexis.nameQuotes.includes('"')
    this.#namesInBackticks = lexis.nameQuotes.includes('`')
  }

  run(): void {
    let at = 0
    while (at < this.#text.length && at !== -1) at = this.#next(at)
    if (at !== -1 && this.#executing !== -1) this.#fail(this.#executing, 'unterminated-comment')
  }

  #next(at: number): number {
    const text = this.#text
    const code = text.charCodeAt(at)
    if (isSpace(code)) return at + 1
    if (startsWord(code)) return this.#prefixedString(at, code) ?? this.#word(at)
    const after = text.charCodeAt(at + 1)
    if (isDigit(code) || (code === 46 && isDigit(after))) return this.#number(at)
    switch (text[at]) {
      case "'":
        return this.#string(at, at + 1, this.#lexis.plainStrings)
      case '"':
        if (this.#namesInDoubleQuotes) return this.#name('name', at, at + 1)
        return this.#lexis.doubleQuotedStrings ? this.#string(at, at + 1, this.#lexis.plainStrings) : this.#sign(at)
      case '`':
        return this.#namesInBackticks ? this.#name('name', at, at + 1) : this.#sign(at)
      case '-':
      case '#':
        if (!opensLineComment(text, at, this.#lexis.lineComments)) return this.#sign(at)
        return endOfLine(text, at, this.#lexis.lineComments === 'dashes')
      case '/':
        return after === 42 ? this.#comment(at) : this.#sign(at)
      case '*':
        if (after !== 47 || this.#executing === -1) return this.#sign(at)
        // Comments that are run do not nest: the first sign ends all of them.
        this.#executing = -1
        return at + 2
      case '$':
        return this.#dollar(at, after)
      default:
        return this.#sign(at)
    }
  }

  #number(at: number): number {
    const kind = this.#lexis.digitsBeginWords ? numericTokenAt(this.#text, at, this.tokens) : 'number'
    if (kind === 'word') return this.#word(at)
    return kind === 'sign' ? this.#sign(at) : this.#push('number', at, endOfNumber(this.#text, at))
  }

  #push(kind: TokenKind, start: number, end: number, word = ''): number {
    this.tokens.push(kind, start, end, word)
    return end
  }

  #fail(at: number, what: LexicalFault['what']): -1 {
    this.tokens.fault = { at, what }
    return -1
  }

  #sign(at: number): number {
    return this.#push('sign', at, at + 1, this.#text[at])
  }

  #word(start: number): number {
    const text = this.#text
    const at = endOfWord(text, start)
    if (!this.#lexis.readsNoBreakSpace) {
      const space = text.slice(start, at).indexOf('\u00a0')
      if (space !== -1) return this.#fail(start + space, 'no-break-space')
    }
    return this.#push('word', start, at, foldAscii(text.slice(start, at)))
  }

  #comment(at: number): number {
    const executable = this.#lexis.executableComments
    if (executable !== null) {
      const found = readExecutable(this.#text, at, executable)
      if (found.manner === 'unsure') return this.#fail(at, 'doubtful-comment')
      if (found.manner === 'run') {
        this.#executing = at
        return found.end
      }
      if (found.manner === 'skip') return found.end === -1 ? this.#fail(at, 'unterminated-comment') : found.end
    }
    const end = endOfComment(this.#text, at, this.#lexis.nestedComments)
    return end === -1 ? this.#fail(at, 'unterminated-comment') : end
  }

  /** `E'…'` and its like, `U&'…'`, `U&"…"`; null when this is a word. */
  #prefixedString(at: number, code: number): number | null {
    const text = this.#text
    if (text[at + 1] === "'" && code < 128) {
      const mode = this.#lexis.stringPrefixes.get((text[at] as string).toLowerCase())
      return mode === undefined ? null : this.#string(at, at + 2, mode)
    }
    if (!this.#lexis.unicodePrefix || (code | 32) !== 117 || text[at + 1] !== '&') return null
    if (text[at + 2] === "'") return this.#string(at, at + 3, 'unicode')
    return text[at + 2] === '"' && this.#namesInDoubleQuotes ? this.#name('unicode-name', at, at + 3) : null
  }

  #name(kind: 'name' | 'unicode-name', start: number, from: number): number {
    const end = endOfQuoted(this.#text, from, this.#text[from - 1] as string)
    return end === -1 ? this.#fail(start, 'unterminated-name') : this.#push(kind, start, end)
  }

  #string(start: number, from: number, given: StringMode): number {
    const mode = given === 'session' ? (this.#backslashes ? 'backslash' : 'plain') : given
    let end = from
    for (let next = from; next !== -1; next = this.#lexis.continuedStrings ? continuation(this.#text, end) : -1) {
      end = this.#endOfString(next, mode, this.#text[next - 1] as string)
      if (end === -1) return this.#fail(start, 'unterminated-string')
    }
    return this.#joinEscape(this.#push(kindOf[mode], start, end))
  }

  /** `U&"…" UESCAPE '!'` is one token: what it names hangs on all of it. */
  #joinEscape(end: number): number {
    const { tokens } = this
    const first = tokens.count - 3
    if (tokens.words[first + 1] !== 'uescape' || !tokens.kind(first).startsWith('unicode-')) return end
    tokens.joinLast(first + 1, end)
    return end
  }

  #endOfString(from: number, mode: StringMode, mark: string): number {
    if (mode === 'backslash' || mode === 'slash') return endOfEscaped(this.#text, from, mark)
    return mode === 'bits' ? endOfBits(this.#text, from) : endOfQuoted(this.#text, from, mark)
  }

  /** A parameter `$1`, a string between `$tag$`, or a lone sign. */
  #dollar(at: number, after: number): number {
    const text = this.#text
    let end = at + 1
    if (isDigit(after) && !this.#lexis.digitsBeginWords) {
      while (isDigit(text.charCodeAt(end))) end++
      return this.#push('parameter', at, end)
    }
    if (!this.#lexis.dollarQuotes) return this.#lexis.digitsBeginWords ? this.#word(at) : this.#sign(at)
    while (startsWord(text.charCodeAt(end)) || (end > at + 1 && isDigit(text.charCodeAt(end)))) end++
    if (text[end] !== '$') return this.#lexis.digitsBeginWords ? this.#word(at) : this.#sign(at)
    const tag = text.slice(at, end + 1)
    const close = text.indexOf(tag, end + 1)
    return close === -1 ? this.#fail(at, 'unterminated-string') : this.#push('dollar-string', at, close + tag.length)
  }
}

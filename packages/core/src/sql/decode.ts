import { continuation, endOfEscaped, endOfQuoted } from './lex-quotes.ts'
import type { TokenKind } from './tokens.ts'

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

/** https://dev.mysql.com/doc/refman/en/string-literals.html */
const slashed: ReadonlyMap<string, string> = new Map([
  ...simpleEscapes,
  ['0', '\0'],
  ['Z', '\x1a'],
  // These two keep their backslash, for LIKE.
  ['%', '\\%'],
  ['_', '\\_'],
])

/** The value of a string token, or null where the text does not show it. Never throws. */
export function decodeString(kind: TokenKind, source: string): string | null {
  switch (kind) {
    case 'dollar-string': {
      const tag = source.indexOf('$', 1) + 1
      return source.slice(tag, -tag)
    }
    case 'string':
      return decodePlain(source)
    case 'slash-string':
      return decodeSlashes(source)
    case 'backslash-string':
      return decodeBackslashes(inside(source, endOfEscaped))
    case 'unicode-string':
      return decodeUnicode(inside(source, endOfPlain).replaceAll("''", "'"), escapeOf(source, "'"))
    default:
      return null
  }
}

/** The value of a quoted name, or null where it can't be told. */
export function decodeName(kind: TokenKind, source: string): string | null {
  if (kind !== 'name' && kind !== 'unicode-name') return null
  const prefix = kind === 'name' ? 0 : 2
  const mark = source[prefix] as string
  const name = source.slice(prefix + 1, endOfQuoted(source, prefix + 1, mark) - 1).replaceAll(mark + mark, mark)
  return kind === 'name' ? name : decodeUnicode(name, escapeOf(source, mark))
}

/** The character that UESCAPE gives, the usual one without UESCAPE, null where it is written in an odd manner. */
function escapeOf(source: string, mark: string): string | null {
  if (source.endsWith(mark) && !/uescape/i.test(source)) return '\\'
  return /uescape\s*'([^'])'$/i.exec(source)?.[1] ?? (source.endsWith(mark) && mark !== "'" ? '\\' : null)
}

/** `'…'`, continued or not; `"…"`. */
function decodePlain(source: string): string {
  if (!source.endsWith('"')) return inside(source, endOfPlain).replaceAll("''", "'")
  return source.slice(source.indexOf('"') + 1, -1).replaceAll('""', '"')
}

/** Between quotes of either kind; `\\0` and its like name a character, all others stand for themselves. */
function decodeSlashes(source: string): string {
  const mark = source[source.length - 1] as string
  const text = source.slice(source.indexOf(mark) + 1, -1)
  let value = ''
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string
    if (char === mark) at++
    else if (char === '\\') {
      at++
      value += slashed.get(text[at] as string) ?? text[at]
      continue
    }
    value += char
  }
  return value
}

function endOfPlain(text: string, from: number): number {
  return endOfQuoted(text, from, "'")
}

/** What stands between the quotes, the parts of a string that goes on over several lines joined. */
function inside(source: string, endOf: (text: string, from: number) => number): string {
  let joined = ''
  for (let from = source.indexOf("'") + 1; from > 0; ) {
    const end = endOf(source, from)
    joined += source.slice(from, end - 1)
    from = continuation(source, end)
  }
  return joined
}

/** Null when an escape names a byte beyond ASCII: its meaning hangs on the server's encoding. */
function decodeBackslashes(escaped: string): string | null {
  let value = ''
  for (let at = 0; at < escaped.length; at++) {
    const char = escaped[at] as string
    if (char === "'") at++
    if (char !== '\\') {
      value += char
      continue
    }
    const [code, length] = numberAt(escaped, at + 1)
    if (length > 0) {
      if (code === 0 || code > 0x10ffff || (code > 127 && !/[uU]/.test(escaped[at + 1] as string))) return null
      value += String.fromCodePoint(code)
      at += length
    } else {
      const next = escaped[++at] ?? ''
      if (/[xuU]/.test(next)) return null
      value += simpleEscapes.get(next) ?? next
    }
  }
  return value
}

/** The code of `xHH`, `OOO`, `uXXXX` or `UXXXXXXXX`, and how many characters it takes (0: none of these). */
function numberAt(text: string, at: number): readonly [code: number, length: number] {
  const found = /^(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3}))/.exec(text.slice(at, at + 9))
  if (found === null) return [0, 0]
  const [whole, byte, short, long, octal] = found
  const code = octal === undefined ? Number.parseInt(byte ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8)
  return [code, whole.length]
}

/** @param mark the character of UESCAPE; null: not known */
function decodeUnicode(text: string, mark: string | null): string | null {
  if (mark === null) return null
  let value = ''
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string
    if (char !== mark) {
      value += char
      continue
    }
    if (text[at + 1] === mark) {
      value += mark
      at++
      continue
    }
    const found = /^(?:\+([0-9a-fA-F]{6})|([0-9a-fA-F]{4}))/.exec(text.slice(at + 1, at + 8))
    const code = Number.parseInt(found?.[1] ?? found?.[2] ?? '', 16)
    if (found === null || code === 0 || code > 0x10ffff) return null
    value += String.fromCodePoint(code)
    at += found[0].length
  }
  return value
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102)
}

/** Digits, with single underscores between them. */
function endOfDigits(text: string, from: number, accept: (code: number) => boolean): number {
  let at = from
  while (accept(text.charCodeAt(at)) || (text.charCodeAt(at) === 95 && at > from && accept(text.charCodeAt(at + 1))))
    at++
  return at
}

/** @param from offset of a digit, or of a dot before a digit. Returns the offset behind the number. */
export function endOfNumber(text: string, from: number): number {
  if (text.charCodeAt(from) === 48 && /[xXoObB]/.test(text[from + 1] ?? '') && isHexDigit(text.charCodeAt(from + 2)))
    return endOfDigits(text, from + 2, isHexDigit)
  let at = endOfDigits(text, from, isDigit)
  if (text[at] === '.' && text[at + 1] !== '.') at = endOfDigits(text, at + 1, isDigit)
  const exponent = text[at] === 'e' || text[at] === 'E'
  const sign = text[at + 1] === '+' || text[at + 1] === '-' ? 1 : 0
  if (exponent && isDigit(text.charCodeAt(at + 1 + sign))) at = endOfDigits(text, at + 1 + sign, isDigit)
  return at
}

function isWordCode(code: number): boolean {
  const lower = code | 32
  return isDigit(code) || (lower >= 97 && lower <= 122) || code === 95 || code === 36 || code > 127
}

/**
 * Where words may begin with digits: whether one begins here, and no number does. `1a` and `0x1g` are words, `1`,
 * `1e5` and `0x1f` are not. Returns the offset behind the word, or -1.
 */
export function endOfNumericWord(text: string, from: number): number {
  if (text.charCodeAt(from) === 46) return -1
  let at = from
  while (isDigit(text.charCodeAt(at))) at++
  if (!isWordCode(text.charCodeAt(at))) return -1
  const prefix = at === from + 1 && text.charCodeAt(from) === 48 ? text[at] : ''
  if (prefix === 'x' || prefix === 'b') {
    let end = at + 1
    if (prefix === 'x') while (isHexDigit(text.charCodeAt(end))) end++
    else while (text[end] === '0' || text[end] === '1') end++
    if (end > at + 1 && !isWordCode(text.charCodeAt(end))) return -1
  }
  if (/[eE]/.test(text[at] as string)) {
    const sign = text[at + 1] === '+' || text[at + 1] === '-' ? 1 : 0
    if (isDigit(text.charCodeAt(at + 1 + sign))) return -1
  }
  while (isWordCode(text.charCodeAt(at))) at++
  return at
}

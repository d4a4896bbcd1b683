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

import { endOfComment, endOfLine, isSpace, opensLineComment } from '../../sql/lex-quotes.ts'

/**
 * The text without white space and comments around it. Comments that may be run stay. At the end only comments between
 * signs are taken off, and only where no two dialects can disagree about what is quoted before them; that the cut went
 * through nothing shows when the rest can be read by itself.
 */
export function stripComments(text: string): string {
  const start = endOfLeading(text)
  const end = startOfTrailing(text, start)
  // A zero byte must stay where it is seen.
  if (text.indexOf('\0') !== -1) return text
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

function endOfLeading(text: string): number {
  let at = 0
  for (let next = 0; next !== -1; next = commentAt(text, at)) {
    at = next
    while (isSpace(text.charCodeAt(at))) at++
  }
  return at
}

/** The offset behind the comment that begins here, or -1. */
function commentAt(text: string, at: number): number {
  const first = text[at]
  if ((first === '-' || first === '#') && opensLineComment(text, at, 'spaced-dashes')) return endOfLine(text, at, false)
  return isPlainComment(text, at) ? endOfComment(text, at, false) : -1
}

function isPlainComment(text: string, at: number): boolean {
  return text.startsWith('/*', at) && !/^[!M+]$/.test(text[at + 2] ?? '')
}

/** What dialects read differently, and comments to the end of a line, in which a comment may seem to open. */
const disputed = /[\\$#]|--|\/\*(?:[!+]|M!)/

/** Looks at a few comments only, so that the time stays in proportion to the text. */
function startOfTrailing(text: string, start: number): number {
  let end = text.length
  const settled = !disputed.test(start === 0 ? text : text.slice(start))
  for (let comments = 0; comments < 4; comments++) {
    while (end > start && isSpace(text.charCodeAt(end - 1))) end--
    if (!settled || !text.startsWith('*/', end - 2)) break
    const open = text.lastIndexOf('/*', end - 4)
    if (open <= start || !isPlainComment(text, open) || text.indexOf('*/', open + 2) !== end - 2) break
    end = open
  }
  return end
}

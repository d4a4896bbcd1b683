import { endOfComment, endOfLine, isSpace } from './lex-quotes.ts'

/** Behind one of these a comment could be read as part of an operator. */
const operators = '+-*/<>=~!@#%^&|`?'

/**
 * The text without white space and comments around it. Exact at the front. At the end it is a guess that holds if,
 * and only if, the result can be read by itself: then no string or name is open where it ends, so that what was cut
 * off is a comment.
 */
export function stripComments(text: string): string {
  const start = endOfLeading(text)
  const end = startOfTrailing(text, start)
  // A zero byte must stay where it is seen.
  if (end < text.length && text.indexOf('\0', end) !== -1) return start === 0 ? text : text.slice(start)
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
  if (text.startsWith('--', at)) return endOfLine(text, at)
  return text.startsWith('/*', at) ? endOfComment(text, at, true) : -1
}

/** Looks at a few comments only, so that the time stays in proportion to the text. */
function startOfTrailing(text: string, start: number): number {
  let end = text.length
  for (let comments = 0; comments < 4; comments++) {
    while (end > start && isSpace(text.charCodeAt(end - 1))) end--
    const open = openingBefore(text, start, end)
    if (open === -1) break
    end = open
  }
  return end
}

/** Where the comment that ends at `end` may begin, or -1. */
function openingBefore(text: string, start: number, end: number): number {
  const open = text.startsWith('*/', end - 2) ? blockBefore(text, start, end) : lineCommentBefore(text, start, end)
  return open > start && !operators.includes(text[open - 1] as string) ? open : -1
}

/** Without other comment signs inside, so that nesting is no question. */
function blockBefore(text: string, start: number, end: number): number {
  const open = text.lastIndexOf('/*', end - 4)
  return open >= start && text.indexOf('*/', open + 2) === end - 2 ? open : -1
}

function lineCommentBefore(text: string, start: number, end: number): number {
  const open = text.lastIndexOf('--', end)
  return open >= start && endOfLine(text, open) >= end ? open : -1
}

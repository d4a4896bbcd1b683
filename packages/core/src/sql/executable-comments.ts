/** Comments that hide their inside from other servers: `/*!50701 … *\/`, `/*M!100100 … *\/`. */
export interface ExecutableComments {
  /** Whether `/*M!` is one of them. */
  readonly marked: boolean
  /** How many of the digits behind the sign are the version; null: nobody can tell. Less than five are no version. */
  readonly digits: (digits: string, behind: string, marked: boolean) => number | null
  /** Whether the server runs what is for a version. */
  readonly runs: (version: number, marked: boolean) => boolean
}

/**
 * `plain`: a comment like any other. `run`: its inside is text from `end` on. `skip`: it ends at `end`, -1 where it
 * does not end. `unsure`: servers disagree.
 */
export interface CommentReading {
  readonly manner: 'plain' | 'run' | 'skip' | 'unsure'
  readonly end: number
}

const plain: CommentReading = { manner: 'plain', end: -1 }

/** @param at offset of the opening sign */
export function readExecutable(text: string, at: number, rules: ExecutableComments): CommentReading {
  const marked = text[at + 2] === 'M' && text[at + 3] === '!'
  if (text[at + 2] !== '!' && !(marked && rules.marked)) return isHint(text, at) ? readHint(text, at) : plain
  const from = at + (marked ? 4 : 3)
  let end = from
  while (end < from + 8 && /[0-9]/.test(text[end] ?? '')) end++
  const found = text.slice(from, end)
  const digits = found.length < 5 ? 0 : rules.digits(found, text[end] ?? '', marked)
  if (digits === null) return { manner: 'unsure', end: -1 }
  const version = Number(found.slice(0, digits))
  if (digits === 0 || rules.runs(version, marked)) return { manner: 'run', end: from + digits }
  return { manner: 'skip', end: endOfSkipped(text, from) }
}

/** What is skipped may hold one level of comments. */
function endOfSkipped(text: string, from: number): number {
  for (let at = from; ; ) {
    const close = text.indexOf('*/', at)
    const open = text.indexOf('/*', at)
    if (close === -1) return -1
    if (open === -1 || open > close) return close + 2
    const inner = text.indexOf('*/', open + 2)
    if (inner === -1) return -1
    at = inner + 2
  }
}

function isHint(text: string, at: number): boolean {
  return text[at + 2] === '+'
}

/** Optimizer hints are read by a lexer of their own: a quote may hide the end of the comment from it. */
function readHint(text: string, at: number): CommentReading {
  const close = text.indexOf('*/', at + 2)
  const inside = close === -1 ? '' : text.slice(at, close)
  const odd = ['`', '"', "'"].some((mark) => inside.split(mark).length % 2 === 0)
  return odd ? { manner: 'unsure', end: -1 } : plain
}

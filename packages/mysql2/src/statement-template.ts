const maxTemplates = 1_000

/** What stands between its placeholders, by template; null: not every `?` is surely one. */
const pieces = new Map<string, readonly string[] | null>()

/**
 * The text without the values that the driver has put into it: what a statement does is known by it, once for all of
 * its values. Null: it must be read with them.
 *
 * Nothing is taken from how the driver escapes: the text must be the template with plain literals in place of its
 * placeholders, letter for letter. A string is plain when its characters end it nowhere, whatever sql_mode says of
 * backslashes, and each literal stands where it can't grow together with what is beside it (`@?` would be a variable).
 */
export function templateOf(template: unknown, values: unknown, text: unknown): string | null {
  if (typeof template !== 'string' || typeof text !== 'string' || !Array.isArray(values)) return null
  const known = piecesOf(template)
  if (known === null || known.length - 1 > values.length) return null
  let at = 0
  for (let n = 0; n < known.length; n++) {
    if (n > 0) at = behindLiteral(text, at, values[n - 1])
    const piece = known[n] as string
    if (at < 0 || !standsAt(text, at, piece)) return null
    at += piece.length
  }
  return at === text.length ? template : null
}

const quote = 0x27

/** As `startsWith`, in half of the time. */
function standsAt(text: string, at: number, part: string): boolean {
  return text.slice(at, at + part.length) === part
}

/** Where the plain literal ends that stands at a place; -1: there is none. */
function behindLiteral(text: string, at: number, value: unknown): number {
  if (typeof value !== 'string') {
    const literal = plainWord(value)
    return literal !== null && standsAt(text, at, literal) ? at + literal.length : -1
  }
  const end = at + 1 + value.length
  const quoted = text.charCodeAt(at) === quote && text.charCodeAt(end) === quote && standsAt(text, at + 1, value)
  return quoted && !special.test(value) ? end + 1 : -1
}

function plainWord(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null
  return value === null || value === undefined ? 'NULL' : typeof value === 'boolean' ? String(value) : null
}

/** Quotes, backslashes, and whatever is escaped by one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is them that are looked for; a class of Unicode is slower.
const special = /['"`\\\u0000-\u001f\u007f-\u009f]/

function piecesOf(template: string): readonly string[] | null {
  const known = pieces.get(template)
  if (known !== undefined) return known
  if (pieces.size >= maxTemplates) pieces.clear()
  const found = split(template)
  pieces.set(template, found)
  return found
}

function split(template: string): readonly string[] | null {
  const found: string[] = []
  let from = 0
  for (let at = 0; at < template.length; at++) {
    const char = template[at] as string
    if (char === "'" || char === '"' || char === '`') {
      const end = template.indexOf(char, at + 1)
      // What is quoted must hold neither a placeholder nor a backslash, of which only sql_mode knows what it does.
      if (end < 0 || /[?\\]/.test(template.slice(at, end))) return null
      at = end
    } else if (char === '#' || template.startsWith('--', at) || template.startsWith('/*', at)) return null
    else if (char === '?') {
      if (!/[\s(,=<>]/.test(template[at - 1] ?? '') || !/[\s),;=<>]/.test(template[at + 1] ?? ' ')) return null
      found.push(template.slice(from, at))
      from = at + 1
    }
  }
  found.push(template.slice(from))
  return found
}

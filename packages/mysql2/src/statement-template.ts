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
    if (n > 0) {
      const literal = plainLiteral(values[n - 1])
      if (literal === null || !text.startsWith(literal, at)) return null
      at += literal.length
    }
    const piece = known[n] as string
    if (!text.startsWith(piece, at)) return null
    at += piece.length
  }
  return at === text.length ? template : null
}

function plainLiteral(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null
  if (typeof value === 'string') return special.test(value) ? null : `'${value}'`
  return value === null || value === undefined ? 'NULL' : typeof value === 'boolean' ? String(value) : null
}

/** Quotes, backslashes, and whatever is escaped by one. */
const special = /['"`\\\p{Cc}]/u

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

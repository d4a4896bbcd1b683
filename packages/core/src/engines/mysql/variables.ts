import type { TokenSpan } from '../../sql/token-span.ts'
import { foldAscii } from '../../sql/tokens.ts'

/** A variable of either kind in the text, and the token behind it. */
export interface Variable {
  readonly kind: 'user' | 'system'
  /** Null: the text does not show it. */
  readonly name: string | null
  /** The word that a system variable is qualified with. */
  readonly scope: string
  readonly behind: number
}

const scopes: ReadonlySet<string> = new Set(['global', 'session', 'local', 'persist', 'persist_only'])

/** `@name`, `@'name'`, `@@name`, `@@scope.name`; null: the sign at `at` begins none. */
export function readVariable(span: TokenSpan, at: number): Variable | null {
  if (span.sign(at) !== '@') return null
  return touches(span, at + 1) && span.sign(at + 1) === '@' ? readSystem(span, at + 2) : readUser(span, at + 1)
}

/** Servers fold letters, and MySQL takes accents off the names of its variables. */
export function foldName(name: string): string {
  for (let i = 0; i < name.length; i++)
    if (name.charCodeAt(i) > 127) return foldAscii(name.normalize('NFKD').replace(/[^\x20-\x7f]/g, '')).toLowerCase()
  return foldAscii(name)
}

function readSystem(span: TokenSpan, at: number): Variable {
  const first = span.name(at)
  const scope = span.word(at)
  const scoped = scopes.has(scope) && span.sign(at + 1) === '.'
  let name = scoped ? span.name(at + 2) : first
  let behind = at + (scoped ? 3 : 1)
  while (span.sign(behind) === '.') {
    const part = span.name(behind + 1)
    name = name === null || part === null ? null : `${name}.${part}`
    behind += 2
  }
  return { kind: 'system', name: name === null ? null : foldName(name), scope: scoped ? scope : '', behind }
}

/** Dots belong to the name. */
function readUser(span: TokenSpan, from: number): Variable {
  const quoted = span.isString(from) ? span.string(from) : span.kind(from) === 'name' ? span.name(from) : undefined
  if (quoted !== undefined)
    return { kind: 'user', name: quoted === null ? null : foldName(quoted), scope: '', behind: from + 1 }
  let name = ''
  let at = from
  for (; at === from || touches(span, at); at++) {
    const part = span.kind(at) === 'number' ? span.source(at) : span.word(at) || (span.sign(at) === '.' ? '.' : '')
    if (part === '') break
    name += part
  }
  return { kind: 'user', name: name === '' ? null : foldName(name), scope: '', behind: at }
}

function touches(span: TokenSpan, at: number): boolean {
  return at > 0 && at < span.tokens.count && span.tokens.start(at) === span.tokens.end(at - 1)
}

/** `:=`, without a gap. */
export function isAssignment(span: TokenSpan, at: number): boolean {
  return span.sign(at) === ':' && span.sign(at + 1) === '=' && touches(span, at + 1)
}

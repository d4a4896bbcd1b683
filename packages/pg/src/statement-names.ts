import { createHash } from 'node:crypto'

/** What a session has prepared under a name of its own, as a private connection would remember it. */
export class StatementNames {
  // Made for the first name: most sessions never have one, and an idle session must cost next to nothing.
  #texts: Map<string, string> | null = null
  /** What SQL has dropped: a text is still known by its name, and is prepared again when it is used. */
  #dropped: Set<string> | null = null

  textOf(name: string): string | undefined {
    return this.#texts?.get(name)
  }

  remember(name: string, text: string): void {
    this.#texts ??= new Map()
    this.#texts.set(name, text)
    this.#dropped?.delete(name)
  }

  dropAll(): void {
    if (this.#texts !== null) this.#dropped = new Set(this.#texts.keys())
  }

  /** Those that a private connection would have now. */
  get prepared(): readonly (readonly [string, string])[] {
    return [...(this.#texts ?? [])].filter(([name]) => !this.#dropped?.has(name))
  }
}

/** pg's own check, made for the session and not for the connection that it happens to have. */
export function nameClash(
  name: string | undefined,
  text: string | undefined,
  names: StatementNames | null,
): Error | null {
  const known = name === undefined ? undefined : names?.textOf(name)
  if (known === undefined || known === text) return null
  return new Error(`Prepared statements must be unique - '${name}' was used for a different statement`)
}

const mostRemembered = 10_000
const prefix = 'mux_'

/** Whether a name on the wire is one that sessions share. */
export const isShared = (name: string): boolean => name.startsWith(prefix)

/**
 * Names under which sessions share prepared statements: made from the text and from a secret of the pool, so that
 * the same text is prepared once for each connection, two texts never meet, and no SQL can guess a neighbour's name.
 */
export class SharedNames {
  readonly #secret: string
  readonly #names = new Map<string, string>()

  constructor(secret: string) {
    this.#secret = secret
  }

  nameOf(text: string, types: unknown): string {
    const key = Array.isArray(types) ? `${types.join(',')};${text}` : text
    const known = this.#names.get(key)
    if (known !== undefined) return known
    const name = `${prefix}${createHash('sha256').update(this.#secret).update(key).digest('base64url').slice(0, 32)}`
    // Names are a function of the text: forgetting them all costs nothing but time.
    if (this.#names.size >= mostRemembered) this.#names.clear()
    this.#names.set(key, name)
    return name
  }
}

import { createHash } from 'node:crypto'

/** What a session has prepared under a name of its own, as a private connection would remember it. */
export class StatementNames {
  readonly #texts = new Map<string, string>()

  textOf(name: string): string | undefined {
    return this.#texts.get(name)
  }

  remember(name: string, text: string): void {
    this.#texts.set(name, text)
  }

  [Symbol.iterator](): Iterator<[string, string]> {
    return this.#texts[Symbol.iterator]()
  }

  get size(): number {
    return this.#texts.size
  }
}

const mostRemembered = 10_000

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
    const name = `mux_${createHash('sha256').update(this.#secret).update(key).digest('base64url').slice(0, 32)}`
    // Names are a function of the text: forgetting them all costs nothing but time.
    if (this.#names.size >= mostRemembered) this.#names.clear()
    this.#names.set(key, name)
    return name
  }
}

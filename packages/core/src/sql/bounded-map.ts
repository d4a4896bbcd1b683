/**
 * A map from texts that forgets what was not asked for lately. Two generations: a hit in the old one moves the entry
 * to the young one; when the young one is full the old one is dropped. A hit costs no bookkeeping.
 */
export class BoundedMap<V> {
  #young = new Map<string, V>()
  #old = new Map<string, V>()
  #characters = 0
  readonly #maxEntries: number
  readonly #maxCharacters: number

  /** Bounds of both generations together. */
  constructor(maxEntries: number, maxCharacters: number) {
    this.#maxEntries = maxEntries / 2
    this.#maxCharacters = maxCharacters / 2
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  get(text: string): V | undefined {
    const young = this.#young.get(text)
    if (young !== undefined) return young
    const old = this.#old.get(text)
    if (old !== undefined) {
      this.#old.delete(text)
      this.set(text, old)
    }
    return old
  }

  /** A text that would push out most others is not kept. */
  set(text: string, value: V): void {
    if (text.length * 8 > this.#maxCharacters) return
    if (this.#young.size >= this.#maxEntries || this.#characters + text.length > this.#maxCharacters) {
      this.#old = this.#young
      this.#young = new Map()
      this.#characters = 0
    }
    this.#young.set(text, value)
    this.#characters += text.length
  }
}

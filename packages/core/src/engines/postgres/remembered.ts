/**
 * What was worked out of a text, kept for as long as it is asked for: of a catalogue's bodies, most are the same each
 * time that it is read.
 */
export class Remembered<V> {
  #older: ReadonlyMap<string, V> = new Map()
  #newer = new Map<string, V>()

  /** What nobody has asked for since the last time is forgotten. */
  turn(): void {
    this.#older = this.#newer
    this.#newer = new Map()
  }

  of(text: string, workOut: () => V): V {
    const known = this.#newer.get(text) ?? this.#older.get(text)
    const value = known ?? workOut()
    this.#newer.set(text, value)
    return value
  }
}

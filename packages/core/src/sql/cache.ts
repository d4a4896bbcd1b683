import { BoundedMap } from './bounded-map.ts'
import type { Classification } from './classification.ts'

export interface CacheOptions {
  /** Takes comments and white space off both ends; see `strip-comments.ts` for what it may guess. */
  readonly strip: (text: string) => string
  /** Texts kept, at most; default 10,000. */
  readonly maxEntries?: number
  /** UTF-16 units of text kept, at most; default 8,388,608. */
  readonly maxCharacters?: number
}

/**
 * Classifications by text. First by the exact text; then by the text without comments around it, so that trace ids
 * in a comment do not make every statement a new one. Offsets count from the beginning of the stripped text then.
 * The same text gives the same object for as long as it is kept.
 */
export class ClassificationCache {
  readonly #classify: (text: string) => Classification
  readonly #strip: (text: string) => string
  readonly #exact: BoundedMap<Classification>
  readonly #stripped: BoundedMap<Classification>

  constructor(classify: (text: string) => Classification, options: CacheOptions) {
    this.#classify = classify
    this.#strip = options.strip
    const entries = (options.maxEntries ?? 10_000) / 2
    const characters = (options.maxCharacters ?? 8_388_608) / 2
    this.#exact = new BoundedMap(entries, characters)
    this.#stripped = new BoundedMap(entries, characters)
  }

  get(text: string): Classification {
    const known = this.#exact.get(text)
    if (known !== undefined) return known
    const classification = this.#byStripped(text)
    this.#exact.set(text, classification)
    return classification
  }

  #byStripped(text: string): Classification {
    const stripped = this.#strip(text)
    let classification = this.#stripped.get(stripped)
    if (classification === undefined) {
      classification = this.#classify(stripped)
      this.#stripped.set(stripped, classification)
    }
    // Unknown may mean that the cut went through a string: only the whole text tells.
    return classification.unknown && stripped !== text ? this.#classify(text) : classification
  }
}

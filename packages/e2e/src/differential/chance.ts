import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Neighbouring seeds give the generator neighbouring first values; the finalizer of MurmurHash3 scatters them. */
const scatter = (seed: number): number => {
  const once = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}

/** Seeded randomness: the same seed gives the same choices on every machine. */
export class Chance {
  readonly #generator: ReturnType<typeof xoroshiro128plus>

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(scatter(seed))
  }

  /** An integer from 0 to n - 1. */
  below(n: number): number {
    return uniformInt(this.#generator, 0, n - 1)
  }

  /** True `percent` times in a hundred. */
  percent(percent: number): boolean {
    return this.below(100) < percent
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  weighted<T extends { readonly weight: number }>(items: readonly T[]): T {
    let rest = this.below(items.reduce((sum, item) => sum + item.weight, 0))
    for (const item of items) {
      rest -= item.weight
      if (rest < 0) return item
    }
    throw new Error('nothing to pick from')
  }
}

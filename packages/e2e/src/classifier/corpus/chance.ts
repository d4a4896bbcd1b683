/** Choices that come out the same in every run. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** From 0 up to `below`. */
  below(below: number): number {
    // A linear congruential generator: its low bits are poor, its high ones will do.
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#state / 2 ** 32) * below)
  }

  one<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T
  }

  some<T>(choices: readonly T[], atLeast = 1): readonly T[] {
    const kept = choices.filter(() => this.below(2) === 0)
    return kept.length >= atLeast ? kept : choices.slice(0, atLeast)
  }

  maybe(text: string): string {
    return this.below(2) === 0 ? text : ''
  }
}

/** Numbers that look random, the same in each run. */
export function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export function oneOf<V>(random: () => number, values: readonly V[]): V {
  return values[Math.floor(random() * values.length)] as V
}

import fc from 'fast-check'

/**
 * One seed for all properties of a run, so that a failure can be repeated: MUXPOOL_SEED=… repeats it, and
 * MUXPOOL_RUNS=… looks for longer.
 */
const seed = Number(process.env.MUXPOOL_SEED ?? Date.now() % 2 ** 31)
const runs = process.env.MUXPOOL_RUNS

function parameters(numRuns: number): { readonly seed: number; readonly numRuns: number } {
  console.log(`seed ${seed}`)
  return { seed, numRuns: runs === undefined ? numRuns : Number(runs) }
}

export function checked<T>(property: fc.IProperty<T>, numRuns = 200): void {
  fc.assert(property, parameters(numRuns))
}

export async function checkedAsync<T>(property: fc.IAsyncProperty<T>, numRuns = 200): Promise<void> {
  await fc.assert(property, parameters(numRuns))
}

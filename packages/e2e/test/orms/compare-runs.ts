import { beforeAll, describe, expect, it } from 'vitest'
import { type Observation, type Program, plain } from '../../src/orms/program.ts'
import type { Run } from '../../src/orms/run.ts'

interface Compared<S> {
  /** Names the server too, if there are several. */
  readonly title: string
  readonly program: Program<S>
  readonly driver: S
  readonly muxpool: S
  run(program: Program<S>, subject: S): Promise<Run>
  /** The file with what the driver is known to do. */
  readonly known: string
}

const written = (run: Run): string =>
  [
    `(uses: ${run.poolsOpened} pools${run.madeConnections ? ', connections' : ''})\n`,
    ...run.observations.map(({ name, value }) => `${name}: ${JSON.stringify(value)}\n`),
  ].join('')

interface Named {
  readonly name: string
  readonly deviations: readonly { readonly id: string }[]
}

/** The truth, but for what muxpool says by itself that it does otherwise. */
function expected<S>(truth: Run, { deviations = [] }: Program<S>, muxpool: Named): Observation[] {
  const known = muxpool.deviations.map(({ id }) => id)
  for (const { id } of deviations) expect(known).toContain(id)
  return truth.observations.map((observed) => {
    const deviation = deviations.find(({ observation }) => observation === observed.name)
    return deviation === undefined ? observed : { name: observed.name, value: plain(deviation.muxpool) }
  })
}

/** The program on the driver's own pools gives the truth; on muxpool's it must give the same. */
export function compareRuns<S extends Named>({ title, program, driver, muxpool, run, known }: Compared<S>): void {
  describe(title, () => {
    let truth: Run
    beforeAll(async () => {
      truth = await run(program, driver)
    })

    it(`does on ${driver.name} what it is known to do`, async () => {
      await expect(written(truth)).toMatchFileSnapshot(known)
      expect(truth.heldAtEnd).toBe(0)
      expect(truth.poolsEnded).toBe(truth.poolsOpened)
    })

    it('does the same on muxpool', async () => {
      const seen = await run(program, muxpool)
      console.log(`pins of ${title}: ${JSON.stringify(seen.pinsByReason)}`)
      expect(seen.observations).toEqual(expected(truth, program, muxpool))
      expect(seen.heldAtEnd).toBe(0)
      expect(seen.poolsEnded).toBe(seen.poolsOpened)
      expect(seen.mostConnections).toBeLessThanOrEqual(program.connections)
      expect([seen.poolsOpened, seen.madeConnections]).toEqual([truth.poolsOpened, truth.madeConnections])
    })
  })
}

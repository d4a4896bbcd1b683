import { sharedPostgres } from '@muxpool/test-servers/vitest'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Observation, type Program, plain } from '../../src/orms/program.ts'
import { type Run, runProgram } from '../../src/orms/run-program.ts'
import { muxpool, realPg } from '../../src/orms/subjects.ts'

const written = (run: Run): string =>
  [
    `(uses: ${run.poolsOpened} pools${run.madeClients ? ', clients' : ''})\n`,
    ...run.observations.map(({ name, value }) => `${name}: ${JSON.stringify(value)}\n`),
  ].join('')

/** The truth, but for what muxpool says by itself that it does otherwise. */
function expected(truth: Run, { deviations = [] }: Program): Observation[] {
  const known = muxpool.deviations.map(({ id }) => id)
  for (const { id } of deviations) expect(known).toContain(id)
  return truth.observations.map((observed) => {
    const deviation = deviations.find(({ observation }) => observation === observed.name)
    return deviation === undefined ? observed : { name: observed.name, value: plain(deviation.muxpool) }
  })
}

/** The program on the driver's own classes gives the truth; muxpool must give the same. */
export function comparePrograms(program: Program): void {
  describe(program.name, () => {
    let truth: Run
    beforeAll(async () => {
      truth = await runProgram(program, realPg, sharedPostgres(18))
    })

    it('does on pg what it is known to do', async () => {
      await expect(written(truth)).toMatchFileSnapshot(`expected/${program.name}.txt`)
      expect(truth.heldAtEnd).toBe(0)
      expect(truth.poolsEnded).toBe(truth.poolsOpened)
    })

    it('does the same on muxpool', async () => {
      const run = await runProgram(program, muxpool, sharedPostgres(18))
      console.log(`pins of ${program.name}: ${JSON.stringify(run.pinsByReason)}`)
      expect(run.observations).toEqual(expected(truth, program))
      expect(run.heldAtEnd).toBe(0)
      expect(run.poolsEnded).toBe(run.poolsOpened)
      expect(run.mostBackends).toBeLessThanOrEqual(program.connections)
      expect([run.poolsOpened, run.madeClients]).toEqual([truth.poolsOpened, truth.madeClients])
    })
  })
}

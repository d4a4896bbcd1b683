import { sharedPostgres } from '@muxpool/test-servers/vitest'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Program } from '../../src/orms/program.ts'
import { type Run, runProgram } from '../../src/orms/run-program.ts'
import { muxpool, realPg } from '../../src/orms/subjects.ts'

const written = (run: Run): string =>
  [
    `(uses: ${run.poolsOpened} pools${run.madeClients ? ', clients' : ''})\n`,
    ...run.observations.map(({ name, value }) => `${name}: ${JSON.stringify(value)}\n`),
  ].join('')

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

    it.skipIf(muxpool === null)('does the same on muxpool', async () => {
      if (muxpool === null) throw new Error('unreachable')
      const run = await runProgram(program, muxpool, sharedPostgres(18))
      console.log(`pins of ${program.name}: ${JSON.stringify(run.pinsByReason)}`)
      expect(run.observations).toEqual(truth.observations)
      expect(run.heldAtEnd).toBe(0)
      expect(run.poolsEnded).toBe(run.poolsOpened)
      expect(run.mostBackends).toBeLessThanOrEqual(program.connections)
      expect([run.poolsOpened, run.madeClients]).toEqual([truth.poolsOpened, truth.madeClients])
    })
  })
}

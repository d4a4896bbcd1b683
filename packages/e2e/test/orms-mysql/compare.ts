import { sharedMysql } from '@muxpool/test-servers/vitest'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Observation, plain } from '../../src/orms/program.ts'
import { type MysqlRun, runMysqlProgram } from '../../src/orms-mysql/run-program.ts'
import { muxpool, type Program, realMysql2 } from '../../src/orms-mysql/subjects.ts'

const written = (run: MysqlRun): string =>
  [
    `(uses: ${run.poolsOpened} pools${run.madeConnections ? ', connections' : ''})\n`,
    ...run.observations.map(({ name, value }) => `${name}: ${JSON.stringify(value)}\n`),
  ].join('')

/** The truth, but for what muxpool says by itself that it does otherwise. */
function expected(truth: MysqlRun, { deviations = [] }: Program): Observation[] {
  const known = muxpool.deviations.map(({ id }) => id)
  for (const { id } of deviations) expect(known).toContain(id)
  return truth.observations.map((observed) => {
    const deviation = deviations.find(({ observation }) => observation === observed.name)
    return deviation === undefined ? observed : { name: observed.name, value: plain(deviation.muxpool) }
  })
}

/** The program on mysql2's own pool gives the truth; on muxpool's it must give the same, on both servers. */
export function compareMysqlPrograms(program: Program): void {
  describe.each(['mysql', 'mariadb'] as const)(`${program.name} on %s`, (flavour) => {
    let truth: MysqlRun
    beforeAll(async () => {
      truth = await runMysqlProgram(program, realMysql2, sharedMysql(flavour))
    })

    it('does on mysql2 what it is known to do', async () => {
      await expect(written(truth)).toMatchFileSnapshot(`expected/${program.name}-${flavour}.txt`)
      expect(truth.heldAtEnd).toBe(0)
      expect(truth.poolsEnded).toBe(truth.poolsOpened)
    })

    it('does the same on muxpool', async () => {
      const run = await runMysqlProgram(program, muxpool, sharedMysql(flavour))
      console.log(`pins of ${program.name} on ${flavour}: ${JSON.stringify(run.pinsByReason)}`)
      expect(run.observations).toEqual(expected(truth, program))
      expect(run.heldAtEnd).toBe(0)
      expect(run.poolsEnded).toBe(run.poolsOpened)
      expect(run.mostConnections).toBeLessThanOrEqual(program.connections)
      expect([run.poolsOpened, run.madeConnections]).toEqual([truth.poolsOpened, truth.madeConnections])
    })
  })
}

import { mayLeaveOut, sharedPostgres } from '@muxpool/test-servers/vitest'
import { describe, expect, it } from 'vitest'
import { runHarness } from '../../src/differential/harness.ts'
import { postgres } from '../../src/differential/postgres-engine.ts'
import { programs } from '../../src/differential/programs/index.ts'
import { randomPrograms } from '../../src/differential/random/generate.ts'
import { describeComparison, describeFigures, figuresOf } from '../../src/differential/report.ts'
import type { Subject } from '../../src/differential/subject.ts'
import { muxpool, muxpoolSession, pgPoolForEverySession } from '../../src/differential/subjects/index.ts'
import { withoutWarnings } from '../../src/differential/without-warnings.ts'

withoutWarnings()

const seed = 20
const connections = 4
const chosen = [...programs, ...randomPrograms({ count: 10, steps: 60, seed })]
/** Some 20 s on a quiet machine; a busy one takes as long as it takes. */
const patience = 900_000

const differencesOf = async (subject: Subject, version: 15 | 18): Promise<readonly string[]> => {
  const connectionString = sharedPostgres(version)
  const report = await runHarness({
    ...{ engine: postgres, subject, connectionString, programs: chosen },
    ...{ sessions: 24, connections, seed },
  })
  const figures = figuresOf(report)
  expect(figures.programs).toBe(chosen.length)
  expect(report.neighbours.sessions).toBeGreaterThan(0)
  if (figures.differences === 0) return []
  return [...report.comparisons.flatMap((one) => describeComparison(one)), ...describeFigures(report, figures)]
}

describe('programs give what they give on private connections', () => {
  it(
    'on a pool with a connection for every session: the harness itself adds nothing',
    async () => {
      expect(await differencesOf(pgPoolForEverySession, 18)).toEqual([])
    },
    patience,
  )

  describe('on muxpool', () => {
    it.each([muxpool, muxpoolSession])(
      'PostgreSQL 18, $name',
      async (subject) => {
        expect(await differencesOf(subject, 18)).toEqual([])
      },
      patience,
    )

    it.skipIf(mayLeaveOut(15))(
      'PostgreSQL 15',
      async () => {
        expect(await differencesOf(muxpool, 15)).toEqual([])
      },
      patience,
    )
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mysqlBench } from '../../src/differential/bench.ts'
import { runHarness } from '../../src/differential/harness.ts'
import { mysqlSubjects } from '../../src/differential/mysql/subjects/index.ts'
import { describeComparison, describeFigures, figuresOf } from '../../src/differential/report.ts'
import { type ServerForRun, serverFor } from '../../src/differential/server-for.ts'
import { withoutWarnings } from '../../src/differential/without-warnings.ts'

withoutWarnings()

/** A small set that has every kind of state; all programs are run by `main.ts`. */
const chosen: ReadonlySet<string> = new Set([
  'types',
  'bank',
  'transactions',
  'implicit-commits',
  'use-in-two-sessions',
  'execute-under-changing-schemas',
  'set-names-in-two-sessions',
  'roles-of-two-sessions',
  'settings-of-two-sessions',
  'sql-modes-of-two-sessions',
  'user-variables-of-two-sessions',
  'autocommit-off',
  'characteristics-of-the-next-transaction',
  'sql-prepare-in-two-sessions',
  'temporary-tables-of-two-sessions',
  'named-locks-between-sessions',
  'procedures-that-set-state',
])

const seed = 20
/** Some 20 s on a quiet machine; a busy one takes as long as it takes. */
const patience = 600_000

describe.each(['mysql', 'mariadb'] as const)(
  'programs give what they give on private connections, on %s',
  (flavour) => {
    const { engine, programs } = mysqlBench(flavour)
    // A server of its own: names of what other tests define there would pin sessions here.
    let server: ServerForRun
    beforeAll(async () => {
      server = await serverFor(flavour)
    }, patience)
    afterAll(() => server.dispose())

    it.each(['muxpool', 'mysql2-pool-24'])(
      'through %s',
      async (name) => {
        const subject = mysqlSubjects.find((one) => one.name === name)
        if (subject === undefined) throw new Error(`no subject: ${name}`)
        const report = await runHarness({
          ...{ engine, subject, connectionString: server.connectionString, sessions: 9, connections: 4, seed },
          programs: programs.filter((program) => chosen.has(program.name)),
        })
        const figures = figuresOf(report)
        expect(figures.programs).toBe(chosen.size)
        expect(report.neighbours.sessions).toBeGreaterThan(0)
        const described = [...report.comparisons.filter(({ mismatches }) => mismatches.length > 0)].flatMap((one) =>
          describeComparison(one),
        )
        expect(figures.differences === 0 ? [] : [...described, ...describeFigures(report, figures)]).toEqual([])
      },
      patience,
    )
  },
)

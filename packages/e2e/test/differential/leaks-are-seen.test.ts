import { sharedPostgres } from '@muxpool/test-servers/vitest'
import { beforeAll, describe, expect, it } from 'vitest'
import { type HarnessReport, runHarness } from '../../src/differential/harness.ts'
import type { Program } from '../../src/differential/program.ts'
import { programs } from '../../src/differential/programs/index.ts'
import { shrink } from '../../src/differential/shrink.ts'
import { leakyPool } from '../../src/differential/subjects/index.ts'

const run = (chosen: readonly Program[], sessions: number, connections: number): Promise<HarnessReport> =>
  runHarness({
    subject: leakyPool,
    connectionString: sharedPostgres(18),
    programs: chosen,
    sessions,
    connections,
    seed: 7,
    // Sessions of a leaky pool wait for each other's locks.
    deadlineMillis: 2_000,
  })

/** A program for each kind of state, and a word that its differences must show. */
const leaks: readonly (readonly [program: string, shown: string])[] = [
  ['set-in-all-spellings', 'work_mem'],
  ['set-role', 'current_user'],
  ['row-level-security-by-session-setting', 'documents'],
  ['sql-prepare', 'prepared statement'],
  ['named-statements', 'Prepared statements must be unique'],
  ['temporary-tables', 'scratch'],
  ['hold-cursors', 'cursor'],
  ['advisory-locks', 'locks'],
  ['listen-in-transactions', 'channels'],
  ['nextval-and-look-back', 'lastval'],
]

describe('a pool that leaks', () => {
  let report: HarnessReport

  beforeAll(async () => {
    report = await run(
      programs.filter(({ name }) => leaks.some(([program]) => program === name)),
      24,
      4,
    )
  })

  it.each(leaks)('is caught by %s', (name, shown) => {
    const comparison = report.comparisons.find(({ program }) => program.name === name)
    expect(comparison?.mismatches.length).toBeGreaterThan(0)
    const words = comparison?.mismatches.map(({ path, expected, actual, step }) =>
      JSON.stringify([path, expected, actual, step]),
    )
    expect(words?.join('\n')).toContain(shown)
  })

  it.each(['role', 'setting', 'temporary', 'prepared', 'cursors', 'channels', 'locks'])(
    'is caught by neighbours that find the %s of another',
    (kind) => {
      expect(report.neighbours.leaks.some((leak) => leak.startsWith('{') && kind in JSON.parse(leak))).toBe(true)
    },
  )

  it('is caught at rest', () => {
    expect(report.remains.join()).toContain('advisory lock')
  })

  it('gives a program that can be made shorter and still differs', async () => {
    const program = programs.find(({ name }) => name === 'settings-of-two-sessions') as Program
    // Two sessions without neighbours meet on the one connection each time.
    const differs = async (candidate: Program): Promise<boolean> =>
      (await run([candidate], 2, 1)).comparisons.some(({ mismatches }) => mismatches.length > 0)
    const shortest = await shrink(program, program.steps.length - 1, differs, 10)
    expect(shortest.steps.length).toBeLessThan(program.steps.length)
    expect(await differs(shortest)).toBe(true)
  })
})

import { sharedPostgres } from '@muxpool/test-servers/vitest'
import { beforeAll, describe, expect, it } from 'vitest'
import { type HarnessReport, runHarness } from '../../src/differential/harness.ts'
import { postgres } from '../../src/differential/postgres-engine.ts'
import type { Program } from '../../src/differential/program.ts'
import { programs } from '../../src/differential/programs/index.ts'
import { shrink } from '../../src/differential/shrink.ts'
import { leakyPool } from '../../src/differential/subjects/index.ts'
import { withoutWarnings } from '../../src/differential/without-warnings.ts'

withoutWarnings()

const run = (chosen: readonly Program[], sessions: number, connections: number): Promise<HarnessReport> =>
  runHarness({
    engine: postgres,
    subject: leakyPool,
    connectionString: sharedPostgres(18),
    programs: chosen,
    sessions,
    connections,
    seed: 7,
    // Sessions of a leaky pool wait for each other's locks.
    deadlineMillis: 2_000,
  })

/**
 * A program for each kind of state, and what its differences must show. Run without neighbours on one connection, a
 * program meets what its own other session has left there, each time the same.
 */
const leaks: readonly (readonly [program: string, shown: string])[] = [
  ['settings-of-two-sessions', '"two"'],
  ['roles-of-two-sessions', '_b"'],
  ['row-level-security-by-session-setting', '"of b"'],
  ['search-path-tenants', '"order of b"'],
  ['sql-prepare-in-two-sessions', 'already exists'],
  ['same-name-other-text-in-two-sessions', 'must be unique'],
  ['temporary-tables-of-two-sessions', 'already exists'],
  ['hold-cursor-ends-with-its-session', 'cursor'],
  ['advisory-locks-between-sessions', 'pg_try_advisory_lock'],
  ['listen-ends-with-its-session', 'channels'],
  ['sequences-of-two-sessions', '"currval"'],
]

describe('a pool that leaks, with one connection', () => {
  let report: HarnessReport

  beforeAll(async () => {
    const wanted = new Set(leaks.map(([program]) => program))
    report = await run(
      programs.filter(({ name }) => wanted.has(name)),
      2,
      1,
    )
  })

  it.each(leaks)('is caught by %s', (name, shown) => {
    const comparison = report.comparisons.find(({ program }) => program.name === name)
    const differences = comparison?.mismatches.map(({ path, expected, actual }) =>
      JSON.stringify([path, expected, actual]),
    )
    expect(differences?.join('\n')).toContain(shown)
  })
})

describe('a pool that leaks, among neighbours', () => {
  let report: HarnessReport

  beforeAll(async () => {
    report = await run(
      programs.filter(({ pins }) => pins === 'never'),
      24,
      4,
    )
  })

  it('is caught by programs that hold nothing themselves', () => {
    const caught = report.comparisons.filter(({ mismatches }) => mismatches.length > 0)
    // Which neighbour leaves what to whom is the scheduler's choice; that nothing of any of them is seen is not.
    expect(caught.length).toBeGreaterThan(0)
    const shown = JSON.stringify(caught.map(({ mismatches }) => mismatches.map(({ path }) => path)))
    expect(shown).toMatch(/settings\.work_mem|settings\.role|canary_setting|canary_table/)
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
    const shortest = await shrink(program, program.steps.length - 1, differs, 5)
    expect(shortest.steps.length).toBeLessThan(program.steps.length)
    expect(await differs(shortest)).toBe(true)
  })
})

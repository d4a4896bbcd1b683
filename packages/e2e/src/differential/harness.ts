import { Admin } from './admin.ts'
import { atRest } from './at-rest.ts'
import { type Comparison, compare } from './compare.ts'
import { withDatabase } from './database.ts'
import { late, within } from './deadline.ts'
import { runLanes } from './lanes.ts'
import { type Names, namesOf } from './names.ts'
import { neighbourRole } from './neighbours/canary.ts'
import { Crowd } from './neighbours/crowd.ts'
import { neighbourSetup } from './neighbours/dirt.ts'
import type { NeighbourReport } from './neighbours/neighbour.ts'
import type { Observation } from './observation.ts'
import type { Program } from './program.ts'
import { runProgram } from './run-program.ts'
import type { Subject, SubjectPool, SubjectSnapshot } from './subject.ts'
import { privateConnections } from './subjects/private.ts'

export interface HarnessOptions {
  readonly subject: Subject
  /** Of a superuser; the harness makes a database of its own beside the one named here. */
  readonly connectionString: string
  readonly programs: readonly Program[]
  /** Sessions open at once, neighbours included. */
  readonly sessions: number
  readonly connections: number
  readonly seed: number
  /** Milliseconds for one step of a program. */
  readonly deadlineMillis?: number
}

export interface HarnessReport {
  readonly comparisons: readonly Comparison[]
  readonly neighbours: NeighbourReport
  /** What the server or the pool still held, or never ended, when no session was open. */
  readonly remains: readonly string[]
  /** The subject's connections when the server showed most at once. */
  readonly mostConnections: readonly string[]
  readonly snapshot: SubjectSnapshot | null
}

/** Of the sessions, a third are neighbours, three serve programs with several sessions, the rest one program each. */
const divide = (sessions: number): { neighbours: number; lanes: number } => {
  const neighbours = Math.floor(sessions / 3)
  return { neighbours, lanes: Math.max(1, sessions - neighbours - 3) }
}

const referenceLanes = 8

const defaultDeadlineMillis = 20_000

export const runHarness = async (options: HarnessOptions): Promise<HarnessReport> => {
  const deadlineMillis = options.deadlineMillis ?? defaultDeadlineMillis
  return await withDatabase(
    options.connectionString,
    deadlineMillis / 4,
    async ({ connectionString, run, version }) => {
      // Less than a step's: a step that waits for the server must end before it counts as hung.
      const admin = new Admin(connectionString, deadlineMillis / 2)
      const { neighbours, lanes } = divide(options.sessions)
      const roles = Array.from({ length: neighbours }, (_value, number) => neighbourRole(run, number))
      const programs = options.programs.filter((program) => (program.since ?? 0) <= version)
      const names = new Map<Program, Names>(
        programs.map((program, index) => [program, namesOf(index, run, options.connectionString)]),
      )

      const remains: string[] = []

      const inFreshSchema = async (program: Program, pool: SubjectPool): Promise<readonly Observation[]> => {
        const own = names.get(program)
        if (own === undefined) throw new Error(`no names: ${program.name}`)
        await admin.setUp(program, own)
        const observations = await runProgram(program, { pool, admin, names: own, deadlineMillis })
        // Fails when a session that has ended still holds a lock on them.
        await admin.tearDown(program, own).catch((error) => remains.push(`objects of ${program.name}: ${error}`))
        return observations
      }

      const inTime = async (what: string, work: Promise<void>): Promise<void> => {
        if ((await within(work, deadlineMillis)) === late) remains.push(`${what} takes for ever`)
      }

      try {
        await admin.run(neighbourSetup)
        for (const role of roles)
          await admin.run(`create role ${role} nologin; grant all on schema neighbour to ${role}`)
        const reference = await privateConnections.open(connectionString, options)
        const expected = await runLanes(
          programs,
          referenceLanes,
          (program) => inFreshSchema(program, reference),
          async () => {},
        )

        const pool = await options.subject.open(connectionString, options)
        const watch = admin.watchConnections()
        const crowd = new Crowd(pool, run, neighbours, options.seed)
        const actual = await runLanes(
          programs,
          lanes,
          (program) => inFreshSchema(program, pool),
          () => inTime('a pause of the neighbours', crowd.pause()),
        )
        remains.push(...(await atRest(admin)))
        await inTime('the end of the neighbours', crowd.stop())
        const snapshot = pool.snapshot?.() ?? null
        await inTime('pool.end()', pool.end())
        const comparisons = programs.map((program) =>
          compare(program, expected.get(program) ?? [], actual.get(program) ?? []),
        )
        return { comparisons, neighbours: crowd.report, remains, mostConnections: await watch.stop(), snapshot }
      } finally {
        // What a hung session holds must not hide what was found.
        for (const role of roles) await admin.run(`drop owned by ${role}; drop role ${role}`).catch(() => {})
        await admin.end()
      }
    },
  )
}

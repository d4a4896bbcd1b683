import { randomBytes } from 'node:crypto'
import { Admin } from './admin.ts'
import { atRest } from './at-rest.ts'
import { type Comparison, compare } from './compare.ts'
import { dropLeftovers, type RunDatabase, withDatabase } from './database.ts'
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
import type { Subject, SubjectSnapshot } from './subject.ts'
import { privateConnections } from './subjects/private.ts'

export interface HarnessOptions {
  readonly subject: Subject
  /** Of a superuser; the harness makes databases of its own beside the one named here. */
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

type Observed = ReadonlyMap<Program, readonly Observation[]>

interface Run extends HarnessOptions {
  readonly id: string
  readonly deadlineMillis: number
  readonly names: ReadonlyMap<Program, Names>
}

const defaultDeadlineMillis = 20_000
const setUpLanes = 4
const referenceLanes = 8

/** Of the sessions, a third are neighbours, three serve programs with several sessions, the rest one program each. */
const divide = (sessions: number): { neighbours: number; lanes: number } => {
  const neighbours = Math.floor(sessions / 3)
  return { neighbours, lanes: Math.max(1, sessions - neighbours - 3) }
}

const namesIn = (run: Run, program: Program): Names => {
  const names = run.names.get(program)
  if (names === undefined) throw new Error(`no names: ${program.name}`)
  return names
}

/**
 * A database with the objects of all programs. They are there before the pool is opened, as a pool may learn of
 * routines that others make later only after a while.
 */
const withObjects = <T>(
  run: Run,
  kind: 'reference' | 'subject',
  work: (database: RunDatabase, admin: Admin, programs: readonly Program[]) => Promise<T>,
): Promise<T> => {
  const { deadlineMillis, id } = run
  return withDatabase(run.connectionString, `differential_${id}_${kind}`, deadlineMillis / 4, async (database) => {
    // Less than a step's: a step that waits for the server must end before it counts as hung.
    const admin = new Admin(database.connectionString, deadlineMillis / 2)
    const programs = run.programs.filter((program) => (program.since ?? 0) <= database.version)
    try {
      await runLanes(programs, setUpLanes, (program) => admin.setUp(program, namesIn(run, program)))
      return await work(database, admin, programs)
    } finally {
      await admin.end()
    }
  })
}

const runReference = (run: Run): Promise<Observed> =>
  withObjects(run, 'reference', async ({ connectionString }, admin, programs) => {
    const pool = await privateConnections.open(connectionString, run)
    return await runLanes(programs, referenceLanes, (program) =>
      runProgram(program, { pool, admin, names: namesIn(run, program), deadlineMillis: run.deadlineMillis }),
    )
  })

const runSubject = (run: Run, expected: Observed): Promise<HarnessReport> =>
  withObjects(run, 'subject', async ({ connectionString }, admin, programs) => {
    const { neighbours, lanes } = divide(run.sessions)
    const { deadlineMillis } = run
    const remains: string[] = []
    const inTime = async (what: string, work: Promise<void>): Promise<void> => {
      if ((await within(work, deadlineMillis)) === late) remains.push(`${what} takes for ever`)
    }

    await admin.run(neighbourSetup)
    for (let number = 0; number < neighbours; number++) {
      const role = neighbourRole(run.id, number)
      await admin.run(`create role ${role} nologin; grant all on schema neighbour to ${role}`)
    }
    const pool = await run.subject.open(connectionString, run)
    const watch = admin.watchConnections()
    const crowd = new Crowd(pool, run.id, neighbours, run.seed)
    const actual = await runLanes(
      programs,
      lanes,
      (program) => runProgram(program, { pool, admin, names: namesIn(run, program), deadlineMillis }),
      () => inTime('a pause of the neighbours', crowd.pause()),
    )
    remains.push(...(await atRest(admin)))
    await inTime('the end of the neighbours', crowd.stop())
    const snapshot = pool.snapshot?.() ?? null
    await inTime('pool.end()', pool.end())
    const comparisons = programs.map((program) =>
      compare(program, expected.get(program) ?? [], actual.get(program) ?? [], run.subject.pinsAlways),
    )
    return { comparisons, neighbours: crowd.report, remains, mostConnections: await watch.stop(), snapshot }
  })

/** Runs the programs on private connections, then through the subject among neighbours, and compares. */
export const runHarness = async (options: HarnessOptions): Promise<HarnessReport> => {
  const id = randomBytes(4).toString('hex')
  const run: Run = {
    ...options,
    id,
    deadlineMillis: options.deadlineMillis ?? defaultDeadlineMillis,
    names: new Map(options.programs.map((program, index) => [program, namesOf(index, id, options.connectionString)])),
  }
  try {
    return await runSubject(run, await runReference(run))
  } finally {
    await dropLeftovers(options.connectionString, id)
  }
}

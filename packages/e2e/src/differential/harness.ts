import { randomBytes } from 'node:crypto'
import { type Comparison, compare } from './compare.ts'
import type { RunDatabase } from './database.ts'
import { late, within } from './deadline.ts'
import type { Engine, Helper, OpenedSession } from './engine.ts'
import { runLanes } from './lanes.ts'
import { type Names, namesOf } from './names.ts'
import { Crowd } from './neighbours/crowd.ts'
import type { NeighbourReport } from './neighbours/neighbour.ts'
import type { Observation } from './observation.ts'
import type { Program } from './program.ts'
import { runProgram } from './run-program.ts'
import type { PoolUnderTest, Subject, SubjectSnapshot } from './subject.ts'

export interface HarnessOptions<P extends PoolUnderTest, S extends OpenedSession> {
  readonly engine: Engine<P, S>
  readonly subject: Subject<P>
  /** Of a superuser; the harness makes databases of its own beside the one named here. */
  readonly connectionString: string
  readonly programs: readonly Program[]
  /** Sessions open at once, neighbours included. */
  readonly sessions: number
  readonly connections: number
  readonly seed: number
  /** Milliseconds for one step of a program. */
  readonly deadlineMillis?: number
  /** Told of each program that the subject has run. */
  readonly onProgram?: (name: string, observations: readonly Observation[]) => void
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

interface Run<P extends PoolUnderTest, S extends OpenedSession> extends HarnessOptions<P, S> {
  readonly id: string
  readonly deadlineMillis: number
  readonly names: ReadonlyMap<Program, Names>
}

/** Three statements of a burst may each wait behind every session that is pinned, on a busy machine. */
const defaultDeadlineMillis = 60_000
const setUpLanes = 4
const referenceLanes = 8

/** Of the sessions, a third are neighbours, three serve programs with several sessions, the rest one program each. */
const divide = (sessions: number): { neighbours: number; lanes: number } => {
  const neighbours = Math.floor(sessions / 3)
  return { neighbours, lanes: Math.max(1, sessions - neighbours - 3) }
}

const namesIn = (run: { readonly names: ReadonlyMap<Program, Names> }, program: Program): Names => {
  const names = run.names.get(program)
  if (names === undefined) throw new Error(`no names: ${program.name}`)
  return names
}

/**
 * A database with the objects of all programs. They are there before the pool is opened, as a pool may learn of
 * routines that others make later only after a while.
 */
const withObjects = <P extends PoolUnderTest, S extends OpenedSession, T>(
  run: Run<P, S>,
  work: (database: RunDatabase, helper: Helper, programs: readonly Program[]) => Promise<T>,
): Promise<T> => {
  const { engine, deadlineMillis, id } = run
  return engine.withDatabase(run.connectionString, `differential_${id}`, deadlineMillis / 4, async (database) => {
    // Less than a step's: a step that waits for the server must end before it counts as hung.
    const helper = engine.helper(database, deadlineMillis / 2)
    const programs = run.programs.filter((program) => engine.has(program, database))
    try {
      await runLanes(programs, setUpLanes, (program) => helper.setUp(program, namesIn(run, program)))
      return await work(database, helper, programs)
    } finally {
      await helper.end()
    }
  })
}

const runReference = <P extends PoolUnderTest, S extends OpenedSession>(run: Run<P, S>): Promise<Observed> =>
  withObjects(run, async ({ connectionString }, helper, programs) => {
    const { engine, deadlineMillis } = run
    const pool = await engine.reference.open(connectionString, run)
    return await runLanes(programs, referenceLanes, (program) =>
      runProgram(program, { engine, pool, helper, names: namesIn(run, program), deadlineMillis }),
    )
  })

const runSubject = <P extends PoolUnderTest, S extends OpenedSession>(
  run: Run<P, S>,
  expected: Observed,
): Promise<HarnessReport> =>
  withObjects(run, async (database, helper, programs) => {
    const { neighbours, lanes } = divide(run.sessions)
    const { engine, deadlineMillis } = run
    const remains: string[] = []
    const inTime = async (what: string, work: Promise<void>): Promise<void> => {
      if ((await within(work, deadlineMillis)) === late) remains.push(`${what} takes for ever`)
    }

    await engine.neighbours.setUp(helper, database, run.id, neighbours)
    const pool = await run.subject.open(database.connectionString, run)
    const watch = helper.watchConnections()
    const crowd = new Crowd(neighbours, run.seed, (number, chance, report) =>
      engine.neighbours.session(pool, run.id, number, chance, report),
    )
    const actual = await runLanes(
      programs,
      lanes,
      async (program) => {
        const seen = await runProgram(program, { engine, pool, helper, names: namesIn(run, program), deadlineMillis })
        run.onProgram?.(program.name, seen)
        return seen
      },
      () => inTime('a pause of the neighbours', crowd.pause()),
    )
    remains.push(...(await helper.atRest(programs.map((program) => namesIn(run, program)))))
    await inTime('the end of the neighbours', crowd.stop())
    const snapshot = pool.snapshot?.() ?? null
    await inTime('pool.end()', pool.end())
    const comparisons = programs.map((program) =>
      compare(
        program,
        expected.get(program) ?? [],
        actual.get(program) ?? [],
        run.subject.pinsAlways,
        engine.differences,
      ),
    )
    return { comparisons, neighbours: crowd.report, remains, mostConnections: await watch.stop(), snapshot }
  })

/** Runs the programs on private connections, then through the subject among neighbours, and compares. */
export const runHarness = async <P extends PoolUnderTest, S extends OpenedSession>(
  options: HarnessOptions<P, S>,
): Promise<HarnessReport> => {
  const id = randomBytes(4).toString('hex')
  const run: Run<P, S> = {
    ...options,
    id,
    deadlineMillis: options.deadlineMillis ?? defaultDeadlineMillis,
    names: new Map(options.programs.map((program, index) => [program, namesOf(index, id, options.connectionString)])),
  }
  try {
    return await runSubject(run, await runReference(run))
  } finally {
    await options.engine.dropLeftovers(options.connectionString, id)
  }
}

import type { Chance } from './chance.ts'
import type { RunDatabase } from './database.ts'
import type { Difference } from './differences.ts'
import type { Names } from './names.ts'
import type { NeighbourReport } from './neighbours/neighbour.ts'
import type { Json, Nature } from './normalise.ts'
import type { Program, Statement, Step } from './program.ts'
import type { StepContext } from './run-step.ts'
import type { PoolUnderTest, Subject } from './subject.ts'

/** The harness's own connections to a server: makes and drops what programs need, and looks at sessions from outside. */
export interface Helper {
  run(text: string): Promise<void>
  /** Makes the objects of a program. */
  setUp(program: Program, names: Names): Promise<void>
  /** Whether the server came to show no lock of the program. */
  untilUnlocked(names: Names): Promise<boolean>
  /** Whether a statement that names the program's schema came to wait for a lock. */
  untilBlocked(names: Names): Promise<boolean>
  /** Looks at the connections of the run until stopped; gives those that there were when there were most. */
  watchConnections(): { stop(): Promise<readonly string[]> }
  /** What the server still holds although every session has ended, after giving it time to let go. */
  atRest(programs: readonly Names[]): Promise<readonly string[]>
  end(): Promise<void>
}

/** A session of the subject with what came to it by itself. */
export interface OpenedSession {
  /** Settles with the observed outcome of the background statement. */
  background: Promise<Json> | null
  readonly pinned: string | null
  takeNotices(): readonly Json[]
  release(manner: 'release' | 'destroy'): Promise<void>
}

export interface Neighbours<P extends PoolUnderTest> {
  setUp(helper: Helper, database: RunDatabase, run: string, count: number): Promise<void>
  /** One session: looks for the state of others, plants its canaries, makes dirt and ends, often badly. */
  session(pool: P, run: string, number: number, chance: Chance, report: NeighbourReport): Promise<void>
}

/** All that the harness does otherwise for another driver and its servers. */
export interface Engine<P extends PoolUnderTest, S extends OpenedSession> {
  /** The truth: every session is a connection of its own. */
  readonly reference: Subject<P>
  readonly differences: readonly Difference[]
  readonly nature: Nature
  readonly neighbours: Neighbours<P>
  /** Makes a place for the programs of a run, and drops it afterwards, whatever still uses it. */
  withDatabase<T>(
    connectionString: string,
    name: string,
    lockTimeoutMillis: number,
    work: (database: RunDatabase) => Promise<T>,
  ): Promise<T>
  /** Drops what the programs of a run leave outside of it. */
  dropLeftovers(connectionString: string, run: string): Promise<void>
  /** Whether the server has what the program uses. */
  has(program: Program, database: RunDatabase): boolean
  helper(database: RunDatabase, patienceMillis: number): Helper
  open(pool: P, context: StepContext<P, S>): Promise<S>
  /** On a session, or for session 0 on the pool. */
  query(on: P | S, statement: Statement, context: StepContext<P, S>): Promise<Json>
  probe(session: S, depth: 'light' | 'deep', context: StepContext<P, S>): Promise<Json>
  /** A step that only this driver has. */
  ownStep(step: Step, session: S, context: StepContext<P, S>): Promise<Json>
}

import type { ServerSamples } from '../server-samples.ts'
import { startCallers, type Workload, type WorkloadRun } from './callers.ts'
import { checkAnswers } from './check-answers.ts'
import type { DemoDatabase, Engine } from './engine.ts'
import type { Progress } from './progress.ts'
import type { Subject } from './subjects.ts'

/** What is known of one pool after its run. */
export interface SubjectResult {
  readonly title: string
  readonly seconds: number
  readonly run: WorkloadRun
  readonly server: ServerSamples
  readonly pins: Readonly<Record<string, number>> | null
  /** A sentence for everything that was not right. */
  readonly faults: readonly string[]
}

export interface SubjectSettings extends Workload {
  readonly connections: number
}

/** Runs the whole workload on one pool, in a database of its own that is dropped afterwards, and checks every answer. */
export async function runSubject(
  engine: Engine,
  superuserUrl: string,
  subject: Subject,
  settings: SubjectSettings,
  progress: Progress,
): Promise<SubjectResult> {
  const database = await engine.createDatabase(superuserUrl, `demo_${subject.name}_${process.pid}`)
  try {
    return await runIn(engine, database, superuserUrl, subject, settings, progress)
  } finally {
    await database.drop()
  }
}

async function runIn(
  engine: Engine,
  database: DemoDatabase,
  superuserUrl: string,
  subject: Subject,
  settings: SubjectSettings,
  progress: Progress,
): Promise<SubjectResult> {
  const sampler = await engine.sample(superuserUrl, database.name)
  const { pool, pins } = await subject.open(database.callersUrl, settings.connections)
  const run = startCallers(pool, engine.dialect, settings)
  progress.follow(subject.title, settings.seconds, run, sampler)
  const hung = await run.ended
  progress.done()

  const pinned = pins()
  // With a hung caller end() may wait for ever, and the books can't be right.
  const ended = pool.end()
  if (hung.length === 0) await ended
  else ended.catch(() => undefined)
  const server = await sampler.stop()
  const faults = [
    ...run.measures.faults,
    ...hung,
    ...(hung.length === 0 ? await checkAnswers(database, run.bank, run.orders) : []),
  ]
  if (server.max > settings.connections) {
    faults.push(`the server saw ${server.max} connections, ${settings.connections} were allowed`)
  }
  return { title: subject.title, seconds: run.pace.elapsedSeconds, run, server, pins: pinned, faults }
}

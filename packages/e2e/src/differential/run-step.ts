import type { Admin } from './admin.ts'
import { fill, fillStatement, type Names } from './names.ts'
import type { Json, Normaliser } from './normalise.ts'
import { observeError, observeResult } from './observation.ts'
import type { OpenSession } from './open-session.ts'
import { deepProbe, lightProbe } from './probe.ts'
import type { Statement, Step } from './program.ts'
import { runCopyIn, runCopyOut, runCursor, runStream } from './streams.ts'
import type { SubjectPool, SubjectSession } from './subject.ts'

export interface StepContext {
  readonly pool: SubjectPool
  readonly admin: Admin
  readonly names: Names
  readonly normaliser: Normaliser
  readonly deadlineMillis: number
  session(number: number): Promise<OpenSession>
  endSession(number: number, manner: 'release' | 'destroy'): Promise<void>
}

const runQuery = async (
  target: Pick<SubjectSession, 'query'> | SubjectPool,
  statement: Statement,
  { names, normaliser }: StepContext,
): Promise<Json> => {
  try {
    return observeResult(await target.query(fillStatement(statement, names)), normaliser)
  } catch (error) {
    return observeError(error, normaliser)
  }
}

/** Runs one step and says what it showed. Never rejects for what the subject does. */
export const runStep = async (step: Step, context: StepContext): Promise<Json> => {
  const number = step.session ?? 1
  const { names, normaliser, admin } = context
  if ('release' in step) {
    await context.endSession(number, step.release)
    return null
  }
  if ('elsewhere' in step) {
    await admin.run(fill(step.elsewhere, names))
    return null
  }
  if ('untilUnlocked' in step) return { unlocked: await admin.untilUnlocked(names.lockClass) }
  if (number === 0) {
    if (!('query' in step)) throw new Error('pool.query only takes statements')
    return await runQuery(context.pool, step.query, context)
  }
  if ('reconnect' in step) {
    await context.endSession(number, step.reconnect)
    await context.session(number)
    return null
  }
  const session = await context.session(number)
  const { client } = session
  if ('query' in step) return await runQuery(client, step.query, context)
  if ('probe' in step) return await runQuery(client, step.probe === 'deep' ? deepProbe : lightProbe, context)
  if ('burst' in step) {
    return { burst: await Promise.all(step.burst.map((statement) => runQuery(client, statement, context))) }
  }
  if ('background' in step) {
    session.background = runQuery(client, step.background, context)
    return null
  }
  if ('join' in step) {
    const outcome = await session.background
    session.background = null
    return outcome
  }
  if ('untilBlocked' in step) return { blocked: await admin.untilBlocked(names.schema) }
  if ('notifications' in step) {
    return { notifications: await session.takeNotifications(step.notifications, context.deadlineMillis / 2) }
  }
  if ('cursor' in step) {
    const spec = fillStatement(step.cursor, names)
    return await runCursor(client, spec, step.reads, step.leaveOpen ?? false, normaliser)
  }
  if ('stream' in step) return await runStream(client, fillStatement(step.stream, names), step.take, normaliser)
  if ('copyIn' in step) return await runCopyIn(client, fill(step.copyIn, names), step.lines, step.fail, normaliser)
  return await runCopyOut(client, fill(step.copyOut, names), normaliser)
}

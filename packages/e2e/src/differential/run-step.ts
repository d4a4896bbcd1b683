import type { Engine, Helper, OpenedSession } from './engine.ts'
import { fill, type Names } from './names.ts'
import type { Json, Normaliser } from './normalise.ts'
import type { Step } from './program.ts'
import type { PoolUnderTest } from './subject.ts'

export interface StepContext<P extends PoolUnderTest, S extends OpenedSession> {
  readonly engine: Engine<P, S>
  readonly pool: P
  readonly helper: Helper
  readonly names: Names
  readonly normaliser: Normaliser
  readonly deadlineMillis: number
  session(number: number): Promise<S>
  endSession(number: number, manner: 'release' | 'destroy'): Promise<void>
}

/** Runs one step and says what it showed. Never rejects for what the subject does. */
export const runStep = async <P extends PoolUnderTest, S extends OpenedSession>(
  step: Step,
  context: StepContext<P, S>,
): Promise<Json> => {
  const number = step.session ?? 1
  const { engine, names, helper } = context
  if ('release' in step) {
    await context.endSession(number, step.release)
    return null
  }
  if ('elsewhere' in step) {
    await helper.run(fill(step.elsewhere, names))
    return null
  }
  if ('untilUnlocked' in step) return { unlocked: await helper.untilUnlocked(names) }
  if (number === 0) {
    if (!('query' in step)) throw new Error('pool.query only takes statements')
    return await engine.query(context.pool, step.query, context)
  }
  if ('reconnect' in step) {
    await context.endSession(number, step.reconnect)
    await context.session(number)
    return null
  }
  const session = await context.session(number)
  if ('query' in step) return await engine.query(session, step.query, context)
  if ('probe' in step) return await engine.probe(session, step.probe, context)
  if ('burst' in step) {
    return { burst: await Promise.all(step.burst.map((statement) => engine.query(session, statement, context))) }
  }
  if ('background' in step) {
    session.background = engine.query(session, step.background, context)
    return null
  }
  if ('join' in step) {
    const outcome = await session.background
    session.background = null
    return outcome
  }
  if ('untilBlocked' in step) return { blocked: await helper.untilBlocked(names) }
  return await engine.ownStep(step, session, context)
}

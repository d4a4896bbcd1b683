import type { Admin } from './admin.ts'
import { late, within } from './deadline.ts'
import type { Names } from './names.ts'
import { Normaliser } from './normalise.ts'
import type { Observation } from './observation.ts'
import { OpenSession } from './open-session.ts'
import type { Program } from './program.ts'
import { runStep, type StepContext } from './run-step.ts'
import type { SubjectPool } from './subject.ts'

export interface RunProgramOptions {
  readonly pool: SubjectPool
  readonly admin: Admin
  readonly names: Names
  /** Milliseconds for one step; a step that takes longer is observed as hung and ends the program. */
  readonly deadlineMillis: number
}

/** Runs a program's steps in order and gives one observation for each. The objects of its schema must be fresh. */
export const runProgram = async (program: Program, options: RunProgramOptions): Promise<readonly Observation[]> => {
  const normaliser = new Normaliser()
  const sessions = new Map<number, OpenSession>()
  const context: StepContext = {
    ...options,
    normaliser,
    session: async (number) => {
      let session = sessions.get(number)
      if (session === undefined) {
        session = new OpenSession(await options.pool.connect(), normaliser)
        sessions.set(number, session)
      }
      return session
    },
    endSession: async (number, manner) => {
      const session = sessions.get(number)
      sessions.delete(number)
      await session?.release(manner)
    },
  }
  const observations: Observation[] = []
  let manner: 'release' | 'destroy' = 'release'
  for (const [index, step] of program.steps.entries()) {
    const outcome = await within(runStep(step, context), options.deadlineMillis)
    const session = sessions.get(step.session ?? 1)
    observations.push({
      step: index,
      outcome: outcome === late ? { hung: true } : outcome,
      notices: session?.takeNotices() ?? [],
      pinned: session?.pinned ?? null,
    })
    if (outcome === late) {
      manner = 'destroy'
      break
    }
  }
  await within(Promise.all([...sessions.values()].map((session) => session.release(manner))), options.deadlineMillis)
  return observations
}

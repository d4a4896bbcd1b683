import { Admin } from './admin.ts'
import { dropLeftovers, withDatabase } from './database.ts'
import { differences } from './differences.ts'
import type { Engine } from './engine.ts'
import { fill, fillStatement } from './names.ts'
import { neighbourRole } from './neighbours/canary.ts'
import { neighbourSetup } from './neighbours/dirt.ts'
import { neighbourSession } from './neighbours/neighbour.ts'
import { natureOfPostgres } from './normalise.ts'
import { observeError, observeResult } from './observation.ts'
import { OpenSession } from './open-session.ts'
import { deepProbe, lightProbe } from './probe.ts'
import { runCopyIn, runCopyOut, runCursor, runStream } from './streams.ts'
import type { SubjectPool } from './subject.ts'
import { privateConnections } from './subjects/private.ts'

/** pg and PostgreSQL. */
export const postgres: Engine<SubjectPool, OpenSession> = {
  reference: privateConnections,
  differences,
  nature: natureOfPostgres,
  neighbours: {
    setUp: async (helper, _database, run, count) => {
      await helper.run(neighbourSetup)
      for (let number = 0; number < count; number++) {
        const role = neighbourRole(run, number)
        await helper.run(`create role ${role} nologin; grant all on schema neighbour to ${role}`)
      }
    },
    session: neighbourSession,
  },
  withDatabase,
  dropLeftovers,
  has: (program, { version }) => (program.since ?? 0) <= version,
  helper: ({ connectionString }, patienceMillis) => new Admin(connectionString, patienceMillis),
  open: async (pool, { normaliser }) => new OpenSession(await pool.connect(), normaliser),
  query: async (on, statement, { names, normaliser }) => {
    try {
      const target = on instanceof OpenSession ? on.client : on
      return observeResult(await target.query(fillStatement(statement, names)), normaliser)
    } catch (error) {
      return observeError(error, normaliser)
    }
  },
  probe: (session, depth, context) => postgres.query(session, depth === 'deep' ? deepProbe : lightProbe, context),
  ownStep: async (step, session, { names, normaliser, deadlineMillis }) => {
    const { client } = session
    if ('notifications' in step) {
      return { notifications: await session.takeNotifications(step.notifications, deadlineMillis / 2) }
    }
    if ('cursor' in step) {
      const spec = fillStatement(step.cursor, names)
      return await runCursor(client, spec, step.reads, step.leaveOpen ?? false, normaliser)
    }
    if ('stream' in step) return await runStream(client, fillStatement(step.stream, names), step.take, normaliser)
    if ('copyIn' in step) return await runCopyIn(client, fill(step.copyIn, names), step.lines, step.fail, normaliser)
    if ('copyOut' in step) return await runCopyOut(client, fill(step.copyOut, names), normaliser)
    throw new Error(`no step of pg: ${Object.keys(step).join()}`)
  },
}

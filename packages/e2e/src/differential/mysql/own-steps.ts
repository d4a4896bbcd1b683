import { Readable } from 'node:stream'
import type { Engine } from '../engine.ts'
import { fill, fillStatement, type Names } from '../names.ts'
import type { Json, Normaliser } from '../normalise.ts'
import type { MysqlAction, Statement } from '../program.ts'
import { readRows } from '../read-rows.ts'
import { observeError, observeResult, observeRow } from './observation.ts'
import type { OpenMysqlSession } from './open-session.ts'
import type { DriverStatement, MysqlPool } from './subject.ts'

export const driverStatement = (statement: Statement, names: Names): DriverStatement => {
  const { text = '', values, rowMode } = fillStatement(statement, names)
  return { sql: text, ...(values === undefined ? {} : { values }), ...(rowMode ? { rowsAsArray: true } : {}) }
}

/** The outcome of a call of the driver, whether it gives a result, nothing, or fails. */
export const outcomeOf = async (
  call: () => Promise<readonly [unknown, unknown] | undefined>,
  normaliser: Normaliser,
): Promise<Json> => {
  try {
    const result = await call()
    return result === undefined ? { done: true } : observeResult(result, normaliser)
  } catch (error) {
    return observeError(error, normaliser)
  }
}

const done = async (work: Promise<unknown> | undefined): Promise<undefined> => {
  await work
}

const runStream = (
  { client }: OpenMysqlSession,
  statement: DriverStatement,
  take: number | undefined,
  normaliser: Normaliser,
): Promise<Json> => {
  return readRows(() => client.connection.query(statement).stream({ highWaterMark: 2 }), take, {
    row: (row) => observeRow(row, [], normaliser),
    error: (error) => observeError(error, normaliser),
  })
}

const runAction = (
  step: MysqlAction,
  { client, handles }: OpenMysqlSession,
  names: Names,
): Promise<readonly [unknown, unknown] | undefined> => {
  if ('execute' in step) return client.execute(driverStatement(step.execute, names))
  if ('prepare' in step) {
    return done(client.prepare(fill(step.prepare, names)).then((handle) => handles.set(step.as, handle)))
  }
  if ('run' in step) {
    const handle = handles.get(step.run)
    return handle === undefined ? done(undefined) : handle.execute(step.values ?? [])
  }
  if ('close' in step) return done(handles.get(step.close)?.close())
  if ('changeUser' in step) {
    const given = Object.entries(step.changeUser).map(([name, value]) => [name, fill(value, names)])
    return done(client.changeUser(Object.fromEntries(given)))
  }
  if ('method' in step) return done(client[step.method]())
  const infileStreamFactory = (): NodeJS.ReadableStream =>
    Readable.from(step.lines.map((line) => Buffer.from(`${line}\n`)))
  return client.query({ sql: fill(step.infile, names), infileStreamFactory })
}

export const runOwnStep: Engine<MysqlPool, OpenMysqlSession>['ownStep'] = async (
  step,
  session,
  { names, normaliser },
) => {
  if ('stream' in step) return await runStream(session, driverStatement(step.stream, names), step.take, normaliser)
  const isOurs = ['execute', 'prepare', 'run', 'close', 'changeUser', 'method', 'infile'].some((name) => name in step)
  if (!isOurs) throw new Error(`no step of mysql2: ${Object.keys(step).join()}`)
  return await outcomeOf(() => runAction(step as MysqlAction, session, names), normaliser)
}

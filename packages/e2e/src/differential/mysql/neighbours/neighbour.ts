import type { Chance } from '../../chance.ts'
import type { RunDatabase } from '../../database.ts'
import type { Neighbours } from '../../engine.ts'
import { begun, isCode, type NeighbourReport } from '../../neighbours/neighbour.ts'
import type { Step } from '../../program.ts'
import type { DriverStatement, MysqlPool, MysqlSession } from '../subject.ts'
import { canary, canaryKinds, foreignObjects, foreignState, neighbourRole, neighbourSchema } from './canary.ts'
import { dirt, neighbourObjects } from './dirt.ts'

const statementsPerSession = 12
/** The states of so many neighbours are asked for. */
const known = 8

// Dirt often fails, in a read-only transaction for instance. That is part of it.
const quietly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => null)

const findForeignState = async (session: MysqlSession, run: string, report: NeighbourReport): Promise<void> => {
  try {
    const [rows] = await session.query({ sql: foreignState(run, known) })
    const found = Object.entries((rows as readonly object[])[0] ?? {}).filter(([, value]) => value !== null)
    if (found.length > 0) report.leaks.push(JSON.stringify(Object.fromEntries(found)))
  } catch (error) {
    const told = `a new session can't run a statement: ${String(error)}`
    // Who got no connection in time has seen nobody's state.
    ;(isCode(error, 'MUX_BORROW_TIMEOUT') ? report.errors : report.leaks).push(told)
  }
}

const findForeignObjects = async (session: MysqlSession, run: string, report: NeighbourReport): Promise<void> => {
  for (const [sql, errno] of foreignObjects(run)) {
    try {
      const [rows] = await session.query({ sql })
      report.leaks.push(JSON.stringify({ [sql]: rows }))
    } catch (error) {
      if ((error as { errno?: number }).errno !== errno) report.leaks.push(`${sql}: ${String(error)}`)
    }
  }
}

const runDirt = (session: MysqlSession, what: string | Step, fill: (text: string) => string): Promise<unknown> => {
  if (typeof what === 'string') return quietly(session.query({ sql: fill(what) }))
  if ('execute' in what) {
    const { execute } = what
    const statement: DriverStatement =
      typeof execute === 'string'
        ? { sql: fill(execute) }
        : { sql: fill(execute.text ?? ''), ...(execute.values === undefined ? {} : { values: execute.values }) }
    return quietly(session.execute(statement))
  }
  if ('method' in what) return quietly(session[what.method]())
  return quietly(session.changeUser('changeUser' in what ? what.changeUser : {}))
}

/** How a session ends; a connection that owes rows may cost more than one at rest. */
const ends = [
  { end: 'as-it-is', weight: 14 },
  { end: 'destroy', weight: 5 },
  { end: 'in-transaction', weight: 5 },
  { end: 'unread', weight: 1 },
] as const

const end = async (session: MysqlSession, schema: string, chance: Chance): Promise<void> => {
  switch (chance.weighted(ends).end) {
    case 'destroy':
      session.destroy()
      return
    case 'unread':
      // The connection owes rows when the session ends.
      session.connection
        .query({ sql: `select * from ${schema}.log` })
        .stream({ highWaterMark: 1 })
        .on('error', () => {})
      break
    case 'in-transaction':
      await quietly(session.query({ sql: 'start transaction' }))
      await quietly(session.query({ sql: `insert into ${schema}.log (owner) values ('abandoned')` }))
      break
    case 'as-it-is':
  }
  await session.release()
}

export const neighbours: Neighbours<MysqlPool> = {
  setUp: async (helper, { connectionString }: RunDatabase, run, count) => {
    const schema = neighbourSchema(run)
    const user = new URL(connectionString).username
    await helper.run([`create database ${schema}`, `use ${schema}`, ...neighbourObjects(count)].join(';'))
    for (let number = 0; number < count; number++) {
      const role = neighbourRole(run, number)
      await helper.run(`drop role if exists ${role}; create role ${role}; grant ${role} to ${user}@'%'`)
    }
  },
  session: async (pool, run, number, chance, report) => {
    const session = await begun(() => pool.getConnection(), report)
    if (session === null) return
    session.connection.on('error', () => {})
    if (chance.percent(50)) await findForeignState(session, run, report)
    if (chance.percent(15)) await findForeignObjects(session, run, report)
    const schema = neighbourSchema(run)
    const fill = (text: string): string => text.replaceAll('{n}', schema).replaceAll('{number}', String(number))
    for (const kind of canaryKinds) {
      if (chance.percent(30)) await runDirt(session, canary[kind](run, number) as string, fill)
    }
    for (let n = chance.below(statementsPerSession); n > 0; n--) await runDirt(session, chance.pick(dirt), fill)
    await end(session, schema, chance)
  },
}

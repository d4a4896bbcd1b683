import Cursor from 'pg-cursor'
import type { Chance } from '../chance.ts'
import type { Statement } from '../program.ts'
import type { SubjectPool, SubjectSession } from '../subject.ts'
import { canary, canaryKinds, foreignState } from './canary.ts'
import { dirt } from './dirt.ts'

export interface NeighbourReport {
  /** Sessions begun. */
  sessions: number
  /** Foreign state that a session found when it began, as JSON. */
  readonly leaks: string[]
  /** Errors that no dirty statement explains: of connecting, by code or message. */
  readonly errors: string[]
}

/** Null: no session could be begun, which the report tells. */
export async function begun<S>(connect: () => Promise<S>, report: NeighbourReport): Promise<S | null> {
  try {
    const session = await connect()
    report.sessions++
    return session
  } catch (error) {
    report.errors.push(String(error))
    return null
  }
}

export const isCode = (error: unknown, code: string): boolean => (error as { code?: unknown }).code === code

const statementsPerSession = 12

const query = (session: SubjectSession, statement: Statement): Promise<unknown> =>
  // Dirt often fails, in aborted transactions for instance. That is part of it.
  session.query(typeof statement === 'string' ? statement : { ...statement }).catch(() => null)

const findForeignState = async (session: SubjectSession, report: NeighbourReport): Promise<void> => {
  try {
    const result = await session.query(foreignState)
    const row: unknown = Array.isArray(result) ? null : result.rows[0]
    const found = Object.entries(row ?? {}).filter(([, value]) => value !== null)
    if (found.length > 0) report.leaks.push(JSON.stringify(Object.fromEntries(found)))
  } catch (error) {
    const told = `a new session can't run a statement: ${String(error)}`
    // Who got no connection in time has seen nobody's state.
    ;(isCode(error, 'MUX_BORROW_TIMEOUT') ? report.errors : report.leaks).push(told)
  }
}

/** How a session ends; an unread cursor may cost its connection, so that end is rare. */
const ends = [
  { end: 'as-it-is', weight: 14 },
  { end: 'destroy', weight: 5 },
  { end: 'in-transaction', weight: 5 },
  { end: 'unread', weight: 1 },
] as const

const end = async (session: SubjectSession, chance: Chance): Promise<void> => {
  switch (chance.weighted(ends).end) {
    case 'destroy':
      await session.release(true)
      return
    case 'unread':
      await query(session, 'rollback')
      // The connection owes rows when the session ends.
      session.query(new Cursor('select generate_series(1, 100)')).read(1, () => {})
      await session.release()
      return
    case 'in-transaction':
      await query(session, 'begin')
      await query(session, "insert into neighbour.rows (owner) values ('abandoned')")
      await session.release()
      return
    case 'as-it-is':
      await session.release()
  }
}

/** One session: looks for the state of others, plants its canaries, makes dirt and ends, often badly. */
export const neighbourSession = async (
  pool: SubjectPool,
  run: string,
  number: number,
  chance: Chance,
  report: NeighbourReport,
): Promise<void> => {
  const session = await begun(() => pool.connect(), report)
  if (session === null) return
  session.on('error', () => {})
  if (chance.percent(50)) await findForeignState(session, report)
  for (const kind of canaryKinds) {
    if (chance.percent(40)) await query(session, canary[kind](run, number))
  }
  for (let n = chance.below(statementsPerSession); n > 0; n--) await query(session, chance.pick(dirt))
  await end(session, chance)
}

import { promisify } from 'node:util'
import sessionStore from 'connect-pg-simple'
import session from 'express-session'
import { atOnce, failure, type Program } from './program.ts'

const cookie = (expires: Date) => ({ originalMaxAge: null, expires, path: '/', httpOnly: true }) as session.Cookie
const later = new Date('2100-01-01T00:00:00Z')
const earlier = new Date('2000-01-01T00:00:00Z')

/** The store's methods as express-session calls them, by callback, made into promises. */
function promised(store: session.Store) {
  const touch = promisify((id: string, data: session.SessionData, done: () => void) => store.touch?.(id, data, done))
  return {
    get: promisify((id: string, done: (error: unknown, found?: session.SessionData | null) => void) =>
      store.get(id, done),
    ),
    set: promisify((id: string, data: session.SessionData, done: (error?: unknown) => void) =>
      store.set(id, data, done),
    ),
    destroy: promisify((id: string, done: (error?: unknown) => void) => store.destroy(id, done)),
    touch,
  }
}

export const connectPgSimple: Program = {
  name: 'connect-pg-simple',
  connections: 3,
  async run({ subject, connectionString, observe }) {
    const pool = new subject.driver.Pool({ connectionString, max: 3 })
    const Store = sessionStore(session)
    const errors: unknown[] = []
    const options = { pool, createTableIfMissing: true, pruneSessionInterval: false } as const
    const store = new Store({ ...options, errorLog: (...args: unknown[]) => errors.push(args) })
    const sessions = promised(store)
    await atOnce(20, (i) => sessions.set(`s${i}`, { cookie: cookie(i % 4 ? later : earlier) }))
    const found = await atOnce(20, async (i) => (await sessions.get(`s${i}`)) != null)
    observe('found unless expired', found)
    await sessions.touch('s1', { cookie: cookie(later) })
    await sessions.destroy('s2')
    observe('destroyed', (await sessions.get('s2')) ?? null)
    await promisify((done: (error?: unknown) => void) => store.pruneSessions(done))()
    observe('pruned', (await pool.query('select sid from session order by sid')).rows)
    await pool.query('drop table session')
    observe('no table', await failure(() => sessions.get('s1')))
    observe('log', errors)
    store.close()
    await pool.end()
  },
}

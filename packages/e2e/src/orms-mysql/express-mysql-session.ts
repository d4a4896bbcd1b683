import { promisify } from 'node:util'
import sessionStore, { type Store } from 'express-mysql-session'
import session from 'express-session'
import { atOnce, failure, type Observe } from '../orms/program.ts'
import type { Program } from './subjects.ts'

const cookie = (expires: Date) => ({ originalMaxAge: null, expires, path: '/', httpOnly: true }) as session.Cookie
const later = new Date('2100-01-01T00:00:00Z')
const earlier = new Date('2000-01-01T00:00:00Z')

/** The store's methods as express-session calls them, by callback, made into promises. */
function promised(store: Store) {
  const get = (id: string, done: (error: unknown, found?: session.SessionData | null) => void) => store.get(id, done)
  const set = (id: string, data: session.SessionData, done: (error?: unknown) => void) => store.set(id, data, done)
  const touch = (id: string, data: session.SessionData, done: () => void) => store.touch?.(id, data, done)
  const destroy = (id: string, done: (error?: unknown) => void) => store.destroy(id, done)
  const length = (done: (error: unknown, count?: number) => void) => store.length?.(done)
  return {
    get: promisify(get),
    set: promisify(set),
    touch: promisify(touch),
    destroy: promisify(destroy),
    length: promisify(length),
    close: promisify((done: (error?: unknown) => void) => store.close(done)),
  }
}

interface Rows {
  query(sql: string): Promise<readonly [unknown, ...unknown[]]>
}

async function everything(connection: object, rows: Rows, observe: Observe): Promise<void> {
  const MySQLStore = sessionStore(session)
  const store = new MySQLStore({ clearExpired: false, endConnectionOnClose: false }, connection)
  await store.onReady()
  const sessions = promised(store)
  await atOnce(20, (i) => sessions.set(`s${i}`, { cookie: cookie(i % 4 ? later : earlier) }))
  const found = await atOnce(20, async (i) => (await sessions.get(`s${i}`)) != null)
  observe('found unless expired', found)
  await sessions.set('s3', Object.assign({ cookie: cookie(later) }, { name: 'Zoë 🐈' }))
  observe('written again', await sessions.get('s3'))
  await sessions.touch('s0', { cookie: cookie(later) })
  await sessions.destroy('s2')
  observe('destroyed', (await sessions.get('s2')) ?? null)
  observe('length', await sessions.length())
  await store.clearExpiredSessions()
  const [left] = await rows.query('select session_id from sessions order by session_id')
  observe('left', left)
  await rows.query('drop table sessions')
  observe('no table', await failure(() => sessions.get('s1')))
  await sessions.close()
}

const options = (uri: string) => ({ uri, connectionLimit: 3 })

export const expressMysqlSession: Program = {
  name: 'express-mysql-session',
  connections: 3,
  async run({ subject, connectionString, observe }) {
    const pool = subject.driver.createPool(options(connectionString))
    await everything(pool, pool.promise(), observe)
    await pool.promise().end()
  },
}

export const expressMysqlSessionPromise: Program = {
  name: 'express-mysql-session-promise',
  connections: 3,
  async run({ subject, connectionString, observe }) {
    const pool = subject.promises.createPool(options(connectionString))
    await everything(pool, pool, observe)
    await pool.end()
  },
}

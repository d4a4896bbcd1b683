import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Pool, PoolConnection } from '@muxpool/mysql2'
import type { PrepareStatementInfo } from 'mysql2'
import type { WayOf } from '../../bars/context/interleave.ts'

/** What a way to be called back is given: the pool, the number of its request, and where it says that it was called. */
export interface Asked {
  readonly pool: Pool
  readonly request: number
  see(where: string): void
}

/** Long enough that others' statements lie between a statement and its answer. */
const slowly = (request: number): string => `select ${request} as request, sleep(0.002)`
const failing = 'select nothing_of_this_name'
const rows = (request: number): string => `select ${request} union all select 2 union all select 3`

type Done = () => void
const calledBack = (start: (done: Done) => unknown): Promise<void> => new Promise((resolve) => void start(resolve))

/** A session for what is called back, until it says that it is done. */
const within = (pool: Pool, work: (session: PoolConnection, done: Done) => unknown): Promise<void> =>
  new Promise((resolve, reject) =>
    pool.getConnection((error, session) => {
      if (error) return reject(error)
      work(session, () => {
        session.release()
        resolve()
      })
    }),
  )

export const ways: readonly WayOf<Asked>[] = [
  {
    title: 'callback of the pool',
    run: ({ pool, request, see }) =>
      calledBack((done) =>
        pool.query(slowly(request), () => {
          see('query')
          pool.execute(slowly(request), [], () => {
            see('execute')
            pool.query(failing, () => {
              see('failure')
              pool.execute(failing, () => {
                see('failure to prepare')
                done()
              })
            })
          })
        }),
      ),
  },
  {
    title: 'callback of a session',
    run: ({ pool, request, see }) =>
      within(pool, (session, done) => {
        see('getConnection')
        session.query(slowly(request), () => see('first of four'))
        session.execute('select ? as n', [request], () => see('second of four'))
        session.ping(() => see('third of four'))
        session.query(failing, () => {
          see('fourth of four')
          done()
        })
      }),
  },
  {
    title: 'callback of a transaction',
    run: ({ pool, request, see }) =>
      within(pool, (session, done) =>
        session.beginTransaction(() => {
          see('begin')
          session.query(slowly(request), () => {
            see('statement')
            session.commit(() => {
              see('commit')
              session.rollback(() => {
                see('rollback')
                done()
              })
            })
          })
        }),
      ),
  },
  {
    title: 'a prepared statement',
    run: ({ pool, request, see }) =>
      within(pool, (session, done) =>
        session.prepare('select ? as n, sleep(0.001)', (_error: unknown, statement: PrepareStatementInfo) => {
          see('prepare')
          statement.execute([request], () => {
            see('execute')
            statement.close()
            done()
          })
        }),
      ),
  },
  {
    title: 'promise',
    run: async ({ pool, request, see }) => {
      const promised = pool.promise()
      await promised.query(slowly(request)).then(() => see('then'))
      await promised.execute(failing).catch(() => see('catch'))
      const session = await promised.getConnection()
      see('getConnection')
      await session.beginTransaction()
      see('begin')
      await session.query(slowly(request)).finally(() => see('finally'))
      await session.rollback()
      see('rollback')
      session.release()
    },
  },
  {
    title: 'events of a statement',
    run: ({ pool, request, see }) =>
      within(pool, (session, done) => {
        const statement = session.query(rows(request))
        statement.on('fields', () => see('fields'))
        statement.on('result', () => see('result'))
        statement.on('end', () => {
          see('end')
          const failed = session.query(failing)
          failed.on('error', () => see('error'))
          failed.on('end', () => {
            see('end of a failure')
            done()
          })
        })
      }),
  },
  {
    title: 'stream',
    run: async ({ pool, request, see }) => {
      const stream = pool.query(rows(request)).stream()
      stream.on('data', () => see('data'))
      stream.once('end', () => see('end'))
      stream.once('close', () => see('close'))
      await finished(stream)
    },
  },
  {
    title: 'events of the pool',
    run: async ({ pool, request, see }) => {
      const session = await pool.promise().getConnection()
      await session.query(slowly(request))
      // That of acquire may come for whoever is the first to get one.
      const released = (): void => see('release')
      pool.once('release', released)
      session.release()
    },
  },
  {
    title: 'a user that is changed',
    run: ({ pool, see }) =>
      within(pool, (session, done) =>
        session.changeUser({ user: 'root' }, () => {
          see('changeUser')
          done()
        }),
      ),
  },
  {
    title: 'a file',
    run: ({ pool, request, see }) =>
      within(pool, (session, done) =>
        session.query('create temporary table loaded (n int)', () => {
          const text = "load data local infile 'rows' into table loaded"
          const infileStreamFactory = (): Readable => {
            see('its stream is asked for')
            return Readable.from([Buffer.from(`${request}\n`)])
          }
          session.query({ sql: text, infileStreamFactory }, () => {
            see('callback')
            done()
          })
        }),
      ),
  },
  {
    title: 'loss of a connection',
    run: ({ pool, see }) =>
      within(pool, (session, done) => {
        session.once('end', () => see('end event'))
        session.once('error', () => {
          see('error event')
          done()
        })
        session.beginTransaction(() => session.query('kill connection_id()', () => see('callback')))
      }),
  },
]

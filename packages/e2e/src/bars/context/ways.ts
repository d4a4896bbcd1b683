import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type { Pool, PoolClient } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import Cursor from 'pg-cursor'
import QueryStream from 'pg-query-stream'
import type { WayOf } from './interleave.ts'

/** What a way to be called back is given: the pool, the number of its request, and where it says that it was called. */
export interface Asked {
  readonly pool: Pool
  readonly request: number
  /** Notifies a channel, from outside of any request. */
  notify(channel: string): void
  see(where: string): void
}

/** Long enough that others' statements lie between a statement and its answer. */
const slowly = (request: number): string => `select ${request} as request, pg_sleep(0.002)`
const failing = (request: number): string => `select 1 / (${request} - ${request})`

const calledBack = (start: (done: () => void) => unknown): Promise<void> =>
  new Promise((resolve) => void start(resolve))

async function within(pool: Pool, work: (client: PoolClient) => Promise<unknown>): Promise<void> {
  const client = await pool.connect()
  try {
    await work(client)
  } finally {
    client.release()
  }
}

export const ways: readonly WayOf<Asked>[] = [
  {
    title: 'callback of pool.query',
    run: ({ pool, request, see }) =>
      calledBack((done) =>
        pool.query(slowly(request), () => {
          see('success')
          pool.query(failing(request), [], () => {
            see('failure')
            done()
          })
        }),
      ),
  },
  {
    title: 'callback of client.query',
    run: ({ pool, request, see }) =>
      within(pool, (client) =>
        calledBack((done) => {
          client.query(slowly(request), () => see('first of three'))
          client.query({ name: `of-${request}`, text: 'select $1::int', values: [request] }, () =>
            see('second of three'),
          )
          client.query(failing(request), () => {
            see('third of three')
            done()
          })
        }),
      ),
  },
  {
    title: 'callback of pool.connect',
    run: ({ pool, request, see }) =>
      calledBack((done) =>
        pool.connect((_error, client, release) => {
          see('connect')
          client?.query(slowly(request), () => {
            see('query')
            release()
            done()
          })
        }),
      ),
  },
  {
    title: 'callback of a transaction',
    run: ({ pool, request, see }) =>
      within(pool, (client) =>
        calledBack((done) =>
          client.query('begin', () => {
            see('begin')
            client.query(slowly(request), () => {
              see('statement')
              client.query('commit', () => {
                see('commit')
                done()
              })
            })
          }),
        ),
      ),
  },
  {
    title: 'promise',
    run: async ({ pool, request, see }) => {
      await pool.query(slowly(request)).then(() => see('then'))
      await pool.query(failing(request)).catch(() => see('catch'))
      await within(pool, async (client) => {
        see('connect')
        await client.query('begin')
        see('begin')
        await client.query(slowly(request)).finally(() => see('finally'))
        await client.query('rollback')
        see('rollback')
      })
    },
  },
  {
    title: 'events of pool and client',
    run: async ({ pool, request, see }) =>
      within(pool, async (client) => {
        const drained = calledBack((done) =>
          client.once('drain', () => {
            see('drain')
            done()
          }),
        )
        client.on('notice', () => see('notice'))
        await client.query(`do $$ begin raise notice 'of ${request}'; end $$`)
        await drained
      }),
  },
  {
    title: 'notification',
    run: async ({ pool, request, see, notify }) =>
      within(pool, async (client) => {
        const heard = (where: string) =>
          calledBack((done) =>
            client.once('notification', () => {
              see(where)
              done()
            }),
          )
        await client.query(`listen of_${request}`)
        const own = heard('of its own')
        await client.query(`notify of_${request}`)
        await own
        const others = heard('of somebody else, while it is idle')
        notify(`of_${request}`)
        await others
      }),
  },
  {
    title: 'loss of a connection',
    run: async ({ pool, request, see }) =>
      within(pool, async (client) => {
        const heard = calledBack((done) =>
          client.once('error', () => {
            see('error event')
            done()
          }),
        )
        await client.query('begin')
        client.query(`select ${request}, pg_terminate_backend(pg_backend_pid())`, () => see('callback'))
        await heard
      }),
  },
  {
    title: 'pg-cursor',
    run: async ({ pool, request, see }) =>
      within(pool, async (client) => {
        const cursor = client.query(new Cursor(`select ${request} from generate_series(1, 5)`))
        for (const batch of ['first read', 'second read', 'last read'])
          await calledBack((done) =>
            cursor.read(2, () => {
              see(batch)
              done()
            }),
          )
        await calledBack((done) =>
          cursor.close(() => {
            see('close')
            done()
          }),
        )
      }),
  },
  {
    title: 'pg-query-stream',
    run: async ({ pool, request, see }) =>
      within(pool, async (client) => {
        const stream = client.query(
          new QueryStream(`select ${request} from generate_series(1, 9)`, [], { batchSize: 3 }),
        )
        stream.on('data', () => see('data'))
        stream.once('end', () => see('end'))
        stream.once('close', () => see('close'))
        await finished(stream)
        const failed = client.query(new QueryStream(failing(request)))
        failed.once('error', () => see('error'))
        failed.resume()
        await finished(failed).catch(() => {})
      }),
  },
  {
    title: 'pg-copy-streams',
    run: async ({ pool, request, see }) =>
      within(pool, async (client) => {
        const out = client.query(copyTo(`copy (select ${request} from generate_series(1, 9)) to stdout`))
        out.on('data', () => see('data'))
        out.once('end', () => see('end'))
        await finished(out.resume())
        await client.query('begin')
        await client.query('create temporary table copied (of int) on commit drop')
        const into = client.query(copyFrom('copy copied from stdin'))
        into.once('finish', () => see('finish'))
        into.end(`${request}\n`)
        await once(into, 'finish')
        await client.query('rollback')
      }),
  },
]

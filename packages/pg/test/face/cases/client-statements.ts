import pg from 'pg'
import type { FaceClient } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'
import { rejection, seen, text } from '../harness/observe.ts'
import type { World } from '../harness/world.ts'

/** Runs `use` with a client of a pool of one. */
async function _withClient(w: World, use: (client: FaceClient) => Promise<unknown>): Promise<unknown> {
  const client = await w.pool({ max: 1 }).connect()
  try {
    return await use(client)
  } finally {
    client.release()
  }
}

export const clientStatementCases: readonly FaceCase[] = [
  {
    id: 'client-query.queued-in-order',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const order: unknown[] = []
      const note = (name: string) => () => void order.push(name)
      await Promise.all([
        client.query('select pg_sleep(0.02)').then(note('slow')),
        client.query('select 1/0').then(note('wrong'), note('failed')),
        client.query('select $1::int', [1]).then(note('values')),
        new Promise<void>((resolve) => {
          client.query('select 2', () => {
            order.push('callback')
            resolve()
          })
        }),
        client.query('select 3').then(note('last')),
      ])
      client.release()
      return order
    },
  },
  {
    id: 'client-query.a-transaction-written-at-once',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const [begin, set, shown, commit] = await Promise.all([
        client.query('begin'),
        client.query("set local work_mem = '5MB'"),
        client.query('show work_mem'),
        client.query('commit'),
      ])
      client.release()
      return [begin.command, set.command, shown.rows, commit.command]
    },
  },
  {
    id: 'client-query.from-its-own-callback',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const rows = await new Promise((resolve) => {
        client.query('begin', () => {
          client.query('select 1 as n', (_error, result) => {
            client.query('commit', (_failed, done) => resolve([result.rows, done.command]))
          })
        })
      })
      client.release()
      return rows
    },
  },
  {
    id: 'client-query.after-release',
    members: ['client.query', 'client.release'],
    muxpool: { deviation: 'ended-session-refuses', observes: { refused: true, code: 'MUX_SESSION_ENDED' } },
    run: async (w) => {
      const client = await w.pool().connect()
      client.release()
      const answer = await client.query('select 1').catch((error: unknown) => error)
      const error = answer instanceof Error ? (answer as Error & { code?: string }) : undefined
      return { refused: error !== undefined, code: error?.code }
    },
  },
  {
    id: 'client-query.pg-query-object',
    members: ['client.query', 'client.release', 'module.Query'],
    run: async (w) => {
      const client = await w.pool().connect()
      const query = new pg.Query('select generate_series(1, 2) as n')
      const events: unknown[] = []
      query.on('row', (row, result) => events.push(['row', row, typeof result]))
      const ended = new Promise((resolve) => query.on('end', resolve))
      const returned = client.query(query)
      const result = (await ended) as pg.QueryResult
      client.release()
      return { same: (returned as unknown) === query, events, command: result.command, kept: result.rows.length }
    },
  },
  {
    id: 'client-query.pg-query-object-error-event',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const query = new pg.Query('select 1/0')
      const error = new Promise((resolve) => query.on('error', resolve))
      client.query(query)
      const observed = seen(await error)
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { observed, rows }
    },
  },
  {
    id: 'client-query.after-its-connection-was-lost',
    members: ['client.query', 'client.release', 'client:error'],
    muxpool: {
      deviation: 'broken-session-keeps-its-error',
      observes: { first: { refused: true, code: 'MUX_SESSION_BROKEN' }, again: true },
    },
    run: async (w) => {
      const client = await w.pool().connect()
      client.on('error', () => undefined)
      await client.query('begin')
      const lost = new Promise((resolve) => client.once('error', resolve))
      await w.kill()
      await lost
      const error = (await client.query('select 1').catch((cause: unknown) => cause)) as Error & { code?: string }
      const again = await rejection(client.query('select 1'))
      client.release()
      return { first: { refused: error instanceof Error, code: error.code }, again: again === text(error) }
    },
  },
  {
    id: 'client-query.killed-in-a-statement',
    members: ['client.query', 'client.release', 'client:error'],
    run: async (w) => {
      const client = await w.pool().connect()
      client.on('error', () => undefined)
      await client.query('begin')
      const running = client.query('select pg_sleep(10)').catch((error: unknown) => seen(error))
      await w.asleep()
      await w.kill()
      const error = (await running) as { code: unknown; message: unknown; class: unknown }
      client.release(new Error('lost'))
      return error
    },
  },
]

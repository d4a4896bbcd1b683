import Cursor from 'pg-cursor'
import type { FaceCase } from '../harness/face-case.ts'
import { called, next, outcome, seen, settled } from '../harness/observe.ts'

const five = 'select n from generate_series(1, 5) as n'

export const cursorCases: readonly FaceCase[] = [
  {
    id: 'cursor.read-to-the-end',
    members: ['client.query', 'client.release', 'pool.idleCount'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const client = await pool.connect()
      const given = new Cursor(five)
      const cursor = client.query(given)
      const batches = [await cursor.read(2), await cursor.read(2), await cursor.read(2), await cursor.read(2)]
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { same: cursor === given, batches, rows, idle: pool.idleCount }
    },
  },
  {
    id: 'cursor.callback',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const cursor = client.query(new Cursor('select $1::int + n as n from generate_series(1, 3) as n', [10]))
      const [error, rows, result] = (await called((callback) => cursor.read(5, callback as never))) as [
        unknown,
        unknown[],
        { command: unknown; fields: { name: string }[] },
      ]
      client.release()
      return { error, rows, fields: result.fields.map((field) => field.name), command: result.command }
    },
  },
  {
    id: 'cursor.closed-half-way',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const cursor = client.query(new Cursor('select n from generate_series(1, 100000) as n'))
      const first = await cursor.read(1)
      const closed = await cursor.close()
      const after = await cursor.read(1)
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { first, closed, after, rows }
    },
  },
  {
    id: 'cursor.statement-behind-an-open-cursor-waits',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const cursor = client.query(new Cursor(five))
      await cursor.read(1)
      const behind = client.query('select 1 as one')
      await w.roundTrips()
      const early = await settled(behind)
      await cursor.close()
      const { rows } = await behind
      client.release()
      return { early, rows }
    },
  },
  {
    id: 'cursor.error-in-the-text',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const cursor = client.query(new Cursor('select * from face_no_such_table'))
      const failed = await outcome(cursor.read(1))
      const again = await outcome(cursor.read(1))
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { failed, again, rows }
    },
  },
  {
    id: 'cursor.error-in-the-middle',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const cursor = client.query(new Cursor('select 1/(3 - n) as n from generate_series(1, 5) as n'))
      const first = await cursor.read(1)
      const failed = await outcome(cursor.read(5))
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { first, failed, rows }
    },
  },
  {
    id: 'cursor.row-and-end-events',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const cursor = client.query(new Cursor(five, [], { rowMode: 'array' }))
      const events: unknown[] = []
      cursor.on('row', (row: unknown) => events.push(row))
      const ended = next(cursor, 'end')
      await cursor.read(10)
      await ended
      client.release()
      return events
    },
  },
  {
    id: 'cursor.of-a-statement-without-rows',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      await client.query('begin; create temp table face_cursor (n int)')
      const cursor = client.query(new Cursor('insert into face_cursor values (1)'))
      const read = await outcome(cursor.read(1))
      const { rows } = await client.query('select n from face_cursor')
      await client.query('rollback')
      client.release()
      return { read, rows }
    },
  },
  {
    id: 'cursor.in-a-transaction-with-others-after-it',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      await client.query('begin')
      const cursor = client.query(new Cursor(five))
      const rows = [await cursor.read(3), await cursor.read(3)]
      const { command } = await client.query('commit')
      client.release()
      return { rows, command }
    },
  },
  {
    id: 'cursor.left-open-at-release',
    members: ['client.query', 'client.release'],
    muxpool: { deviation: 'unread-cursor-is-closed-at-release', observes: { next: { value: [{ one: 1 }] } } },
    run: async (w) => {
      // pg does not know this option.
      const pool = w.pool({ max: 1, resetTimeoutMillis: 200 })
      const client = await pool.connect()
      const cursor = client.query(new Cursor(five))
      await cursor.read(1)
      client.release()
      const answer = pool.query('select 1 as one').then((result) => result.rows)
      const late = new Promise((resolve) => setTimeout(resolve, 1_000, 'pending'))
      const verdict = await Promise.race([outcome(answer), late])
      return { next: verdict }
    },
  },
  {
    id: 'cursor.left-open-at-release-true',
    members: ['client.query', 'client.release', 'client:error'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const client = await pool.connect()
      client.on('error', () => undefined)
      const cursor = client.query(new Cursor(five))
      await cursor.read(1)
      client.release(true)
      return (await pool.query('select 1 as one')).rows
    },
  },
  {
    id: 'cursor.through-pool-query',
    members: ['pool.query'],
    muxpool: { deviation: 'pool-query-cursor-comes-back', observes: { promise: true, rows: [{ n: 1 }], idleAfter: 1 } },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      await pool.query('select 1')
      const cursor = new Cursor('select 1 as n')
      const answer = pool.query(cursor as never) as unknown
      ;(answer as Promise<unknown>).catch?.(() => undefined)
      const rows = await cursor.read(5)
      await cursor.close()
      await w.roundTrips()
      return { promise: answer instanceof Promise, rows, idleAfter: pool.idleCount }
    },
  },
  {
    id: 'cursor.killed-connection',
    members: ['client.query', 'client.release', 'client:error'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const client = await pool.connect()
      client.on('error', () => undefined)
      const cursor = client.query(new Cursor('select n, pg_sleep(0.01) from generate_series(1, 1000) as n'))
      await cursor.read(1)
      const reading = cursor.read(900).then(
        () => 'read',
        (error: unknown) => (seen(error) as { code?: unknown }).code,
      )
      await w.asleep()
      await w.kill()
      const code = await reading
      client.release(new Error('lost'))
      return { code, next: (await pool.query('select 1 as one')).rows }
    },
  },
]

import pg from 'pg'
import type { FaceCase } from '../harness/face-case.ts'
import { outcome, seen } from '../harness/observe.ts'

export const preparedCases: readonly FaceCase[] = [
  {
    id: 'prepared.used-again',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const query = (n: number) => client.query({ name: 'face-again', text: 'select $1::int as n', values: [n] })
      const rows = [await query(1), await query(2), await query(3)].map((result) => result.rows[0].n)
      client.release()
      return rows
    },
  },
  {
    id: 'prepared.by-name-only',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      await client.query({ name: 'face-by-name', text: 'select $1::int as n', values: [1] })
      const { rows } = await client.query({ name: 'face-by-name', values: [2] } as unknown as { text: string })
      client.release()
      return rows
    },
  },
  {
    id: 'prepared.by-name-only-in-query-objects',
    members: ['client.query', 'client.release', 'module.Query'],
    run: async (w) => {
      const client = await w.pool().connect()
      const ask = (config: object): Promise<unknown> =>
        new Promise((resolve) => {
          const query = new pg.Query(config as pg.QueryConfig, (error: Error | undefined, result: pg.QueryResult) =>
            resolve(error ? seen(error) : result.rows),
          )
          client.query(query)
        })
      const first = await ask({ name: 'face-object', text: 'select $1::int as n', values: [1] })
      const second = await ask({ name: 'face-object', values: [2] })
      client.release()
      return { first, second }
    },
  },
  {
    id: 'prepared.same-name-other-text-in-query-objects',
    members: ['client.query', 'client.release', 'module.Query'],
    run: async (w) => {
      const client = await w.pool().connect()
      const ask = (text: string): Promise<unknown> =>
        new Promise((resolve) => {
          const done = (error: Error | undefined, result: pg.QueryResult): void =>
            resolve(error ? seen(error) : result.rows)
          client.query(new pg.Query({ name: 'face-object-clash', text }, done))
        })
      const answers = [await ask('select 1 as n'), await ask('select 2 as n'), await ask('select 1 as n')]
      client.release()
      return answers
    },
  },
  {
    id: 'prepared.by-a-name-never-given',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const failed = await outcome(
        client.query({ name: 'face-never-given', values: [2] } as unknown as { text: string }),
      )
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { failed, rows }
    },
  },
  {
    id: 'prepared.same-name-other-text',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      await client.query({ name: 'face-clash', text: 'select 1 as n' })
      const failed = await outcome(client.query({ name: 'face-clash', text: 'select 2 as n' }))
      const { rows } = await client.query({ name: 'face-clash', text: 'select 1 as n' })
      client.release()
      return { failed, rows }
    },
  },
  {
    id: 'prepared.same-name-other-text-in-another-client',
    members: ['client.query', 'client.release', 'pool.connect'],
    run: async (w) => {
      const pool = w.pool({ max: 2 })
      const [a, b] = await Promise.all([pool.connect(), pool.connect()])
      const rows: unknown[] = []
      for (let round = 0; round < 2; round++) {
        rows.push((await a.query({ name: 'face-shared', text: 'select 1 as a' })).rows[0])
        rows.push((await b.query({ name: 'face-shared', text: 'select 2 as b' })).rows[0])
      }
      a.release()
      b.release()
      return rows
    },
  },
  {
    id: 'prepared.same-name-other-text-in-the-next-checkout',
    members: ['client.query', 'client.release'],
    muxpool: { deviation: 'state-ends-with-the-session', observes: { value: { n: 2 } } },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const first = await pool.connect()
      await first.query({ name: 'face-next', text: 'select 1 as n' })
      first.release()
      const second = await pool.connect()
      const observed = await outcome(
        second.query({ name: 'face-next', text: 'select 2 as n' }).then((result) => result.rows[0]),
      )
      second.release()
      return observed
    },
  },
  {
    id: 'prepared.pool-query-same-name-other-text',
    members: ['pool.query'],
    muxpool: { deviation: 'state-ends-with-the-session', observes: { value: { n: 2 } } },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      await pool.query({ name: 'face-pool', text: 'select 1 as n' })
      return outcome(pool.query({ name: 'face-pool', text: 'select 2 as n' }).then((result) => result.rows[0]))
    },
  },
  {
    id: 'prepared.failing-statement-stays-usable',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const query = (n: number) => client.query({ name: 'face-fails', text: 'select 1/$1::int as n', values: [n] })
      const failed = await outcome(query(0))
      const { rows } = await query(1)
      client.release()
      return { failed, rows }
    },
  },
  {
    id: 'prepared.that-does-not-parse',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const first = await outcome(client.query({ name: 'face-syntax', text: 'select from where' }))
      const other = await outcome(
        client.query({ name: 'face-syntax', text: 'select 1 as n' }).then((result) => result.rows),
      )
      client.release()
      return { first, other }
    },
  },
  {
    id: 'prepared.seen-by-the-server-and-execute',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      await client.query({ name: 'face_driver_name', text: 'select $1::int + 1 as n', values: [1] })
      const executed = await outcome(client.query('execute face_driver_name(9)').then((result) => result.rows))
      const { rows } = await client.query(
        "select name, statement from pg_prepared_statements where name = 'face_driver_name'",
      )
      client.release(true)
      return { executed, rows }
    },
  },
  {
    id: 'prepared.after-discard-all',
    members: ['client.query', 'client.release'],
    muxpool: { deviation: 'named-statement-after-discard', observes: { value: [{ n: 1 }] } },
    run: async (w) => {
      const client = await w.pool().connect()
      await client.query({ name: 'face-discarded', text: 'select 1 as n' })
      await client.query('discard all')
      const failed = await outcome(
        client.query({ name: 'face-discarded', text: 'select 1 as n' }).then(({ rows }) => rows),
      )
      client.release(true)
      return failed
    },
  },
  {
    id: 'prepared.many-at-once',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ max: 2 })
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          pool.query({ name: `face-many-${n % 3}`, text: `select $1::int * ${n % 3} as n`, values: [n] }),
        ),
      )
      return answers.map((result) => result.rows[0].n)
    },
  },
]

import pg from 'pg'
import type { FacePool } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'
import { called, outcome, seen } from '../harness/observe.ts'

type AnyQuery = (...args: unknown[]) => unknown

/** Calls pool.query with any arguments and gives rows or the error. */
async function rowsOf(pool: FacePool, ...args: unknown[]): Promise<unknown> {
  const query = pool.query as unknown as AnyQuery
  const result = await (query.apply(pool, args) as Promise<{ rows: unknown[] } | { rows: unknown[] }[]>)
  return Array.isArray(result) ? result.map((one) => one.rows) : result.rows
}

/** Calls pool.query with the arguments and a callback behind them. */
async function calledBack(pool: FacePool, ...args: unknown[]): Promise<unknown> {
  let returned: unknown = 'unset'
  let sync = true
  let late: unknown
  const [error, result] = (await called((callback) => {
    returned = (pool.query as unknown as AnyQuery).call(pool, ...args, (...given: never[]) => {
      late = !sync
      callback(...given)
    })
    sync = false
  })) as [unknown, { rows: unknown[] } | undefined]
  return { error: seen(error), rows: result?.rows, returned, late }
}

export const poolQueryCases: readonly FaceCase[] = [
  {
    id: 'query.text',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool()
      const promise = pool.query('select 1 as one')
      return { promise: promise instanceof Promise, rows: (await promise).rows }
    },
  },
  ...(
    [
      ['text-values', ['select $1::int as n', [7]]],
      ['text-undefined', ['select 1 as n', undefined]],
      ['text-null', ['select 1 as n', null]],
      ['text-empty-values', ['select 1 as n; select 2 as n', []]],
      ['multi-statement', ['select 1 as n; select 2 as n, 3 as m']],
      ['config', [{ text: 'select 1 as n' }]],
      ['config-values-inside', [{ text: 'select $1::text as t', values: ['inside'] }]],
      ['config-values-beside', [{ text: 'select $1::text as t' }, ['beside']]],
      ['config-both-values', [{ text: 'select $1::text as t', values: ['inside'] }, ['beside']]],
      ['named', [{ name: 'face-named', text: 'select $1::int as n', values: [1] }]],
      ['row-mode-array', [{ text: 'select 1 as a, 2 as a', rowMode: 'array' }]],
      ['extended', [{ text: 'select 1 as n', queryMode: 'extended' }]],
      ['types', [{ text: 'select 1 as n', types: { getTypeParser: () => (value: string) => `parsed ${value}` } }]],
      ['binary', [{ text: 'select $1::int4 as n', values: [5], binary: true }]],
      ['empty', ['']],
      ['comment', ['-- nothing']],
    ] as const
  ).map(
    ([id, args]): FaceCase => ({
      id: `query.${id}`,
      members: [],
      run: (w) => rowsOf(w.pool(), ...args),
    }),
  ),
  {
    id: 'query.query-object',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool()
      const query = new pg.Query('select $1::int as n', [4])
      const promise = (pool.query as unknown as AnyQuery).call(pool, query)
      const isPromise = promise instanceof Promise
      const { rows } = (await promise) as { rows: unknown[] }
      return { isPromise, rows, idle: pool.idleCount }
    },
  },
  ...(
    [
      ['text', ['select 1 as n']],
      ['text-values', ['select $1::int as n', [8]]],
      ['config', [{ text: 'select 2 as n' }]],
      ['config-values', [{ text: 'select $1::int as n' }, [3]]],
      ['failing', ['select 1/0']],
      ['failing-values', ['select 1/$1::int', [0]]],
    ] as const
  ).map(
    ([id, args]): FaceCase => ({
      id: `query.callback-${id}`,
      members: [],
      run: (w) => calledBack(w.pool(), ...args),
    }),
  ),
  {
    id: 'query.config-is-not-changed',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool()
      const config = Object.freeze({ text: 'select $1::int as n', values: Object.freeze([1]) })
      const { rows } = await pool.query(config as unknown as pg.QueryConfig)
      return { rows, keys: Object.keys(config) }
    },
  },
  {
    id: 'query.function-first',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool()
      // Without a callback the function itself is taken for one.
      let returned: unknown = 'unset'
      const [error] = await called((callback) => {
        returned = (pool.query as unknown as AnyQuery).call(pool, callback)
      })
      return { error: seen(error), returned, total: pool.totalCount }
    },
  },
  ...(
    [
      ['null', null],
      ['undefined', undefined],
      ['without-text', {}],
      ['text-of-wrong-type', { text: 5 }],
      ['name-only', { name: 'face-never-seen' }],
      ['values-no-array', { text: 'select $1::int', values: 'no array' }],
      ['value-that-throws', { text: 'select $1::int', values: [{ toPostgres: () => fail('toPostgres threw') }] }],
      ['wrong-number-of-values', { text: 'select $1::int', values: [1, 2] }],
      ['callback-of-wrong-type', { text: 'select 1', callback: 'no function' }],
    ] as const
  ).map(
    ([id, config]): FaceCase => ({
      id: `query.refused-${id}`,
      members: [],
      run: async (w) => {
        const pool = w.pool()
        const first = await outcome(rowsOf(pool, config))
        return { first, next: (await pool.query('select 1 as one')).rows }
      },
    }),
  ),
  {
    id: 'query.parser-that-throws',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const types = { getTypeParser: () => () => fail('parser threw') }
      const failed = await outcome(pool.query({ text: 'select 1 as n', types } as unknown as pg.QueryConfig))
      return { failed, next: (await pool.query('select 1 as one')).rows }
    },
  },
  {
    id: 'query.callers-are-served-in-order',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const order: unknown[] = []
      await Promise.all(
        [1, 2, 3, 4, 5].map(async (n) => {
          const { rows } = await pool.query('select $1::int as n', [n])
          order.push(rows[0].n)
        }),
      )
      return order
    },
  },
  {
    id: 'query.many-at-once',
    members: ['pool.query', 'pool.totalCount'],
    run: async (w) => {
      const pool = w.pool({ max: 3 })
      const answers = await Promise.all(
        Array.from({ length: 50 }, async (_, n) => (await pool.query('select $1::int as n', [n])).rows[0].n === n),
      )
      return { right: answers.every(Boolean), atMost3: pool.totalCount <= 3 }
    },
  },
  {
    id: 'query.within-a-query-callback',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      return new Promise((resolve) => {
        pool.query('select 1 as n', (_error, outer) => {
          pool.query('select 2 as n', (_inner, result) => resolve([outer.rows, result.rows]))
        })
      })
    },
  },
  {
    id: 'query.a-failing-statement-keeps-the-connection',
    members: ['pool.query', 'pool.totalCount', 'pool.idleCount'],
    muxpool: { deviation: 'sql-error-keeps-connection', observes: { total: 1, idle: 1, samePid: true } },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      await pool.query('select 1')
      const [before] = await w.backends()
      await pool.query('select 1/0').catch(() => undefined)
      const { totalCount, idleCount } = pool
      await pool.query('select 1')
      const after = await w.backends()
      return { total: totalCount, idle: idleCount, samePid: after.includes(before!) && after.length === 1 }
    },
  },
]

function fail(message: string): never {
  throw new Error(message)
}

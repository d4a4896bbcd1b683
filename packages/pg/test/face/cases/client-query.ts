import type pg from 'pg'
import type { FaceClient } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'
import { called, outcome, seen } from '../harness/observe.ts'
import type { World } from '../harness/world.ts'

type AnyQuery = (...args: unknown[]) => unknown

/** Runs `use` with a client of a pool of one. */
async function withClient(w: World, use: (client: FaceClient) => Promise<unknown>): Promise<unknown> {
  const client = await w.pool({ max: 1 }).connect()
  try {
    return await use(client)
  } finally {
    client.release()
  }
}

export const clientQueryCases: readonly FaceCase[] = [
  ...(
    [
      ['text', ['select 1 as n']],
      ['text-values', ['select $1::int as n', [7]]],
      ['multi-statement', ['select 1 as n; select 2 as n']],
      ['config', [{ text: 'select $1::int as n', values: [3] }]],
      ['config-values-beside', [{ text: 'select $1::int as n' }, [4]]],
      ['named', [{ name: 'face-client-named', text: 'select $1::int as n', values: [1] }]],
      ['row-mode-array', [{ text: 'select 1 as a, 2 as a', rowMode: 'array' }]],
      ['rows', [{ text: 'select generate_series(1, 5) as n', rows: 2 }]],
      ['portal', [{ text: 'select 1 as n', portal: 'face_portal', values: [], queryMode: 'extended' }]],
    ] as const
  ).map(
    ([id, args]): FaceCase => ({
      id: `client-query.${id}`,
      members: [],
      run: (w) =>
        withClient(w, async (client) => {
          const result = (await (client.query as unknown as AnyQuery).apply(client, [...args])) as pg.QueryResult
          return Array.isArray(result) ? result.map((one) => one.rows) : result.rows
        }),
    }),
  ),
  ...(
    [
      ['text', ['select 1 as n']],
      ['text-values', ['select $1::int as n', [8]]],
      ['config', [{ text: 'select 2 as n' }]],
      ['config-values', [{ text: 'select $1::int as n' }, [3]]],
      ['failing', ['select 1/0']],
    ] as const
  ).map(
    ([id, args]): FaceCase => ({
      id: `client-query.callback-${id}`,
      members: [],
      run: (w) =>
        withClient(w, async (client) => {
          let returned: unknown = 'unset'
          const [error, result] = (await called((callback) => {
            returned = (client.query as unknown as AnyQuery).apply(client, [...args, callback])
          })) as [unknown, pg.QueryResult | undefined]
          return { error: seen(error), rows: result?.rows, returned }
        }),
    }),
  ),
  {
    id: 'client-query.callback-in-config',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      let returned: unknown = 'unset'
      const [error, result] = (await called((callback) => {
        returned = client.query({ text: 'select 3 as n', callback } as pg.QueryConfig)
      })) as [unknown, pg.QueryResult]
      client.release()
      return { error, rows: result.rows, returned }
    },
  },
  {
    id: 'client-query.refused-synchronously',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const caught = [[null], [undefined], ['select 1', [], 'no function']].map((args) => {
        try {
          ;(client.query as unknown as AnyQuery).apply(client, args)
          return 'nothing thrown'
        } catch (error) {
          return seen(error)
        }
      })
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { caught, rows }
    },
  },
  {
    id: 'client-query.refused-later',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const seenErrors: unknown[] = []
      for (const config of [{}, { text: 'select $1::int', values: 'no array' }, { name: 'face-never' }]) {
        seenErrors.push(
          await outcome(
            (client.query(config as pg.QueryConfig) as Promise<pg.QueryResult>).then((result) => result.rows),
          ),
        )
      }
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { seenErrors, rows }
    },
  },
]

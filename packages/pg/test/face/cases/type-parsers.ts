import pg from 'pg'
import type { FaceClient } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'

const int4 = 23
const parsed = (value: string): string => `parsed ${value}`
const one = 'select 1::int4 as n'

export const typeParserCases: readonly FaceCase[] = [
  {
    id: 'types.of-one-client',
    members: ['client.setTypeParser', 'client.getTypeParser', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const before = (await client.query(one)).rows
      const returned: unknown = client.setTypeParser(int4, parsed as never)
      const after = (await client.query(one)).rows
      const parser = client.getTypeParser(int4, 'text') as (value: string) => unknown
      client.release()
      return { before, returned, after, asked: parser('5'), again: typeof client.getTypeParser(int4) }
    },
  },
  {
    id: 'types.with-a-format',
    members: ['client.setTypeParser', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      client.setTypeParser(int4, 'text', parsed as never)
      client.setTypeParser(int4, 'binary', (() => 'binary') as never)
      const asText = (await client.query('select $1::int4 as n', [1])).rows
      const asBinary = (
        await client.query({ text: 'select $1::int4 as n', values: [1], binary: true } as pg.QueryConfig)
      ).rows
      client.release()
      return { asText, asBinary }
    },
  },
  {
    id: 'types.not-of-another-client-at-the-same-time',
    members: ['client.setTypeParser', 'client.release'],
    run: async (w) => {
      const pool = w.pool({ max: 2 })
      const [a, b] = await Promise.all([pool.connect(), pool.connect()])
      a.setTypeParser(int4, parsed as never)
      const rows = [(await a.query(one)).rows, (await b.query(one)).rows, (await a.query(one)).rows]
      a.release()
      b.release()
      return rows
    },
  },
  {
    id: 'types.not-of-the-next-session',
    members: ['client.setTypeParser', 'client.release', 'pool.query'],
    muxpool: { deviation: 'state-ends-with-the-session', observes: { next: [{ n: 1 }], query: [{ n: 1 }] } },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const first = await pool.connect()
      first.setTypeParser(int4, parsed as never)
      await first.query(one)
      first.release()
      const second = await pool.connect()
      const next = (await second.query(one)).rows
      second.release()
      return { next, query: (await pool.query(one)).rows }
    },
  },
  {
    id: 'types.set-in-the-connect-event',
    members: ['pool:connect', 'client.setTypeParser', 'pool.query'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      pool.on('connect', (client) => (client as FaceClient).setTypeParser(int4, parsed as never))
      const client = await pool.connect()
      const { rows } = await client.query(one)
      client.release()
      return { rows, query: (await pool.query(one)).rows }
    },
  },
  {
    id: 'types.of-the-pool',
    members: ['pool.options', 'pool.query'],
    run: async (w) => {
      const types = { getTypeParser: (oid: number) => (oid === int4 ? parsed : String) }
      const pool = w.pool({ types })
      const client = await pool.connect()
      const { rows } = await client.query(one)
      client.release()
      return { rows, query: (await pool.query(one)).rows, kept: pool.options.types === types }
    },
  },
  {
    id: 'types.of-a-query-win',
    members: ['client.query', 'client.setTypeParser', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      client.setTypeParser(int4, (() => 'of the client') as never)
      const types = { getTypeParser: () => parsed }
      const { rows } = await client.query({ text: one, types } as unknown as pg.QueryConfig)
      client.release()
      return rows
    },
  },
  {
    id: 'types.global',
    members: ['module.types', 'pool.query'],
    run: async (w) => {
      const types = w.module.types as typeof pg.types
      const pool = w.pool()
      const before = types.getTypeParser(int4)
      types.setTypeParser(int4, (value) => `global ${value}`)
      w.afterwards(() => types.setTypeParser(int4, before as (value: string) => unknown))
      return { rows: (await pool.query(one)).rows, sameModule: types === pg.types }
    },
  },
  {
    id: 'types.int8-as-a-number',
    members: ['pool.query', 'module.defaults'],
    run: async (w) => {
      const defaults = w.module.defaults as { parseInt8: boolean }
      defaults.parseInt8 = true
      w.afterwards(() => {
        ;(w.module.defaults as { parseInt8: boolean }).parseInt8 = false
      })
      return (await w.pool().query('select 7::int8 as n')).rows
    },
  },
]

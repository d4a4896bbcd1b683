import pg from 'pg'
import type { FaceCase } from '../harness/face-case.ts'

/** Everything of a result that a program can read, and the shape of the parts that can't be compared. */
function described(result: pg.QueryResult): unknown {
  const inside = result as unknown as Record<string, unknown>
  return {
    class: result.constructor.name,
    ofPg: result instanceof pg.Result,
    keys: Object.keys(result).sort(),
    command: result.command,
    rowCount: result.rowCount,
    oid: result.oid,
    rows: result.rows,
    fields: result.fields.map((field) => ({
      ...field,
      tableID: field.tableID === 0 ? 0 : 'some',
      class: field.constructor.name,
    })),
    parsers: (inside._parsers as unknown[] | undefined)?.map((parser) => typeof parser),
    types: typeof (inside._types as { getTypeParser?: unknown } | undefined)?.getTypeParser,
    rowConstructor: inside.RowCtor,
    rowAsArray: inside.rowAsArray,
  }
}

const tags: readonly string[] = [
  'begin',
  'create temp table face_tags (id int, note text)',
  "insert into face_tags values (1, 'a'), (2, 'b')",
  "update face_tags set note = 'c'",
  'select * from face_tags order by id',
  'delete from face_tags where id = 1 returning id',
  'savepoint s',
  'rollback to s',
  'release s',
  'lock table face_tags',
  'declare c cursor for select 1',
  'fetch 1 from c',
  'close c',
  'explain select 1',
  'show transaction_isolation',
  'do $$begin end$$',
  'set local work_mem = 65536',
  'drop table face_tags',
  'rollback',
]

export const resultCases: readonly FaceCase[] = [
  {
    id: 'result.select',
    members: ['pool.query'],
    run: async (w) => described(await w.pool().query("select 1 as n, 'a'::text as t, null as nothing")),
  },
  {
    id: 'result.no-rows',
    members: ['pool.query'],
    run: async (w) => described(await w.pool().query('select 1 as n where false')),
  },
  {
    id: 'result.array-rows',
    members: ['pool.query'],
    run: async (w) =>
      described(
        (await w.pool().query({ text: 'select 1 as n, 2 as n', rowMode: 'array' })) as unknown as pg.QueryResult,
      ),
  },
  {
    id: 'result.of-a-table',
    members: ['pool.query'],
    run: async (w) => described(await w.pool().query("select datname from pg_database where datname = 'template1'")),
  },
  {
    id: 'result.several',
    members: ['pool.query'],
    run: async (w) => {
      const results = (await w
        .pool()
        .query('select 1 as a; begin; select 2 as b; commit')) as unknown as pg.QueryResult[]
      return { array: Array.isArray(results), all: results.map(described) }
    },
  },
  {
    id: 'result.of-nothing',
    members: ['pool.query'],
    run: async (w) => described(await w.pool().query('')),
  },
  {
    id: 'result.tags',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const seen: unknown[] = []
      for (const text of tags) {
        const { command, rowCount, oid, rows, fields } = await client.query(text)
        seen.push([text, command, rowCount, oid, rows.length, fields.length])
      }
      client.release()
      return seen
    },
  },
  {
    id: 'result.tags-with-values',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      await client.query('begin')
      const made = await client.query({
        text: 'create temp table face_prepared (id int)',
        queryMode: 'extended',
      } as pg.QueryConfig)
      const inserted = await client.query('insert into face_prepared select generate_series(1, $1::int)', [3])
      const updated = await client.query('update face_prepared set id = id + $1::int returning id', [1])
      await client.query('rollback')
      client.release()
      return [made, inserted, updated].map(described)
    },
  },
  {
    id: 'result.values-of-types',
    members: ['pool.query'],
    run: async (w) => {
      const { rows } = await w.pool().query(`select 1::int2 as i2, 1::int4 as i4, 1::int8 as i8, 1.50::numeric as num,
        1.5::float8 as f8, true as yes, 'x'::char(3) as padded, '{"a":[1]}'::json as j, '{"a":1}'::jsonb as jb,
        '\\x0102'::bytea as bytes, array[1,2] as ints, array['a',null] as texts, '2020-01-02'::date as day,
        '2020-01-02 03:04:05+00'::timestamptz as at, '(1,2)'::point as p, interval '1 day 2 hours' as span,
        'a=>b' as plain, '{}'::int[] as none, 'NaN'::float8 as nan, 1::oid as o`)
      const row = rows[0] as Record<string, unknown>
      return Object.entries(row).map(([name, value]) => [
        name,
        typeof value,
        value === null || typeof value !== 'object' ? null : value.constructor.name,
        Buffer.isBuffer(value)
          ? value.toString('hex')
          : value instanceof Date
            ? value.getTime()
            : JSON.stringify(value),
      ])
    },
  },
  {
    id: 'result.values-sent',
    members: ['pool.query'],
    run: async (w) => {
      const toPostgres = { toPostgres: (prepare: (value: unknown) => unknown) => prepare(['x', 1]) }
      const { rows } = await w
        .pool()
        .query(
          'select $1::text a, $2::text b, $3::text c, $4::int[] d, $5::json e, $6::bytea f, $7::timestamptz g, $8::text[] h, $9::text i',
          [undefined, null, true, [1, null], { a: 1 }, Buffer.from('ab'), new Date(0), toPostgres, 12n],
        )
      return JSON.parse(JSON.stringify(rows))
    },
  },
  {
    id: 'result.row-is-a-plain-object',
    members: ['pool.query'],
    run: async (w) => {
      const { rows } = await w.pool().query('select 1 as a, 2 as "toString", 3 as "__proto__x"')
      const row = rows[0] as object
      return { prototype: Object.getPrototypeOf(row) === Object.prototype, keys: Object.keys(row) }
    },
  },
  {
    id: 'result.many-rows',
    members: ['pool.query'],
    run: async (w) => {
      const { rows, rowCount } = await w.pool().query("select n, repeat('x', 100) as t from generate_series(1, 5000) n")
      return { rowCount, last: rows.at(-1).n, sum: rows.reduce((sum: number, row: { n: number }) => sum + row.n, 0) }
    },
  },
  {
    id: 'result.duplicate-columns',
    members: ['pool.query'],
    run: async (w) => {
      const { rows, fields } = await w.pool().query('select 1 as n, 2 as n')
      return { rows, fields: fields.map((field) => field.name) }
    },
  },
]

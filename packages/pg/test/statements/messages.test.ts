import { sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPool, type Pool } from '../../src/index.ts'

let pool: Pool
let plain: pg.Pool
beforeAll(() => {
  // One connection: its messages lie behind one another.
  pool = createPool({ connectionString: sharedPostgres(18), maxConnections: 1 })
  plain = new pg.Pool({ connectionString: sharedPostgres(18), max: 1 })
})
afterAll(() => Promise.all([pool.end(), plain.end()]))

const long = (n: number): string => String.fromCharCode(97 + (n % 26)).repeat(n)

describe('the messages of a statement', () => {
  test.each([0, 1, 95, 96, 97, 16_383, 16_384, 16_385, 100_000, 2_000_000])('with a value of %i', async (length) => {
    const { rows } = await pool.query('select $1::text as it, $2::int as n', [long(length), length])
    expect(rows).toEqual([{ it: long(length), n: length }])
  })

  test('of a thousand statements of all lengths arrive as they were', async () => {
    const lengths = Array.from({ length: 1_000 }, (_, n) => (n * 7_919) % 3_001)
    const answers = await Promise.all(
      lengths.map((n) => pool.query('select $1::text as it, $2::int as n', [long(n), n])),
    )
    expect(answers.map(({ rows }) => rows)).toEqual(lengths.map((n) => [{ it: long(n), n }]))
  })

  test('that waits for its rows in portions', async () => {
    const portions = (of: pg.Pool | Pool) =>
      of.query({ text: 'select n from generate_series(1, $1::int) as n', values: [25], rows: 10 } as pg.QueryConfig)
    expect((await portions(pool)).rows).toEqual((await portions(plain)).rows)
  })

  test('with a value that can not be sent leave the connection as it was', async () => {
    const bad = {
      toPostgres(): never {
        throw new Error('no text for this')
      },
    }
    for (const name of [undefined, 'named']) {
      const config = { text: 'select $1::text as it', values: [bad], ...(name === undefined ? {} : { name }) }
      await expect(pool.query(config)).rejects.toThrow('no text for this')
      expect((await pool.query('select $1::text as it', ['next'])).rows).toEqual([{ it: 'next' }])
    }
  })
})

describe('rows are what the driver makes of them', () => {
  test.each([
    ['several columns of a name', 'select 1 as a, 2 as b, 3 as a where $1'],
    ['numbers as names', 'select 1 as "2", 2 as "1", 3 as x where $1'],
    ['a name that objects have', 'select 1 as "__proto__", 2 as "constructor", 3 as "toString" where $1'],
    ['no column', 'select where $1'],
    ['no row', 'select 1 as a where not $1'],
    ['null', 'select null as a, null::int as b where $1'],
  ])('%s', async (_, text) => {
    for (const rowMode of [undefined, 'array'] as const) {
      const config = { text, values: [true], ...(rowMode === undefined ? {} : { rowMode }) } as pg.QueryConfig
      const [ours, theirs] = [await pool.query(config), await plain.query(config)]
      const shape = ({ rows }: { rows: object[] }) =>
        rows.map((row) => [Object.getPrototypeOf(row), Object.entries(Object.getOwnPropertyDescriptors(row))])
      expect(shape(ours)).toEqual(shape(theirs))
      expect({ ...ours, _types: null }).toEqual({ ...theirs, _types: null })
      expect(ours).toBeInstanceOf(pg.Result)
      expect(ours.constructor).toBe(theirs.constructor)
    }
  })
})

import { sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { createPool, type Pool } from '../../src/index.ts'

const most = 256
const pools: Pool[] = []
/** The driver's own client of a pool's connection. */
const connections = new Map<Pool, pg.Client>()

/** One connection, so that all sessions share its statements. */
function onePool(): Pool {
  class Client extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      super(config)
      connections.set(pool, this)
    }
  }
  const pool: Pool = createPool({ connectionString: sharedPostgres(18), maxConnections: 1, Client })
  pools.push(pool)
  return pool
}

afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.end()
})

const textOf = (n: number): string => `select ${n} as n`
const ask = async (pool: Pool, n: number): Promise<number> =>
  (await pool.query<{ n: number }>({ name: `n${n}`, text: textOf(n) })).rows[0]!.n

/** The texts that the server has prepared on the pool's only connection. The pool itself would show none of them. */
async function prepared(pool: Pool): Promise<string[]> {
  const connection = connections.get(pool)
  if (connection === undefined) throw new Error('nothing was asked yet')
  const { rows } = await connection.query<{ statement: string }>('select statement from pg_prepared_statements')
  return rows.map(({ statement }) => statement)
}

describe('shared statements of a connection', () => {
  test(`are ${most} at most, and those that were not used for longest go`, async () => {
    const pool = onePool()
    for (let n = 0; n < most; n++) expect(await ask(pool, n)).toBe(n)
    expect(await prepared(pool)).toHaveLength(most)
    // The first is used again: the second is the oldest now.
    await ask(pool, 0)
    await ask(pool, most)
    const texts = await prepared(pool)
    expect(texts).toHaveLength(most)
    expect(texts).toContain(textOf(0))
    expect(texts).not.toContain(textOf(1))
    expect(texts).toContain(textOf(most))
  })

  test('answer again after they were closed', async () => {
    const pool = onePool()
    for (let n = 0; n <= most; n++) await ask(pool, n)
    expect(await prepared(pool)).not.toContain(textOf(0))
    expect(await ask(pool, 0)).toBe(0)
    expect(await prepared(pool)).toContain(textOf(0))
  })

  test('are closed in front of a text that the server refuses, too', async () => {
    const pool = onePool()
    for (let n = 0; n < most; n++) await ask(pool, n)
    await expect(pool.query({ name: 'wrong', text: 'selec' })).rejects.toMatchObject({ code: '42601' })
    await expect(pool.query({ name: 'bad', text: 'select $1::int', values: 1 as never })).rejects.toThrow('an array')
    expect((await prepared(pool)).length).toBeLessThan(most)
    for (let n = 0; n < most; n++) expect(await ask(pool, n)).toBe(n)
    expect(await prepared(pool)).toHaveLength(most)
  })

  test('go for those of query objects, and in a transaction that has failed', async () => {
    const pool = onePool()
    for (let n = 0; n < most; n++) await ask(pool, n)
    const client = await pool.connect()
    await client.query('begin')
    await expect(client.query('select 1/0')).rejects.toMatchObject({ code: '22012' })
    await expect(client.query({ name: 'late', text: 'select 1 as late' })).rejects.toMatchObject({ code: '25P02' })
    await client.query('rollback')
    const answer = await new Promise((resolve, reject) =>
      client.query(
        new pg.Query({ name: 'object', text: 'select 7 as object' }, (error, result) =>
          error ? reject(error) : resolve(result.rows),
        ),
      ),
    )
    client.release()
    expect(answer).toEqual([{ object: 7 }])
    const texts = await prepared(pool)
    expect(texts).toHaveLength(most)
    expect(texts).toContain('select 7 as object')
  })

  test('of a session that a pin gave its own connection are not counted', async () => {
    const pool = onePool()
    const client = await pool.connect()
    await client.query("set work_mem = '5MB'")
    for (let n = 0; n < most + 10; n++) await client.query({ name: `own${n}`, text: textOf(n) })
    const { rows } = await client.query("select count(*)::int as n from pg_prepared_statements where name like 'own%'")
    client.release()
    expect(rows).toEqual([{ n: most + 10 }])
  })
})

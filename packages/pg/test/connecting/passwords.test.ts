import { type PostgresServer, startPostgres, whyNoControl } from '@muxpool/test-servers'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createPool, type Pool, type PoolOptions } from '../../src/index.ts'

const reason = whyNoControl(18)
const right = 'the right one'

describe.skipIf(reason !== null)(`passwords${reason ?? ''}`, () => {
  let server: PostgresServer
  let admin: pg.Client
  const pools: Pool[] = []

  beforeAll(async () => {
    server = await startPostgres({
      hba: ['host all app 127.0.0.1/32 scram-sha-256', 'host all all 127.0.0.1/32 trust'],
    })
    admin = new pg.Client(server.url())
    await admin.connect()
    await admin.query(`create role app login password '${right}'`)
  })
  afterEach(async () => {
    for (const pool of pools.splice(0)) await pool.end()
  })
  afterAll(async () => {
    await admin?.end()
    await server?.dispose()
  })

  function open(password: PoolOptions['password'], more: PoolOptions = {}): Pool {
    const { host, port, database } = server
    const pool = createPool({ host, port, database, user: 'app', password, ...more })
    pools.push(pool)
    return pool
  }

  const backends = async (): Promise<number> =>
    (await admin.query("select count(*)::int as n from pg_stat_activity where usename = 'app'")).rows[0].n

  test('a function is asked for each connection, and not for each session', async () => {
    let calls = 0
    const pool = open(
      async () => {
        calls += 1
        return right
      },
      { maxConnections: 3 },
    )
    let opened = 0
    pool.on('connect', () => opened++)
    const together = 3
    let begun = 0
    let allBegun = (): void => {}
    const all = new Promise<void>((resolve) => (allBegun = resolve))
    const one = (): Promise<void> =>
      pool.transaction(async (tx) => {
        await tx.query('select 1')
        begun += 1
        if (begun === together) allBegun()
        await all
      })
    await Promise.all(Array.from({ length: together }, one))
    await Promise.all(Array.from({ length: 20 }, () => pool.query('select 1')))
    expect([calls, opened, await backends()]).toEqual([3, 3, 3])
  })

  test('a function may give another one each time', async () => {
    const given = ['wrong', right]
    const pool = open(() => given.shift() ?? right)
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: '28P01' })
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  test.each(['connect', 'query'] as const)('the rejection of a function reaches the callers of %s', async (way) => {
    const refusal = new Error('the vault is closed')
    const pool = open(() => Promise.reject(refusal), { connectTimeoutMillis: 60_000 })
    const begun = performance.now()
    const told = await Promise.all(
      [1, 2, 3].map(() =>
        (way === 'connect' ? pool.connect() : pool.query('select 1')).catch((error: unknown) => error),
      ),
    )
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(told).toEqual([refusal, refusal, refusal])
  })

  test('a function that gives no text is refused as in pg', async () => {
    await expect(open((() => 7) as never).query('select 1')).rejects.toThrow('Password must be a string')
  })

  test.each(['connect', 'query'] as const)('a function that hangs ends at the deadline of %s', async (way) => {
    let hang = true
    const pool = open(() => (hang ? new Promise<string>(() => {}) : right), { connectTimeoutMillis: 1_000 })
    const begun = performance.now()
    const asked = way === 'connect' ? pool.connect() : pool.query('select 1')
    await expect(asked).rejects.toMatchObject({
      code: 'MUX_CONNECT_TIMEOUT',
      message: 'Connection terminated due to connection timeout',
      fate: 'not-sent',
    })
    expect(performance.now() - begun).toBeGreaterThanOrEqual(995)
    expect(pool.totalCount).toBe(0)
    hang = false
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  test('an answer that comes after the deadline harms nobody', async () => {
    const answers: ((password: string) => void)[] = []
    const refusals: ((error: Error) => void)[] = []
    const pool = open(
      () =>
        new Promise<string>((resolve, reject) => {
          answers.push(resolve)
          refusals.push(reject)
        }),
      { connectTimeoutMillis: 100 },
    )
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'MUX_CONNECT_TIMEOUT' })
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'MUX_CONNECT_TIMEOUT' })
    answers[0]?.(right)
    refusals[1]?.(new Error('too late'))
    const last = pool.query('select 1 as one')
    while (answers.length < 3) await new Promise((resolve) => setImmediate(resolve))
    answers[2]?.(right)
    expect((await last).rows).toEqual([{ one: 1 }])
    expect(await backends()).toBe(1)
  })
})

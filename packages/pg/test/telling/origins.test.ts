import { sharedPostgres } from '@muxpool/test-servers/vitest'
import { afterEach, describe, expect, test } from 'vitest'
import { createPool, type Pool, type PoolClient, type PoolOptions } from '../../src/index.ts'

const pools: Pool[] = []
const open = (options: PoolOptions): Pool => {
  const pool = createPool({ connectionString: sharedPostgres(18), maxConnections: 1, ...options })
  pools.push(pool)
  return pool
}
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.end()
})

async function theBorrower(pool: Pool): Promise<PoolClient> {
  return pool.connect()
}

function theBorrowerByCallback(pool: Pool): Promise<PoolClient> {
  return new Promise((resolve, reject) =>
    pool.connect((error, client) => (client === undefined ? reject(error) : resolve(client))),
  )
}

/** The text that somebody gets who waits for the connection of an open transaction. */
async function whoHolds(pool: Pool, borrow: (pool: Pool) => Promise<PoolClient>): Promise<string> {
  const client = await borrow(pool)
  await client.query('begin')
  const late = (await pool.query('select 1').catch((error: unknown) => error)) as Error
  await client.query('rollback')
  client.release()
  return late.message
}

describe('leakDetection', () => {
  test.each([
    ['before the first connection', false],
    ['with a connection', true],
  ])('names the caller of connect(), %s', async (_, warm) => {
    const pool = open({ leakDetection: true, connectionBorrowTimeoutMillis: 200 })
    if (warm) await pool.query('select 1')
    expect(await whoHolds(pool, theBorrower)).toContain('at theBorrower (')
  })

  test('names the caller of connect() with a callback', async () => {
    const pool = open({ leakDetection: true, connectionBorrowTimeoutMillis: 200 })
    expect(await whoHolds(pool, theBorrowerByCallback)).toContain('at theBorrowerByCallback (')
  })

  test('goes on naming him in the next transaction of the session', async () => {
    const pool = open({ leakDetection: true, connectionBorrowTimeoutMillis: 200 })
    const client = await theBorrower(pool)
    await client.query('begin')
    await client.query('commit')
    expect(await whoHolds(pool, async () => client)).toContain('at theBorrower (')
  })

  test('names him when his transaction makes no progress', async () => {
    const pool = open({ leakDetection: true, borrowTransactionTimeoutMillis: 100 })
    const client = await theBorrower(pool)
    const broken = new Promise<Error>((resolve) => client.once('error', resolve))
    await client.query('begin')
    await broken
    await expect(client.query('select 1')).rejects.toThrow(/theBorrower/)
    client.release()
  })

  test('is off: what is named is the place that began the transaction', async () => {
    const pool = open({ connectionBorrowTimeoutMillis: 200 })
    const text = await whoHolds(pool, theBorrower)
    expect(text).toContain('whoHolds')
    expect(text).not.toContain('theBorrower')
  })
})

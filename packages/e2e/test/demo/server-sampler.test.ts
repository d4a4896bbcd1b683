import { sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { startServerSampler } from '../../src/server-sampler.ts'

const clients: pg.Client[] = []

async function open(count: number, application_name: string): Promise<pg.Client[]> {
  const opened = Array.from(
    { length: count },
    () => new pg.Client({ connectionString: sharedPostgres(18), application_name }),
  )
  clients.push(...opened)
  await Promise.all(opened.map((client) => client.connect()))
  return opened
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end()))
})

describe('the server sampler', () => {
  it('sees how many connections a program has, the most it had, and when they are gone', async () => {
    const sampler = await startServerSampler(sharedPostgres(18), { applicationName: 'sampled-program' })
    const opened = await open(5, 'sampled-program')
    await open(2, 'another-program')
    await expect.poll(() => sampler.current()).toBe(5)
    await Promise.all(opened.slice(1).map((client) => client.end()))
    await expect.poll(() => sampler.current()).toBe(1)
    const seen = await sampler.stop()
    expect(seen.max).toBe(5)
    expect(seen.mean).toBeGreaterThan(0)
    expect(seen.mean).toBeLessThan(5)
    expect(seen.longestGapMillis).toBeGreaterThan(0)
  })

  it('counts the connections to a database, without its own', async () => {
    const admin = new pg.Client({ connectionString: sharedPostgres(18) })
    await admin.connect()
    await admin.query('create database sampled_database')
    const url = new URL(sharedPostgres(18))
    url.pathname = '/sampled_database'
    const sampler = await startServerSampler(url.href, { database: 'sampled_database' })
    const inside = new pg.Client({ connectionString: url.href })
    await inside.connect()
    await expect.poll(() => sampler.current()).toBe(1)
    await inside.end()
    const seen = await sampler.stop()
    expect(seen.max).toBe(1)
    await admin.query('drop database sampled_database with (force)')
    await admin.end()
  })

  it('reports that it could not sample', async () => {
    const url = new URL(sharedPostgres(18))
    url.searchParams.set('application_name', 'doomed-sampler')
    const sampler = await startServerSampler(url.href, { database: 'any' })
    const [killer] = await open(1, 'killer')
    await killer?.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doomed-sampler'`,
    )
    await expect(sampler.stop()).rejects.toThrow()
  })
})

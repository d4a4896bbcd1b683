import { sharedMysql } from '@muxpool/test-servers/vitest'
import mysql, { type Connection } from 'mysql2/promise'
import { afterEach, describe, expect, it } from 'vitest'
import { startMysqlSampler } from '../../src/server-sampler-mysql.ts'

const connections: Connection[] = []

async function open(url: string, count: number): Promise<Connection[]> {
  const opened = await Promise.all(Array.from({ length: count }, () => mysql.createConnection(url)))
  connections.push(...opened)
  return opened
}

afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.end().catch(() => {})))
})

describe.each(['mysql', 'mariadb'] as const)('the sampler of %s', (flavour) => {
  it('sees how many connections a user has, the most it had, and when they are gone', async () => {
    const [admin] = await open(sharedMysql(flavour), 1)
    await admin?.query("create user sampled identified by 'sampled'")
    const url = new URL(sharedMysql(flavour))
    Object.assign(url, { username: 'sampled', password: 'sampled', pathname: '' })
    const sampler = await startMysqlSampler(sharedMysql(flavour), { user: 'sampled' })
    const opened = await open(url.href, 5)
    await expect.poll(() => sampler.current()).toBe(5)
    // A text that MySQL's information_schema could not list.
    await opened[0]?.query("select '🐈', sleep(0.1)")
    await Promise.all(opened.slice(1).map((connection) => connection.end()))
    await expect.poll(() => sampler.current()).toBe(1)
    const seen = await sampler.stop()
    expect(seen.max).toBe(5)
    expect(seen.mean).toBeGreaterThan(0)
    expect(seen.mean).toBeLessThan(5)
    expect(seen.longestGapMillis).toBeGreaterThan(0)
    await admin?.query('drop user sampled')
  })

  it('counts the connections to a database, without its own', async () => {
    const [admin] = await open(sharedMysql(flavour), 1)
    await admin?.query('create database sampled_database')
    const url = new URL(sharedMysql(flavour))
    url.pathname = '/sampled_database'
    const sampler = await startMysqlSampler(url.href, { database: 'sampled_database' })
    await open(url.href, 1)
    await expect.poll(() => sampler.current()).toBe(1)
    expect((await sampler.stop()).max).toBe(1)
    await admin?.query('drop database sampled_database')
  })
})

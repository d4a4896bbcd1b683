import { type PostgresServer, startPostgres, whyNoControl } from '@muxpool/test-servers'
import pg from 'pg'
import { generate } from 'selfsigned'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Client, createPool, type Pool, type PoolOptions } from '../../src/index.ts'
import { type Listener, listenTo } from './first-words.ts'

const reason = whyNoControl(18)

/** A certificate that is its own authority, for the address of the test servers. */
async function certificate(): Promise<{ readonly cert: string; readonly key: string }> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'muxpool test' }], {
    algorithm: 'sha256',
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  })
  return { cert, key }
}

describe.skipIf(reason !== null)(`TLS${reason ?? ''}`, () => {
  let server: PostgresServer
  let front: Listener
  let ca: string
  let otherCa: string
  const pools: Pool[] = []

  beforeAll(async () => {
    const [own, other] = await Promise.all([certificate(), certificate()])
    ca = own.cert
    otherCa = other.cert
    server = await startPostgres({
      settings: { ssl: 'on' },
      hba: ['hostssl all all 127.0.0.1/32 trust'],
      files: { 'server.crt': own.cert, 'server.key': own.key },
    })
    front = await listenTo(server)
  })
  afterEach(async () => {
    for (const pool of pools.splice(0)) await pool.end()
  })
  afterAll(async () => {
    await front?.close()
    await server?.dispose()
  })

  const at = (more: PoolOptions): PoolOptions => ({
    host: '127.0.0.1',
    port: front.port,
    user: server.user,
    database: server.database,
    ssl: { ca },
    ...more,
  })
  const open = (more: PoolOptions = {}): Pool => {
    const pool = createPool(at(more))
    pools.push(pool)
    return pool
  }

  test('connects with the right authority', async () => {
    const { rows } = await open().query('select ssl from pg_stat_ssl where pid = pg_backend_pid()')
    expect(rows).toEqual([{ ssl: true }])
  })

  test.each([
    ['an unknown authority', () => ({ ssl: { ca: otherCa } })],
    ['no authority', () => ({ ssl: true })],
    ['another name than that of the certificate', () => ({ host: 'localhost' })],
    ['no TLS, where the server wants it', () => ({ ssl: false })],
  ])('fails as pg does, and at once, with %s', async (_, more) => {
    const client = new pg.Client(at(more()))
    const own = (await client.connect().catch((error: unknown) => error)) as Error & { code?: string }
    const pool = open({ ...more(), connectTimeoutMillis: 60_000 })
    const begun = performance.now()
    const told = (await pool.query('select 1').catch((error: unknown) => error)) as Error & { code?: string }
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(own).toBeInstanceOf(Error)
    expect([told.message, told.code]).toEqual([own.message, own.code])
    expect(pool.totalCount).toBe(0)
    await expect(pool.connect()).rejects.toMatchObject({ message: own.message })
  })

  test('fails as pg does, and at once, with a server that has no TLS', async () => {
    const plain = await startPostgres()
    const pool = open({ port: plain.port, connectTimeoutMillis: 60_000 })
    await expect(pool.query('select 1')).rejects.toThrow('The server does not support SSL connections')
    await plain.dispose()
  })

  test.each(['postgres', 'direct'] as const)('cancels over TLS (sslnegotiation %s)', async (sslnegotiation) => {
    const pool = open({ maxConnections: 1, sslnegotiation })
    const {
      rows: [{ pid }],
    } = await pool.query('select pg_backend_pid() as pid')
    const before = front.words.length
    const late = { text: 'select pg_sleep(60)', query_timeout: 100 }
    await expect(pool.query(late)).rejects.toMatchObject({ code: 'MUX_STATEMENT_TIMEOUT' })
    // The same backend: its statement was cancelled, and did not have to be left to itself.
    expect((await pool.query('select pg_backend_pid() as pid')).rows).toEqual([{ pid }])
    expect(front.words.slice(before)).toEqual([sslnegotiation === 'direct' ? 'TLS' : 'question for TLS'])
  })

  test('clients whose keys differ share no connections', async () => {
    const [mine, yours] = await Promise.all([certificate(), certificate()])
    const pidOf = async ({ cert, key }: { cert: string; key: string }): Promise<number> => {
      const client = new Client(at({ ssl: { ca, cert, key } }) as PoolOptions)
      await client.connect()
      clients.push(client)
      return (await client.query('select pg_backend_pid() as pid')).rows[0].pid
    }
    const clients: { end(): Promise<void> }[] = []
    const first = await pidOf(mine)
    expect(await pidOf(yours)).not.toBe(first)
    expect(await pidOf(mine)).toBe(first)
    for (const client of clients) await client.end()
  })

  test('keeps the key out of what is shown', async () => {
    const { cert, key } = await certificate()
    const pool = open({ ssl: { ca, cert, key }, password: 'very-secret' })
    await pool.query('select 1')
    const shown = `${JSON.stringify(pool.options)} ${Object.keys(pool.options)} ${Object.keys(pool.options.ssl as object)}`
    expect(shown).not.toMatch(/very-secret|PRIVATE KEY|password|key/)
    expect(pool.options.password).toBe('very-secret')
  })
})

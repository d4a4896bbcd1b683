import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FaultProxy, type PostgresServer, startFaultProxy, startPostgres } from '../src/index.ts'
import { ask, connected, hangsFor } from './clients.ts'

describe('the fault proxy, before a PostgreSQL', () => {
  let server: PostgresServer
  let proxy: FaultProxy
  let url: string

  beforeAll(async () => {
    server = await startPostgres()
    proxy = await startFaultProxy(server)
    const through = new URL(server.url())
    through.host = `${proxy.host}:${proxy.port}`
    url = through.href
  })
  afterAll(async () => {
    await proxy?.close()
    await server?.dispose()
  })

  test('the server knows a connection by the port that the proxy gives', async () => {
    await using client = await connected(url)
    const [connection] = proxy.connections()
    expect(await ask(client, 'select inet_client_port()')).toBe(connection?.serverSidePort)
  })

  test('a query hangs in the black hole, and is answered behind it', async () => {
    await using client = await connected(url)
    proxy.mode = 'blackhole'
    const answer = ask(client, 'select 5')
    expect(await hangsFor(200, answer)).toBe(true)
    proxy.mode = 'pass'
    expect(await answer).toBe(5)
  })

  test('a connection that closes slowly lives on in the server after the client has closed it', async () => {
    await using watcher = await connected(server.url())
    const client = await connected(url)
    const pid = await ask(client, 'select pg_backend_pid()')
    const there = (): Promise<unknown> => ask(watcher, `select count(*)::int from pg_stat_activity where pid = ${pid}`)
    proxy.slowCloseMillis = 300
    const ended = once(client, 'end')
    const closing = client.end()
    expect(await there()).toBe(1)
    await closing
    await ended
    proxy.slowCloseMillis = 0
    while ((await there()) !== 0) expect(proxy.accepted).toBeGreaterThan(0)
  })

  test('refusing and killing look to a client like a server that went down', async () => {
    await using client = await connected(url)
    proxy.mode = 'refuse'
    proxy.killAll()
    await expect(ask(client, 'select 1')).rejects.toThrow()
    await proxy.settled()
    await expect(connected(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    proxy.mode = 'pass'
    await proxy.settled()
    await using again = await connected(url)
    expect(await ask(again, 'select 1')).toBe(1)
  })
})

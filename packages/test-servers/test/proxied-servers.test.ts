import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FaultProxy, startFaultProxy } from '../src/index.ts'
import { connected, hangsFor } from './clients.ts'
import { kinds } from './subjects.ts'

for (const { name, start, clientPort } of kinds) {
  describe(`the fault proxy, before ${name}`, () => {
    let server: Awaited<ReturnType<typeof start>>
    let proxy: FaultProxy
    let url: string

    beforeAll(async () => {
      server = await start()
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
      expect(await client.ask(clientPort)).toBe(connection?.serverSidePort)
    })

    test('a query hangs in the black hole, and is answered behind it', async () => {
      await using client = await connected(url)
      proxy.mode = 'blackhole'
      const answer = client.ask('select 5')
      expect(await hangsFor(200, answer)).toBe(true)
      proxy.mode = 'pass'
      expect(await answer).toBe(5)
    })

    test('a connection that closes slowly lives on in the server after the client has closed it', async () => {
      await using watcher = await connected(server.url())
      while (server.backends().length > 1) expect(await watcher.ask('select 1')).toBe(1)
      const client = await connected(url)
      expect(server.backends()).toHaveLength(2)
      proxy.slowCloseMillis = 300
      const closing = client.end()
      expect(await watcher.ask('select 1')).toBe(1)
      expect(server.backends()).toHaveLength(2)
      await closing
      await client.closed
      proxy.slowCloseMillis = 0
      while (server.backends().length > 1) expect(await watcher.ask('select 1')).toBe(1)
    })

    test('refusing and killing look to a client like a server that went down', async () => {
      await using client = await connected(url)
      proxy.mode = 'refuse'
      proxy.killAll()
      await expect(client.ask('select 1')).rejects.toThrow()
      await proxy.settled()
      await expect(connected(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
      proxy.mode = 'pass'
      await proxy.settled()
      await using again = await connected(url)
      expect(await again.ask('select 1')).toBe(1)
    })
  })
}

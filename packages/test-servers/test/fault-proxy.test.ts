import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freePort } from '../src/free-port.ts'
import { type FaultProxy, startFaultProxy } from '../src/index.ts'
import { hangsFor } from './clients.ts'

/** What a proxy does to bytes and ends, on a server that echoes: each is seen on both sides. */
describe('the fault proxy, before an echo', { timeout: 10_000 }, () => {
  let server: Server
  let proxy: FaultProxy
  let accepted: Socket[]

  beforeEach(async () => {
    accepted = []
    server = createServer({ allowHalfOpen: true }, (socket) => {
      accepted.push(socket)
      socket.on('error', () => {})
      socket.on('data', (data) => socket.write(data))
    })
    const port = await freePort()
    server.listen({ host: '127.0.0.1', port })
    await once(server, 'listening')
    proxy = await startFaultProxy({ host: '127.0.0.1', port })
  })

  afterEach(async () => {
    await proxy.close()
    for (const socket of accepted) socket.destroy()
    server.close()
  })

  const dial = (): Socket => connect({ host: proxy.host, port: proxy.port, allowHalfOpen: true })

  /** A client of which an answer came: its connection stands on both sides. */
  const dialled = async (): Promise<Socket> => {
    const client = dial()
    client.write('?')
    await once(client, 'data')
    return client
  }

  test('passes what is said in both directions, and ends', async () => {
    const client = dial()
    const next = await proxy.nextConnection()
    client.write('hello')
    expect(String(await once(client, 'data'))).toBe('hello')
    expect(proxy).toMatchObject({ accepted: 1, open: 1, mode: 'pass' })
    expect(next).toMatchObject({ id: 1, clientPort: client.localPort, clientOpen: true, serverOpen: true })
    expect(next).toMatchObject({ bytesToServer: 5, bytesToClient: 5, serverSidePort: accepted[0]?.remotePort })
    const closed = [once(client, 'close'), once(accepted[0]!, 'close')]
    client.end()
    await once(accepted[0]!, 'end')
    accepted[0]!.end('bye')
    expect(String(await once(client, 'data'))).toBe('bye')
    await Promise.all(closed)
    await gone(proxy)
    expect(proxy.accepted).toBe(1)
  })

  test('carries a large answer to a slow reader without keeping it all', async () => {
    const client = await dialled()
    const [connection] = proxy.connections()
    const sent = Buffer.alloc(32 * 1024 * 1024, 'x')
    let received = 0
    client.pause()
    client.on('data', (data: Buffer) => {
      received += data.length
      if (received === sent.length) client.emit('whole')
    })
    accepted[0]!.pause()
    client.write(sent)
    // Nobody reads: what was sent stays with its sender once the buffers on the way are full.
    await until(() => (connection?.bytesToServer ?? 0) > 1)
    expect(
      await hangsFor(
        200,
        until(() => connection?.bytesToServer === 1 + sent.length),
      ),
    ).toBe(true)
    accepted[0]!.resume()
    await until(() => connection?.bytesToServer === 1 + sent.length)
    expect(connection?.bytesToClient).toBeLessThan(sent.length)
    client.resume()
    await once(client, 'whole')
    expect(connection?.bytesToClient).toBe(1 + sent.length)
    client.destroy()
  })

  test('as a black hole it accepts, holds everything, and lets it go through afterwards', async () => {
    const old = await dialled()
    proxy.mode = 'blackhole'
    const next = proxy.nextConnection()
    const fresh = dial()
    await Promise.all([once(fresh, 'connect'), next])
    const answers = [once(old, 'data'), once(fresh, 'data')]
    old.write('old')
    fresh.write('fresh')
    expect(await hangsFor(200, Promise.race(answers))).toBe(true)
    expect(accepted).toHaveLength(1)
    proxy.mode = 'pass'
    expect((await Promise.all(answers)).map(String)).toEqual(['old', 'fresh'])
    old.destroy()
    fresh.destroy()
  })

  test('a black hole swallows the end of a client: its server never hears of it', async () => {
    const client = await dialled()
    const [connection] = proxy.connections()
    connection!.blackhole = true
    const other = dial()
    other.write('not held')
    expect(String(await once(other, 'data'))).toBe('not held')
    other.destroy()
    const ended = once(accepted[0]!, 'end')
    client.end()
    await until(() => !connection!.clientOpen)
    expect(await hangsFor(200, ended)).toBe(true)
    expect(connection!.serverOpen).toBe(true)
    connection!.blackhole = false
    await ended
    client.destroy()
  })

  test('refusing, nobody listens; connections that exist go on', async () => {
    const old = await dialled()
    proxy.mode = 'refuse'
    await proxy.settled()
    const [error] = await once(dial(), 'error')
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
    old.write('still')
    expect(String(await once(old, 'data'))).toBe('still')
    expect(proxy.accepted).toBe(1)
    proxy.mode = 'pass'
    await proxy.settled()
    const fresh = dial()
    fresh.write('again')
    expect(String(await once(fresh, 'data'))).toBe('again')
    old.destroy()
    fresh.destroy()
  })

  test('resetting, it counts who comes and sends them away', async () => {
    proxy.mode = 'reset'
    for (const count of [1, 2, 3]) {
      const [error] = await once(dial(), 'error')
      expect(error).toMatchObject({ code: 'ECONNRESET' })
      expect(proxy).toMatchObject({ accepted: count, open: 0 })
    }
    expect(accepted).toHaveLength(0)
  })

  test('delays each way, in order', async () => {
    const client = await dialled()
    proxy.delayMillis = 60
    const start = performance.now()
    client.write('slow')
    expect(String(await once(client, 'data'))).toBe('slow')
    expect(performance.now() - start).toBeGreaterThanOrEqual(119)
    const all = collect(client, 6)
    client.write('abc')
    // What comes later with less delay does not overtake.
    await until(() => proxy.connections()[0]?.bytesToServer === 1 + 4 + 3)
    proxy.delayMillis = 0
    client.write('def')
    expect(await all).toBe('abcdef')
    client.destroy()
  })

  test('closes slowly: the server hears later that its client went, and says good-bye later', async () => {
    const client = await dialled()
    proxy.slowCloseMillis = 150
    const start = performance.now()
    // PostgreSQL's Terminate is held with the end that follows it.
    const heard = once(accepted[0]!, 'data')
    client.write(Buffer.from([0x58, 0, 0, 0, 4]))
    client.end()
    await heard
    expect(performance.now() - start).toBeGreaterThanOrEqual(149)
    expect(proxy.open).toBe(1)
    await once(accepted[0]!, 'end')
    accepted[0]!.end()
    await once(client, 'end')
    await gone(proxy)
  })

  test('closes slowly: the client hears later that its server went', async () => {
    const client = await dialled()
    proxy.slowCloseMillis = 150
    const start = performance.now()
    accepted[0]!.end()
    await once(client, 'end')
    expect(performance.now() - start).toBeGreaterThanOrEqual(149)
    client.destroy()
  })

  test('kills all: both sides get a reset', async () => {
    const clients = [await dialled(), await dialled(), await dialled()]
    const errors = [...clients, ...accepted].map((socket) => once(socket, 'error'))
    proxy.killAll()
    for (const [error] of await Promise.all(errors)) expect(error).toMatchObject({ code: 'ECONNRESET' })
    await gone(proxy)
  })

  test('kills one, or ends only its client', async () => {
    const [one, two] = [await dialled(), await dialled()]
    const [first, second] = proxy.connections()
    first?.kill()
    expect((await once(one, 'error'))[0]).toMatchObject({ code: 'ECONNRESET' })
    second?.endClient()
    await once(two, 'end')
    two.end()
    await gone(proxy)
  })

  test('tampers with what passes: distorts it, cuts it, swallows it', async () => {
    const client = await dialled()
    const passed: string[] = []
    proxy.tamper = (data, direction, connection) => {
      if (direction === 'to-client') return [{ data }]
      passed.push(`${connection.id} ${data}`)
      if (String(data) === 'swallow') return []
      return [{ data: data.subarray(0, 2) }, { data: Buffer.from('!'), delayMillis: 50 }]
    }
    const seen: string[] = []
    accepted[0]!.on('data', (data) => seen.push(String(data)))
    client.write('swallow')
    await until(() => passed.length === 1)
    const answer = collect(client, 3)
    client.write('abc')
    expect(await answer).toBe('ab!')
    expect(passed).toEqual(['1 swallow', '1 abc'])
    expect(seen).toEqual(['ab', '!'])
    client.destroy()
  })

  test('a server that refuses resets the client', async () => {
    server.close()
    const client = dial()
    expect((await once(client, 'error'))[0]).toMatchObject({ code: 'ECONNRESET' })
    await gone(proxy)
  })

  test('closing lets nobody in any more', async () => {
    const client = await dialled()
    const reset = once(client, 'error')
    await proxy.close()
    await reset
    expect((await once(dial(), 'error'))[0]).toMatchObject({ code: 'ECONNREFUSED' })
  })
})

async function gone(proxy: FaultProxy): Promise<void> {
  await until(() => proxy.open === 0)
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2))
}

function collect(socket: Socket, bytes: number): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    socket.on('data', (data) => {
      text += String(data)
      if (text.length >= bytes) resolve(text)
    })
  })
}

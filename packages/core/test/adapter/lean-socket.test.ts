import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { leanSocket } from '../../src/adapter/lean-socket.ts'

describe('a lean socket', () => {
  let server: Server
  let near: Socket
  let far: Socket

  beforeEach(async () => {
    server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    near = leanSocket()
    near.connect((server.address() as AddressInfo).port, '127.0.0.1')
    ;[far] = (await once(server, 'connection')) as [Socket]
    far.setNoDelay(true)
  })
  afterEach(() => {
    near.destroy()
    far.destroy()
    server.close()
  })

  /** Everything that comes until `bytes` are there, as it was handed out. */
  function pieces(bytes: number): Promise<Buffer[]> {
    const heard: Buffer[] = []
    return new Promise((resolve) => {
      let length = 0
      near.on('data', (piece: Buffer) => {
        heard.push(piece)
        length += piece.length
        if (length >= bytes) resolve(heard)
      })
    })
  }

  test('never writes again where it has handed something out', async () => {
    const parts = Array.from({ length: 200 }, (_, n) => Buffer.alloc(n % 7 === 0 ? 90_000 : 1 + n, n))
    const sent = Buffer.concat(parts)
    const heard = pieces(sent.length)
    for (const part of parts) await new Promise((resolve) => far.write(part, resolve))
    expect(Buffer.concat(await heard).equals(sent)).toBe(true)
  })

  test('hears what comes behind a listener that threw, and behind a throw in the same tick', async () => {
    const crashes: unknown[] = []
    const others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.on('uncaughtException', (error) => crashes.push(error.message))
    try {
      const heard: string[] = []
      near.on('data', (piece: Buffer) => {
        heard.push(piece.toString())
        if (heard.length === 1) throw new Error('in the listener')
        if (heard.length === 2)
          process.nextTick(() => {
            throw new Error('in the tick')
          })
      })
      for (const text of ['one', 'two', 'three', 'four']) {
        const before = heard.length
        far.write(text)
        await expect.poll(() => heard.length).toBe(before + 1)
      }
      expect(heard).toEqual(['one', 'two', 'three', 'four'])
      expect(crashes).toEqual(['in the listener', 'in the tick'])
    } finally {
      process.removeAllListeners('uncaughtException')
      for (const other of others) process.on('uncaughtException', other)
    }
  })

  test('is read piece by piece, and flows again, without losing or turning over a byte', async () => {
    const sent = Buffer.from(Array.from({ length: 500_000 }, (_, n) => n % 251))
    far.write(sent.subarray(0, 300_000))
    const first: Buffer[] = []
    near.pause()
    const read = (): void => {
      for (let piece = near.read(1_000) as Buffer | null; piece !== null; piece = near.read(1_000)) first.push(piece)
    }
    near.on('readable', read)
    await expect.poll(() => first.length).toBe(300)
    near.off('readable', read)
    const rest = pieces(200_000)
    near.resume()
    far.write(sent.subarray(300_000))
    expect(Buffer.concat([...first, ...(await rest)]).equals(sent)).toBe(true)
  })

  test('stops reading while it is paused', async () => {
    const sent = Buffer.alloc(40_000_000)
    let length = 0
    near.on('data', (piece: Buffer) => {
      if (length === 0) near.pause()
      length += piece.length
    })
    far.write(sent)
    await expect.poll(() => length).toBeGreaterThan(0)
    // A socket that goes on reading has several megabytes by then.
    for (let n = 0; n < 100; n++) await new Promise((resolve) => setImmediate(resolve))
    expect(near.bytesRead).toBeLessThan(1_000_000)
    near.resume()
    await expect.poll(() => length, { timeout: 10_000 }).toBe(sent.length)
  })

  test('tells its end', async () => {
    near.resume()
    far.end()
    await once(near, 'end')
    expect(near.readableEnded).toBe(true)
  })
})

import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { freePort } from '../src/free-port.ts'
import { ServerError, startPostgres, whyNoControl } from '../src/index.ts'
import { embeddedPostgres } from '../src/postgres/embedded-postgres.ts'
import { startInstalled } from '../src/start-postgres.ts'
import { ask, connected } from './clients.ts'

const noControl = whyNoControl(18)

describe.skipIf(noControl !== null)(`what a start meets${noControl === null ? '' : `: ${noControl}`}`, () => {
  afterEach(() => vi.unstubAllEnvs())

  test('a port that was taken after it was chosen: another is tried', async () => {
    await using taken = await occupy(await freePort())
    const ports = [taken.port, await freePort()]
    const server = await startInstalled(embeddedPostgres, {}, async () => ports.shift() ?? 0)
    try {
      expect(ports).toEqual([])
      await using client = await connected(server.url())
      expect(await ask(client, 'select 1')).toBe(1)
    } finally {
      await server.dispose()
    }
  })

  test('its port taken while it was stopped: it says so, and starts when the port is free again', async () => {
    const server = await startPostgres()
    try {
      await server.stop()
      await using taken = await occupy(server.port)
      await expect(server.start()).rejects.toThrow(/Address already in use/)
      await taken[Symbol.asyncDispose]()
      await server.start()
      await using client = await connected(server.url())
      expect(await ask(client, 'select 1')).toBe(1)
    } finally {
      await server.dispose()
    }
  })

  test('passwords, where pg_hba.conf asks for them, and a superuser of another name', async () => {
    const hba = ['host all plain 127.0.0.1/32 trust', 'host all all 127.0.0.1/32 scram-sha-256']
    const server = await startPostgres({ hba, superuser: 'plain', files: { 'note.txt': 'laid' } })
    try {
      await using plain = await connected(server.url())
      expect(await ask(plain, 'select current_user::text')).toBe('plain')
      expect(await ask(plain, "select pg_read_file('note.txt')")).toBe('laid')
      await plain.query("create role secret login password 'right'")
      const config = { host: server.host, port: server.port, database: 'postgres', user: 'secret' }
      await expect(connected({ ...config, password: 'wrong' })).rejects.toMatchObject({ code: '28P01' })
      await using secret = await connected({ ...config, password: 'right' })
      expect(await ask(secret, 'select current_user::text')).toBe('secret')
    } finally {
      await server.dispose()
    }
  })

  test('a given server is used as it is, and nothing that needs control is done to it', async () => {
    const own = await startPostgres()
    try {
      vi.stubEnv('MUXPOOL_TEST_POSTGRES18_URL', own.url('template1'))
      expect(whyNoControl(18)).toContain('MUXPOOL_TEST_POSTGRES18_URL')
      const server = await startPostgres()
      expect(server).toMatchObject({ port: own.port, user: 'postgres', database: 'template1', controllable: false })
      expect(server.url('postgres')).toBe(own.url('postgres'))
      await expect(server.stop()).rejects.toThrow(ServerError)
      expect(() => server.freeze()).toThrow(/can't be frozen: MUXPOOL_TEST_POSTGRES18_URL/)
      await expect(startPostgres({ settings: { fsync: 'on' } })).rejects.toThrow(/can't be set up/)
      await server.dispose()
      await using client = await connected(own.url())
      expect(await ask(client, 'select 1')).toBe(1)

      vi.stubEnv('MUXPOOL_TEST_POSTGRES15_URL', own.url())
      await expect(startPostgres({ version: 15 })).rejects.toThrow(
        /POSTGRES15_URL can't be used: it is a PostgreSQL 18/,
      )
    } finally {
      await own.dispose()
    }
  })
})

async function occupy(port: number): Promise<{ readonly port: number } & AsyncDisposable> {
  const server: Server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port }, resolve)
  })
  return {
    port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

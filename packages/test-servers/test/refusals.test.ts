import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { freePort } from '../src/free-port.ts'
import { ServerError, type ServerKey, startMysql, startPostgres, whyNoControl } from '../src/index.ts'
import { knownServers } from '../src/server-key.ts'
import { connected, connectedPg } from './clients.ts'
import { kinds, subjects } from './subjects.ts'

/** Which variable must not give the server of a key, and what is said then. */
const mistaken: Readonly<Record<ServerKey, { readonly as: ServerKey; readonly says: RegExp }>> = {
  18: { as: 15, says: /MUXPOOL_TEST_POSTGRES15_URL can't be used: it is a PostgreSQL 18/ },
  15: { as: 18, says: /MUXPOOL_TEST_POSTGRES18_URL can't be used: it is a PostgreSQL 15/ },
  mysql: { as: 'mariadb', says: /MUXPOOL_TEST_MARIADB_URL can't be used: it is a MySQL/ },
  mariadb: { as: 'mysql', says: /MUXPOOL_TEST_MYSQL_URL can't be used: it is a MariaDB/ },
}

for (const { key, name, start, startOn, setting } of kinds) {
  const noControl = whyNoControl(key)
  describe.skipIf(noControl !== null)(
    `what a start of ${name} meets${noControl === null ? '' : `: ${noControl}`}`,
    () => {
      afterEach(() => vi.unstubAllEnvs())

      test('a port that was taken after it was chosen: another is tried', async () => {
        await using taken = await occupy(await freePort())
        const ports = [taken.port, await freePort()]
        const server = await startOn(async () => ports.shift() ?? 0)
        try {
          expect(ports).toEqual([])
          await using client = await connected(server.url())
          expect(await client.ask('select 1')).toBe(1)
        } finally {
          await server.dispose()
        }
      })

      test('its port taken while it was stopped: it says so, and starts when the port is free again', async () => {
        const server = await start()
        try {
          await server.stop()
          await using taken = await occupy(server.port)
          await expect(server.start()).rejects.toThrow(/Address already in use/)
          await taken[Symbol.asyncDispose]()
          await server.start()
          await using client = await connected(server.url())
          expect(await client.ask('select 1')).toBe(1)
        } finally {
          await server.dispose()
        }
      })

      test('a given server is used as it is, and nothing that needs control is done to it', async () => {
        const own = await start()
        try {
          const { variable } = knownServers[key]
          vi.stubEnv(variable, own.url('other'))
          await using client = await connected(own.url())
          await client.query('create database other')
          expect(whyNoControl(key)).toContain(variable)
          const server = await start()
          expect(server).toMatchObject({ port: own.port, user: own.user, database: 'other', controllable: false })
          expect(server).toMatchObject({ version: (own as { version?: unknown }).version })
          expect(server.url()).toBe(own.url('other'))
          expect(server.url(own.database)).toBe(own.url())
          await expect(server.stop()).rejects.toThrow(ServerError)
          expect(() => server.freeze()).toThrow(new RegExp(`can't be frozen: ${variable}`))
          await expect(start({ settings: setting.settings })).rejects.toThrow(/can't be set up/)
          await server.dispose()
          expect(await client.ask('select 1')).toBe(1)

          const { as, says } = mistaken[key]
          vi.stubEnv(knownServers[as].variable, own.url())
          await expect(subjects.find((each) => each.key === as)?.start()).rejects.toThrow(says)
        } finally {
          await own.dispose()
        }
      })

      test('a given server that does not answer: the variable is named', async () => {
        const nobody = new URL((await addressOf(start)).replace(/:\d+\//, `:${await freePort()}/`))
        vi.stubEnv(knownServers[key].variable, nobody.href)
        await expect(start()).rejects.toThrow(new RegExp(`${knownServers[key].variable} can't be used: .*ECONNREFUSED`))
      })
    },
  )
}

test('a given MySQL without a database is not taken: tests create tables', async () => {
  vi.stubEnv('MUXPOOL_TEST_MYSQL_URL', 'mysql://nobody@127.0.0.1')
  await expect(startMysql()).rejects.toThrow('MUXPOOL_TEST_MYSQL_URL must name a database')
  vi.unstubAllEnvs()
})

const noPostgres = whyNoControl(18)

describe.skipIf(noPostgres !== null)(`only PostgreSQL${noPostgres === null ? '' : `: ${noPostgres}`}`, () => {
  test('asks for passwords where pg_hba.conf does, and has a superuser of another name', async () => {
    const hba = ['host all plain 127.0.0.1/32 trust', 'host all all 127.0.0.1/32 scram-sha-256']
    const server = await startPostgres({ hba, superuser: 'plain', files: { 'note.txt': 'laid' } })
    try {
      await using plain = await connected(server.url())
      expect(await plain.ask('select current_user::text')).toBe('plain')
      expect(await plain.ask("select pg_read_file('note.txt')")).toBe('laid')
      await plain.query("create role secret login password 'right'")
      const config = { host: server.host, port: server.port, database: 'postgres', user: 'secret' }
      await expect(connectedPg({ ...config, password: 'wrong' })).rejects.toMatchObject({ code: '28P01' })
      await using secret = await connectedPg({ ...config, password: 'right' })
      expect(await secret.ask('select current_user::text')).toBe('secret')
    } finally {
      await server.dispose()
    }
  })
})

async function addressOf(start: (typeof kinds)[number]['start']): Promise<string> {
  const server = await start()
  await server.dispose()
  return server.url()
}

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

import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PostgresServer, type PostgresVersion, ServerError, startPostgres, whyNoControl } from '../src/index.ts'
import { ask, connected, hangsFor } from './clients.ts'
import { lives, stateOf } from './system.ts'

const versions: readonly PostgresVersion[] = [18, 15]

for (const version of versions) {
  const reason = whyNoControl(version)
  describe.skipIf(reason !== null)(`PostgreSQL ${version}${reason === null ? '' : `: ${reason}`}`, () => {
    let server: PostgresServer

    beforeAll(async () => {
      server = await startPostgres({ version, settings: { max_connections: '37' } })
    })
    afterAll(() => server?.dispose())

    test('answers queries, has the version and the settings asked for', async () => {
      await using client = await connected(server.url())
      expect(Math.floor(Number(await ask(client, "select current_setting('server_version_num')")) / 10_000)).toBe(
        version,
      )
      expect(server.version).toBe(version)
      expect(await ask(client, 'show max_connections')).toBe('37')
      expect(await ask(client, 'show fsync')).toBe('off')
      expect(await ask(client, 'show server_encoding')).toBe('UTF8')
      expect(await ask(client, "select '2026-07-01 12:00+00'::timestamptz at time zone 'Europe/Berlin'")).toEqual(
        new Date(2026, 6, 1, 14),
      )
    })

    test('listens on 127.0.0.1 only, on a port that no outgoing connection is given', async () => {
      await using client = await connected(server.url())
      expect(await ask(client, 'show listen_addresses')).toBe('127.0.0.1')
      expect(await ask(client, 'show unix_socket_directories')).toBe('')
      expect(server.port).toBeGreaterThan(1024)
      expect(server.port).toBeLessThan(32_768)
    })

    test('stop and start keep the data and the port', async () => {
      const { port } = server
      await using before = await connected(server.url())
      await before.query('create table kept as select 42 as answer')
      await server.stop()
      await expect(connected(server.url())).rejects.toMatchObject({ code: 'ECONNREFUSED' })
      await server.start()
      expect(server.port).toBe(port)
      await using after = await connected(server.url())
      expect(await ask(after, 'select answer from kept')).toBe(42)
    })

    test('a smart stop waits for clients, an immediate one does not', async () => {
      const client = await connected(server.url())
      const stopped = server.stop('smart')
      expect(await hangsFor(200, stopped)).toBe(true)
      expect(await ask(client, 'select 1')).toBe(1)
      await client.end()
      await stopped
      await server.start()
      await using other = await connected(server.url())
      await server.stop('immediate')
      await expect(other.query('select 1')).rejects.toThrow()
      await server.start()
    })

    test('restart takes settings in addition, and ALTER SYSTEM goes over them', async () => {
      await server.restart({ work_mem: '7MB' })
      await using first = await connected(server.url())
      expect(await ask(first, 'show work_mem')).toBe('7MB')
      expect(await ask(first, 'show max_connections')).toBe('37')
      await first.query("alter system set work_mem = '9MB'")
      await server.restart()
      await using second = await connected(server.url())
      expect(await ask(second, 'show work_mem')).toBe('9MB')
    })

    test('a frozen server answers nobody; thawed it answers what was asked', async () => {
      await using client = await connected(server.url())
      server.freeze()
      try {
        expect(server.processes().map(stateOf)).toEqual(server.processes().map(() => 'T'))
        const answer = ask(client, 'select 7')
        const another = connected(server.url())
        expect(await hangsFor(300, Promise.race([answer, another]))).toBe(true)
        server.thaw()
        expect(await answer).toBe(7)
        await (await another).end()
      } finally {
        server.thaw()
      }
    })

    test('a frozen server can be stopped', async () => {
      server.freeze()
      await server.stop()
      expect(server.processes()).toEqual([])
      await server.start()
    })

    test('backends are the processes that serve clients', async () => {
      await server.restart()
      expect(server.backends()).toEqual([])
      await using one = await connected(server.url())
      await using two = await connected(server.url())
      const pids = [await ask(one, 'select pg_backend_pid()'), await ask(two, 'select pg_backend_pid()')]
      expect(server.backends().sort()).toEqual(pids.sort())
      expect(server.processes()).toEqual(expect.arrayContaining(pids))
    })

    test('killed, nothing of it is left, and it comes back with what was committed', async () => {
      await using client = await connected(server.url())
      await client.query('create table survivor as select 1 as one')
      // Backends that are ending by themselves at that moment count, too.
      for (let round = 0; round < 8; round++) {
        await using _staying = await connected(server.url())
        const leaving = await connected(server.url())
        await leaving[Symbol.asyncDispose]()
        const pids = server.processes()
        await server.kill()
        expect(pids.filter(lives)).toEqual([])
        expect(server.processes()).toEqual([])
        await server.start()
      }
      await using again = await connected(server.url())
      expect(await ask(again, 'select one from survivor')).toBe(1)
    })

    test('refilled it is empty, on the same port with its settings', async () => {
      const { port } = server
      await using before = await connected(server.url())
      await before.query('create table gone ()')
      await server.refill()
      expect(server.port).toBe(port)
      await using client = await connected(server.url())
      expect(await ask(client, "select to_regclass('gone')::text")).toBe(null)
      expect(await ask(client, 'show max_connections')).toBe('37')
    })

    test('a setting that it refuses fails the start with what the server says', async () => {
      await expect(startPostgres({ version, settings: { work_mem: 'a lot' } })).rejects.toThrow(
        /invalid value for parameter "work_mem"/,
      )
    })

    test('dispose leaves no process and no file', async () => {
      const other = await startPostgres({ version })
      const pids = other.processes()
      expect(pids.length).toBeGreaterThan(3)
      expect(existsSync(other.log ?? '')).toBe(true)
      await using client = await connected(other.url())
      await client.query('select 1')
      await other.dispose()
      await other.dispose()
      expect(pids.filter(lives)).toEqual([])
      expect(existsSync(dirname(other.log ?? ''))).toBe(false)
      await expect(other.start()).rejects.toThrow(ServerError)
    })
  })
}

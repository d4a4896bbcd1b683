import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ServerError, startPostgres, whyNoControl } from '../src/index.ts'
import { connected, hangsFor, type TestClient } from './clients.ts'
import { subjects } from './subjects.ts'
import { lives, stateOf } from './system.ts'

const gone = "select table_name from information_schema.tables where table_name = 'gone'"

for (const subject of subjects) {
  const reason = whyNoControl(subject.key)
  describe.skipIf(reason !== null)(`${subject.name}${reason === null ? '' : `: ${reason}`}`, () => {
    let server: Awaited<ReturnType<typeof subject.start>>

    beforeAll(async () => {
      server = await subject.start({ settings: { max_connections: '37' } })
    })
    afterAll(() => server?.dispose())

    test('answers queries, has the version and the settings asked for', async () => {
      await using client = await connected(server.url())
      expect(await client.ask(subject.versionQuery)).toBe(subject.version)
      expect(server).toMatchObject({ version: subject.version })
      expect(await client.ask(subject.maxConnections.query)).toBe(subject.maxConnections.answer(37))
    })

    test.each(subject.facts)('%s', async (query, answer) => {
      await using client = await connected(server.url())
      expect(await client.ask(query)).toEqual(answer)
    })

    test('listens on 127.0.0.1, on a port that no outgoing connection is given', async () => {
      expect(server.host).toBe('127.0.0.1')
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
      expect(await after.ask('select answer from kept')).toBe(42)
    })

    test('an immediate stop waits for no client', async () => {
      await using other = await connected(server.url())
      await server.stop('immediate')
      await expect(other.query('select 1')).rejects.toThrow()
      await server.start()
    })

    test('restart takes settings in addition, and those that the server keeps itself go over them', async () => {
      const { settings, query, answer } = subject.setting
      await server.restart(settings)
      await using first = await connected(server.url())
      expect(await first.ask(query)).toBe(answer)
      expect(await first.ask(subject.maxConnections.query)).toBe(subject.maxConnections.answer(37))
      if (subject.persist === null) return
      await first.query(subject.persist.statement)
      await first.end()
      await server.restart()
      await using second = await connected(server.url())
      expect(await second.ask(query)).toBe(subject.persist.answer)
    })

    test('a frozen server answers nobody; thawed it answers what was asked', async () => {
      await using client = await connected(server.url())
      server.freeze()
      try {
        expect(server.processes().map(stateOf)).toEqual(server.processes().map(() => 'T'))
        const answer = client.ask('select 7')
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
      expect(server.backends()).toEqual([])
      await server.start()
    })

    test('backends are one for each client, until the server itself has noticed that it left', async () => {
      await server.restart()
      expect(server.backends()).toEqual([])
      await using one = await connected(server.url())
      const [first] = server.backends()
      expect(server.backends()).toEqual([first])
      const two = await connected(server.url())
      const both = server.backends()
      expect(both).toHaveLength(2)
      expect(both).toContain(first)
      server.freeze()
      try {
        await two[Symbol.asyncDispose]()
        await two.closed
        const waiting = connected(server.url())
        expect(await hangsFor(100, waiting)).toBe(true)
        expect(server.backends().sort()).toEqual(both.sort())
        server.thaw()
        await (await waiting)[Symbol.asyncDispose]()
      } finally {
        server.thaw()
      }
      // The time limit is the test's.
      while (server.backends().length > 1) expect(await one.ask('select 1')).toBe(1)
      expect(server.backends()).toEqual([first])
    })

    test('killed, nothing of it is left, and it comes back with what was committed', async () => {
      await using client = await connected(server.url())
      await client.query('create table survivor as select 1 as one')
      // Clients that are just leaving count, too.
      for (let round = 0; round < 8; round++) {
        await using staying = await connected(server.url())
        const leaving = await connected(server.url())
        await staying.query(`insert into survivor values (${round})`)
        await leaving[Symbol.asyncDispose]()
        const pids = server.processes()
        await server.kill()
        expect(pids.filter(lives)).toEqual([])
        expect(server.processes()).toEqual([])
        await server.start()
      }
      await using again = await connected(server.url())
      expect(Number(await again.ask('select count(*) from survivor'))).toBe(9)
    })

    test('refilled it is empty, on the same port with its settings', async () => {
      const { port } = server
      await using before = await connected(server.url())
      await before.query('create table gone (a int)')
      expect(await before.ask(gone)).toBe('gone')
      await server.refill()
      expect(server.port).toBe(port)
      await using client = await connected(server.url())
      expect(await client.ask(gone)).toBe(undefined)
      expect(await client.ask(subject.maxConnections.query)).toBe(subject.maxConnections.answer(37))
    })

    test('a setting that it refuses fails the start with what the server says', async () => {
      await expect(subject.start({ settings: subject.refused.settings })).rejects.toThrow(subject.refused.says)
    })

    test('full, it refuses; a place that was left is taken again', async () => {
      const { settings, plainUser, room, error } = subject.full
      const other = await subject.start({ settings })
      const clients: TestClient[] = []
      try {
        await using superuser = await connected(other.url())
        for (const statement of plainUser) await superuser.query(statement)
        const url = other.url().replace(`${other.user}@`, 'plain@')
        while (clients.length < room) clients.push(await connected(url))
        expect(other.backends()).toHaveLength(room + 1)
        await expect(connected(url)).rejects.toMatchObject(error)
        await clients.pop()?.end()
        // The server gives the place free in its own time; the limit is the test's.
        while (clients.length < room) {
          const refused = await connected(url).then(
            (client) => void clients.push(client),
            (refusal: unknown) => refusal,
          )
          if (refused !== undefined) expect(refused).toMatchObject(error)
        }
        await expect(connected(url)).rejects.toMatchObject(error)
      } finally {
        for (const client of clients) await client[Symbol.asyncDispose]()
        await other.dispose()
      }
    })

    test('dispose leaves no process and no file', async () => {
      const other = await subject.start()
      const pids = other.processes()
      expect(pids.length).toBeGreaterThanOrEqual(subject.leastProcesses)
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

const noPostgres = whyNoControl(18)

describe.skipIf(noPostgres !== null)(`only PostgreSQL${noPostgres === null ? '' : `: ${noPostgres}`}`, () => {
  test('knows a smart stop, which waits for clients; its backends are the processes that serve them', async () => {
    const server = await startPostgres()
    try {
      await using client = await connected(server.url())
      expect(server.backends()).toEqual([await client.ask('select pg_backend_pid()')])
      expect(server.processes()).toEqual(expect.arrayContaining(server.backends()))
      const stopped = server.stop('smart')
      expect(await hangsFor(200, stopped)).toBe(true)
      expect(await client.ask('select 1')).toBe(1)
      await client.end()
      await stopped
    } finally {
      await server.dispose()
    }
  })
})

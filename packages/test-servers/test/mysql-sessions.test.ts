import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConnectionOptions } from 'mysql2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MysqlServer, startMysql, whyNoControl } from '../src/index.ts'
import { connected, connectedMysql } from './clients.ts'

for (const flavour of ['mysql', 'mariadb'] as const) {
  const reason = whyNoControl(flavour)
  describe.skipIf(reason !== null)(`sessions of ${flavour}${reason === null ? '' : `: ${reason}`}`, () => {
    let server: MysqlServer
    let secret: ConnectionOptions

    beforeAll(async () => {
      server = await startMysql({ flavour, settings: { init_connect: 'set @kept = \'a#;\\\\ "quoted" \'' } })
      await using root = await connected(server.url())
      await root.query("create user secret identified by 'right'")
      await root.query('grant all on test.* to secret')
      secret = { host: server.host, port: server.port, database: 'test', user: 'secret' }
    })
    afterAll(() => server?.dispose())

    test("users have this flavour's own kind of password", async () => {
      await using root = await connected(server.url())
      const plugin = await root.ask("select plugin from mysql.user where user = 'secret'")
      expect(plugin).toBe(flavour === 'mysql' ? 'caching_sha2_password' : 'mysql_native_password')
    })

    test('a password is taken without TLS, cached by the server or not, and a wrong one is refused', async () => {
      await using root = await connected(server.url())
      for (const statement of ['flush privileges', 'do 0']) {
        await root.query(statement)
        await using client = await connectedMysql({ ...secret, password: 'right' })
        expect(await client.ask('select current_user()')).toBe('secret@%')
        await expect(connectedMysql({ ...secret, password: 'wrong' })).rejects.toMatchObject({ errno: 1045 })
        await expect(connectedMysql(secret)).rejects.toMatchObject({ errno: 1045 })
      }
    })

    test('a setting reaches the server as it was written, whatever it holds', async () => {
      await using client = await connectedMysql({ ...secret, password: 'right' })
      expect(await client.ask('select @kept')).toBe('a#;\\ "quoted" ')
    })

    test('files can be loaded from the client', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'muxpool-infile-'))
      try {
        const path = join(directory, 'rows.txt')
        await writeFile(path, '1\n2\n3\n')
        await using client = await connectedMysql({
          ...secret,
          password: 'right',
          infileStreamFactory: () => createReadStream(path),
        })
        await client.query('create table loaded (n int)')
        await client.query(`load data local infile '${path}' into table loaded`)
        expect(Number(await client.ask('select sum(n) from loaded'))).toBe(6)
      } finally {
        await rm(directory, { recursive: true })
      }
    })

    test('two servers are not the same one to each other', async () => {
      const other = await startMysql({ flavour })
      try {
        const identity = flavour === 'mysql' ? 'select @@server_uuid' : 'select @@server_uid'
        await using one = await connected(server.url())
        await using two = await connected(other.url())
        const [first, second] = [await one.ask(identity), await two.ask(identity)]
        expect(first).toMatch(/\S{20}/)
        expect(second).not.toBe(first)
      } finally {
        await other.dispose()
      }
    })
  })
}

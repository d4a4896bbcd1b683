import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { unpackDebianPackages } from '../src/debian/debian-packages.ts'
import { debianArchives } from '../src/debian/debian-sources.ts'
import { freePort } from '../src/free-port.ts'
import { fetchedMysql } from '../src/mysql/debian-mysql.ts'
import { fetchedPostgres } from '../src/postgres/debian-postgres.ts'
import { startInstalledMysql } from '../src/start-mysql.ts'
import { startInstalled } from '../src/start-postgres.ts'
import { connected, type TestClient } from './clients.ts'

describe('archives of Debian in the sources of apt', () => {
  let apt: string

  beforeEach(async () => {
    apt = await mkdtemp(join(tmpdir(), 'muxpool-apt-'))
    await mkdir(join(apt, 'sources.list.d'))
  })
  afterEach(() => rm(apt, { recursive: true, force: true }))

  test('are found in one-line sources, with their key', async () => {
    await writeFile(
      join(apt, 'sources.list'),
      [
        '# deb http://comment.example/debian bookworm main',
        'deb [arch=amd64 signed-by=/keys/debian.gpg] http://one.example/debian trixie main contrib # near',
        'deb http://one.example/debian trixie-updates main',
        'deb-src http://source.example/debian trixie main',
        'deb http://two.example/debian-security trixie-security main',
        'deb mirror+file:/etc/apt/mirrors/debian.list sid main',
      ].join('\n'),
    )
    expect(await debianArchives(apt)).toEqual([
      { uri: 'http://one.example/debian', signedBy: '/keys/debian.gpg' },
      { uri: 'mirror+file:/etc/apt/mirrors/debian.list', signedBy: null },
    ])
  })

  test('are found in deb822 sources, with their key', async () => {
    const stanzas = [
      '# A comment.\nTypes: deb deb-src\nURIs: https://one.example/debian\n https://two.example/debian',
      'Suites: bookworm bookworm-updates\nComponents: main\n# Another.\nSigned-By: /keys/debian.gpg\n',
      '\nTypes: deb\nEnabled: no\nURIs: http://off.example/debian\nSuites: bookworm\nComponents: main\n',
      '\nTypes: deb\nURIs: http://in.example/debian\nSuites: sid\nComponents: main\nSigned-By:\n -----BEGIN KEY-----\n .\n abc\n',
      '\nTypes: deb\nURIs: http://other.example/repo\nSuites: nodistro\nComponents: main\n',
      '\nTypes: deb-src\nURIs: http://source.example/debian\nSuites: sid\nComponents: main\n',
    ]
    await writeFile(join(apt, 'sources.list.d', 'debian.sources'), stanzas.join('\n'))
    await writeFile(join(apt, 'sources.list.d', 'old.sources.bak'), 'Types: deb\nURIs: http://bak.example/debian\n')
    expect(await debianArchives(apt)).toEqual([
      { uri: 'https://one.example/debian', signedBy: '/keys/debian.gpg' },
      { uri: 'https://two.example/debian', signedBy: '/keys/debian.gpg' },
      { uri: 'http://in.example/debian', signedBy: null },
    ])
  })

  test('are none on a machine without any', async () => {
    await writeFile(join(apt, 'sources.list'), 'deb http://archive.example/ubuntu noble main universe\n')
    expect(await debianArchives(apt)).toEqual([])
    expect(await debianArchives(join(apt, 'nothing'))).toEqual([])
  })
})

const fetched = [
  {
    name: 'PostgreSQL 15',
    directory: 'debian-bookworm-postgresql-15',
    start: () => startInstalled(fetchedPostgres, { version: 15 }),
    async use(client: TestClient) {
      expect(await client.ask("select current_setting('server_version')")).toMatch(/^15\./)
      await client.query('create extension pgcrypto')
      expect(await client.ask("select length(gen_salt('bf'))")).toBe(29)
    },
  },
  {
    name: 'MySQL',
    directory: 'debian-sid-mysql-server-core-9.7',
    start: () => startInstalledMysql((cache) => fetchedMysql('mysql', cache), { flavour: 'mysql' }),
    async use(client: TestClient) {
      expect(await client.ask('select version()')).toMatch(/^9\.7\./)
      await client.query("install component 'file://component_query_attributes'")
      expect(await client.ask("select mysql_query_attribute_string('none')")).toBe(null)
    },
  },
  {
    name: 'MariaDB',
    directory: 'debian-bookworm-mariadb-server-10.11',
    start: () => startInstalledMysql((cache) => fetchedMysql('mariadb', cache), { flavour: 'mariadb' }),
    async use(client: TestClient) {
      expect(await client.ask('select version()')).toMatch(/^10\.11\./)
      await client.query("install soname 'metadata_lock_info'")
      expect(await client.ask('select count(*) from information_schema.metadata_lock_info')).toBe(0)
    },
  },
]

const noDebian = existsSync('/usr/bin/apt-get') && (await debianArchives()).length > 0 ? null : 'this is no Debian'

describe.skipIf(noDebian !== null)(`packages fetched from Debian${noDebian === null ? '' : `: ${noDebian}`}`, () => {
  test('that can not be had: the error names them, and what was tried', async () => {
    const root = await mkdtemp(join(tmpdir(), 'muxpool-none-'))
    try {
      const archives = [{ uri: `http://127.0.0.1:${await freePort()}/debian`, signedBy: null }]
      const wanted = { suite: 'bookworm', packages: ['postgresql-15'], needs: () => false } as const
      await expect(unpackDebianPackages(wanted, root, archives)).rejects.toThrow(
        /^postgresql-15 of Debian bookworm can't be fetched:\nhttp:\/\/127.*refused/s,
      )
      await expect(unpackDebianPackages(wanted, root, [])).rejects.toThrow(/none of the apt sources/)
      expect(await readdir(root)).toEqual([])
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  })

  test.for(fetched)('$name runs on its own libraries, whatever this machine has installed', async (each, { skip }) => {
    let server: Awaited<ReturnType<typeof each.start>>
    try {
      server = await each.start()
    } catch (error) {
      if (process.env.MUXPOOL_ALLOW_MISSING === '1') return skip((error as Error).message)
      throw error
    }
    try {
      await using client = await connected(server.url())
      await each.use(client)
      // The first process belongs to the server's user, as does the one that serves the client.
      for (const pid of server.processes()) {
        const libraries = [...new Set(readFileSync(`/proc/${pid}/maps`, 'latin1').match(/\/\S+\.so[.\d]*/g))]
        expect(libraries.length).toBeGreaterThan(10)
        expect(libraries.filter((path) => !path.includes(each.directory))).toEqual([])
      }
    } finally {
      await server.dispose()
    }
  })

  test('another version than the one that tests know is not taken', async () => {
    const cache = await mkdtemp(join(tmpdir(), 'muxpool-other-'))
    try {
      const place = join(cache, 'debian-sid-mysql-server-core-9.7', 'usr', 'sbin')
      await mkdir(place, { recursive: true })
      const said = 'mysqld  Ver 9.8.0-1 for Linux on x86_64 ((Debian))'
      await writeFile(join(place, 'mysqld'), `#!/bin/sh\necho '${said}'\n`, { mode: 0o755 })
      await expect(fetchedMysql('mysql', cache)).rejects.toThrow(
        /^MySQL 9\.7 is missing: .*mysqld is no MySQL 9\.7: .*9\.8\.0.*Give a running server by MUXPOOL_TEST_MYSQL_URL/s,
      )
    } finally {
      await rm(cache, { recursive: true, force: true })
    }
  })
})

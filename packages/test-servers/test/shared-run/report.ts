import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { knownServers, type ServerKey } from '../../src/server-key.ts'
import { mayLeaveOut, sharedMysql, sharedPostgres } from '../../src/vitest.ts'
import { connected } from '../clients.ts'

interface Look {
  readonly key: ServerKey
  url(): string
  /** Its data directory, and the file there that begins with the id of its first process. */
  readonly directory: string
  readonly pidFile: string
  /** What a shared server has that others don't. */
  readonly facts: Readonly<Record<string, unknown>>
}

const postgres = {
  directory: "select current_setting('data_directory')",
  pidFile: "select current_setting('data_directory') || '/postmaster.pid'",
  facts: {
    'show max_connections': '200',
    'show max_prepared_transactions': '20',
    'show track_functions': 'all',
    'show fsync': 'off',
  },
} as const

const mysql = {
  directory: 'select @@datadir',
  pidFile: 'select @@pid_file',
  facts: {
    'select @@max_connections': 200,
    'select @@innodb_flush_method': 'nosync',
    "select count(*) > 0 from performance_schema.metadata_locks where object_type = 'TABLE'": 1,
  },
} as const

const looks: readonly Look[] = [
  { key: 18, url: () => sharedPostgres(18), ...postgres },
  { key: 15, url: () => sharedPostgres(15), ...postgres },
  { key: 'mysql', url: () => sharedMysql(), ...mysql },
  { key: 'mariadb', url: () => sharedMysql('mariadb'), ...mysql },
]

/** One test per server; the name of the one that runs holds what it saw. */
export function seeSharedServers(): void {
  for (const { key, url: urlOf, directory, pidFile, facts } of looks) {
    describe.skipIf(mayLeaveOut(key))(knownServers[key].name, () => {
      test('is there', async ({ task }) => {
        const url = urlOf()
        await using client = await connected(url)
        const pid = Number.parseInt(readFileSync(String(await client.ask(pidFile)), 'utf8'), 10)
        const seen = { key, url, directory: await client.ask(directory), pid }
        Object.assign(task.meta, { server: seen })
        for (const [query, answer] of Object.entries(facts)) expect(await client.ask(query), query).toBe(answer)
      })
    })
  }
}

import { describe, expect, test } from 'vitest'
import type { PostgresVersion } from '../../src/index.ts'
import { mayLeaveOut, sharedPostgres } from '../../src/vitest.ts'
import { ask, connected } from '../clients.ts'

/** One test per version; the name of the one that runs holds what it saw. */
export function seeSharedServers(): void {
  for (const version of [18, 15] as const satisfies readonly PostgresVersion[]) {
    describe.skipIf(mayLeaveOut(version))(`PostgreSQL ${version}`, () => {
      test('is there', async ({ task }) => {
        const url = sharedPostgres(version)
        await using client = await connected(url)
        const directory = String(await ask(client, "select current_setting('data_directory')"))
        const pid = Number(((await ask(client, "select pg_read_file('postmaster.pid')")) as string).split('\n')[0])
        Object.assign(task.meta, { server: { version, url, directory, pid } })
        expect(await ask(client, 'show max_connections')).toBe('200')
        expect(await ask(client, 'show max_prepared_transactions')).toBe('20')
        expect(await ask(client, 'show track_functions')).toBe('all')
        expect(await ask(client, 'show fsync')).toBe('off')
      })
    })
  }
}

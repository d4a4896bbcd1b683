import type { TestProject } from 'vitest/node'
import { given } from './given-server.ts'
import type { PostgresVersion } from './postgres-server.ts'
import { insistOn, shareServers } from './shared-servers.ts'
import { startPostgres } from './start-postgres.ts'

/** Enough for many test files at once; statistics of functions and prepared transactions are under test. */
const settings: Readonly<Record<string, string>> = {
  max_connections: '200',
  max_prepared_transactions: '20',
  track_functions: 'all',
  shared_preload_libraries: '',
}

/**
 * Global setup for vitest: runs only for projects that have tests to run. Starts one PostgreSQL 18 and one 15 for all
 * of them, or takes the given ones, and provides their connection strings.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const release = await shareServers(
    project,
    new Map(([18, 15] as const).map((version) => [version, () => start(version)])),
  )
  await insistOn(18, project, release)
  return release
}

function start(version: PostgresVersion): ReturnType<typeof startPostgres> {
  return startPostgres({ version, ...(given(version) === null ? { settings } : {}) })
}

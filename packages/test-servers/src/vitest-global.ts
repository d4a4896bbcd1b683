import type { TestProject } from 'vitest/node'
import { given } from './given-server.ts'
import type { PostgresServer, PostgresVersion } from './postgres-server.ts'
import { startPostgres } from './start-postgres.ts'
import type {} from './vitest-context.ts'

/** Enough for many test files at once; statistics of functions and prepared transactions are under test. */
const settings: Readonly<Record<string, string>> = {
  max_connections: '200',
  max_prepared_transactions: '20',
  track_functions: 'all',
  shared_preload_libraries: '',
}

interface Shared {
  users: number
  readonly servers: Map<PostgresVersion, Promise<PostgresServer>>
}

/** Vitest loads this file once per project; all of them are to share the same two servers. */
const place = Symbol.for('muxpool.test-servers.shared')
const global = globalThis as typeof globalThis & { [place]?: Shared }

/**
 * Global setup for vitest: runs only for projects that have tests to run. Starts one PostgreSQL 18 and one 15 for all
 * of them, or takes the given ones, and provides their connection strings.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  global[place] ??= { users: 0, servers: new Map() }
  const shared = global[place]
  shared.users++
  const [newest, older] = await Promise.allSettled([start(shared, 18), start(shared, 15)])
  if (newest.status === 'rejected') {
    await release(shared)
    throw newest.reason
  }
  const missing = older.status === 'rejected' ? String((older.reason as Error).message) : null
  project.provide('postgres18', newest.value.url())
  project.provide('postgres15', older.status === 'rejected' ? null : older.value.url())
  project.provide('postgres15Missing', missing)
  return () => release(shared)
}

function start(shared: Shared, version: PostgresVersion): Promise<PostgresServer> {
  const known = shared.servers.get(version)
  if (known !== undefined) return known
  const started = startPostgres({ version, ...(given(version) === null ? { settings } : {}) })
  shared.servers.set(version, started)
  started.catch((error: Error) => warn(version, error))
  return started
}

function warn(version: PostgresVersion, error: Error): void {
  const rule = '!'.repeat(100)
  console.error(`\n${rule}\nPostgreSQL ${version} can't be had. Tests that need it will fail, or be left out`)
  console.error(`if MUXPOOL_ALLOW_MISSING=1.\n\n${error.message}\n${rule}\n`)
}

async function release(shared: Shared): Promise<void> {
  if (--shared.users > 0) return
  delete global[place]
  for (const server of await Promise.allSettled(shared.servers.values())) {
    if (server.status === 'fulfilled') await server.value.dispose()
  }
}

import { givenPostgres } from './given-postgres.ts'
import { given } from './given-server.ts'
import { debianPostgres } from './postgres/debian-postgres.ts'
import { embeddedPostgres } from './postgres/embedded-postgres.ts'
import { postgresFamily } from './postgres/postgres-family.ts'
import type { PostgresOptions, PostgresServer, PostgresVersion } from './postgres-server.ts'
import { type Installer, startManaged } from './start-managed.ts'
import { controlOf } from './test-server.ts'

const installers: Readonly<Record<PostgresVersion, Installer>> = { 18: embeddedPostgres, 15: debianPostgres }

/**
 * Starts a PostgreSQL on a free port of 127.0.0.1; its superuser needs no password. It ends with dispose(), at the
 * latest with this process. Throws a ServerError that says what is missing where this version can't be had.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const { version = 18 } = options
  const url = given(version)
  return url === null ? startInstalled(installers[version], options) : givenPostgres(url, version, options)
}

/** The same with executables from elsewhere, and ports. */
export async function startInstalled(
  install: Installer,
  options: PostgresOptions,
  choosePort?: () => Promise<number>,
): Promise<PostgresServer> {
  const { version = 18, settings, superuser: user = 'postgres', hba = null, files } = options
  const family = postgresFamily({ superuser: user, hba })
  const server = await startManaged(family, install, { settings, files, choosePort })
  const database = 'postgres'
  return {
    ...controlOf(server),
    user,
    database,
    version,
    url: (name = database) =>
      `postgres://${encodeURIComponent(user)}@${server.host}:${server.port}/${encodeURIComponent(name)}`,
  }
}

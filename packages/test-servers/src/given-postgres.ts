import pg from 'pg'
import type { PostgresOptions, PostgresServer, PostgresVersion } from './postgres-server.ts'
import { ServerError } from './server-error.ts'

/** Environment variables that name a running server to use instead of one of our own. */
const givenVariables: Readonly<Record<PostgresVersion, string>> = {
  18: 'MUXPOOL_TEST_POSTGRES18_URL',
  15: 'MUXPOOL_TEST_POSTGRES15_URL',
}

/** Null, or why servers of this version can't be stopped, frozen or set up: for tests that must skip then. */
export function whyNoControl(version: PostgresVersion = 18): string | null {
  const variable = givenVariables[version]
  return given(version) === null ? null : `${variable} gives a PostgreSQL ${version} that is not ours to control`
}

export function given(version: PostgresVersion): string | null {
  const url = process.env[givenVariables[version]]
  return url === undefined || url === '' ? null : url
}

export async function givenPostgres(
  url: string,
  version: PostgresVersion,
  options: PostgresOptions,
): Promise<PostgresServer> {
  const refuse = (what: string): never => {
    throw new ServerError(`it can't be ${what}: ${whyNoControl(version)}`)
  }
  const { settings = {}, hba, files, superuser } = options
  if (Object.keys(settings).length > 0 || hba !== undefined || files !== undefined || superuser !== undefined) {
    refuse('set up')
  }
  await checkVersion(url, version)
  const { hostname, port, username, pathname } = new URL(url)
  const user = decodeURIComponent(username)
  const database = decodeURIComponent(pathname.slice(1)) || user
  return {
    host: hostname,
    port: port === '' ? 5432 : Number(port),
    user,
    database,
    version,
    controllable: false,
    log: null,
    url(name = database) {
      const other = new URL(url)
      other.pathname = `/${encodeURIComponent(name)}`
      return other.href
    },
    start: async () => {},
    stop: async () => refuse('stopped'),
    restart: async () => refuse('restarted'),
    kill: async () => refuse('killed'),
    refill: async () => refuse('refilled'),
    freeze: () => refuse('frozen'),
    thaw: () => refuse('thawed'),
    backends: () => refuse('asked for its processes'),
    processes: () => refuse('asked for its processes'),
    dispose: async () => {},
  }
}

async function checkVersion(url: string, version: PostgresVersion): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ number: string }>("select current_setting('server_version_num') as number")
    const major = Math.floor(Number(rows[0]?.number) / 10_000)
    if (major !== version) throw new ServerError(`it is a PostgreSQL ${major}`)
  } catch (cause) {
    throw new ServerError(`${givenVariables[version]} can't be used: ${(cause as Error).message}`, { cause })
  } finally {
    await client.end().catch(() => {})
  }
}

import pg from 'pg'
import { givenAddress, noControl, refuseShape } from './given-server.ts'
import type { PostgresOptions, PostgresServer, PostgresVersion } from './postgres-server.ts'
import { ServerError } from './server-error.ts'
import { knownServers } from './server-key.ts'

export async function givenPostgres(
  url: string,
  version: PostgresVersion,
  options: PostgresOptions,
): Promise<PostgresServer> {
  const { version: _, ...shape } = options
  refuseShape(version, shape)
  await checkVersion(url, version)
  const address = givenAddress(url, 5432)
  const database = address.database || address.user
  return {
    ...noControl(version, address.host, address.port),
    user: address.user,
    database,
    version,
    url: (name = database) => address.url(name),
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
    const { variable } = knownServers[version]
    throw new ServerError(`${variable} can't be used: ${(cause as Error).message}`, { cause })
  } finally {
    await client.end().catch(() => {})
  }
}

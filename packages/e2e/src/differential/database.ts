import pg from 'pg'

export interface RunDatabase {
  readonly connectionString: string
  /** Major version of the server. */
  readonly version: number
  readonly flavour?: 'mysql' | 'mariadb'
}

/** Makes a database and drops it afterwards, whatever still uses it. */
export const withDatabase = async <T>(
  connectionString: string,
  name: string,
  lockTimeoutMillis: number,
  work: (database: RunDatabase) => Promise<T>,
): Promise<T> => {
  const maker = new pg.Client({ connectionString })
  await maker.connect()
  try {
    const { rows } = await maker.query<{ version: number }>(
      "select current_setting('server_version_num')::int / 10000 as version",
    )
    await maker.query(`create database ${name} template template0`)
    // A session behind a lock that a subject has leaked must end, and with it the connection that it holds.
    await maker.query(`alter database ${name} set lock_timeout = ${lockTimeoutMillis}`)
    const url = new URL(connectionString)
    url.pathname = `/${name}`
    return await work({ connectionString: url.href, version: rows[0]?.version ?? 0 })
  } finally {
    await maker.query(`drop database if exists ${name} with (force)`)
    await maker.end()
  }
}

/** Drops what the programs of a run leave outside of their database: roles and replication origins. */
export const dropLeftovers = async (connectionString: string, run: string): Promise<void> => {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const roles = await client.query<{ name: string }>('select rolname as name from pg_roles where rolname like $1', [
      `%\\_${run}\\_%`,
    ])
    for (const { name } of roles.rows) await client.query(`drop role ${name}`)
    await client.query('select pg_replication_origin_drop(roname) from pg_replication_origin where roname like $1', [
      `%\\_${run}\\_%`,
    ])
  } finally {
    await client.end()
  }
}

import { randomBytes } from 'node:crypto'
import pg from 'pg'

export interface RunDatabase {
  readonly connectionString: string
  /** Distinguishes this run from others on the same server. */
  readonly run: string
  /** Major version of the server. */
  readonly version: number
}

/** Makes a database for one run and drops it afterwards, whatever still uses it. */
export const withDatabase = async <T>(
  connectionString: string,
  lockTimeoutMillis: number,
  work: (database: RunDatabase) => Promise<T>,
): Promise<T> => {
  const run = randomBytes(4).toString('hex')
  const name = `differential_${run}`
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
    return await work({ connectionString: url.href, run, version: rows[0]?.version ?? 0 })
  } finally {
    await maker.query(`drop database if exists ${name} with (force)`)
    await maker.end()
  }
}

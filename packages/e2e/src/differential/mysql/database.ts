import type { Pool } from 'mysql2/promise'
import type { RunDatabase } from '../database.ts'
import { adminPool, columnOf, rowsOf } from './connect.ts'

const adminPatienceMillis = 10_000

const withAdmin = async <T>(connectionString: string, work: (admin: Pool) => Promise<T>): Promise<T> => {
  const admin = adminPool(connectionString, adminPatienceMillis)
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

const drop = async (admin: Pool, kind: 'database' | 'user' | 'role', names: readonly unknown[]): Promise<void> => {
  for (const name of names) await admin.query(`drop ${kind} if exists \`${name}\``)
}

const connectionsOf = 'select id from information_schema.processlist where user = ?'

/** Ends what a subject has left running: it may hold locks on what is to be dropped. */
const endConnections = async (admin: Pool, user: string): Promise<void> => {
  // One that ends by itself in between is gone all the same: 1094.
  for (const id of await columnOf(admin, connectionsOf, [user])) await admin.query(`kill ${id}`).catch(() => {})
}

/**
 * A user with all rights and a schema, both of this name. All connections of the run are that user's, so that they
 * can be told from those of others on a shared server.
 */
export const withDatabase = <T>(
  connectionString: string,
  name: string,
  _lockTimeoutMillis: number,
  work: (database: RunDatabase) => Promise<T>,
): Promise<T> =>
  withAdmin(connectionString, async (admin) => {
    const [[version = '']] = (await rowsOf(admin, 'select version()')) as [string[]]
    const [run = name] = name.split('_').slice(-1)
    try {
      await admin.query(`create user ${name}@'%'`)
      await admin.query(`grant all on *.* to ${name}@'%' with grant option`)
      await admin.query(`create database ${name} character set utf8mb4`)
      // Of the schema that sessions begin in: a call into another one changes the session, says the server.
      await admin.query(`create function ${name}.plain(n int) returns int no sql return n + 1`)
      const url = new URL(connectionString)
      url.username = name
      url.password = ''
      url.pathname = `/${name}`
      return await work({
        connectionString: url.href,
        version: Number.parseInt(version, 10),
        flavour: version.includes('MariaDB') ? 'mariadb' : 'mysql',
      })
    } finally {
      await endConnections(admin, name)
      await admin.query(`drop user if exists ${name}@'%'`)
      await dropSchemas(admin, run)
    }
  })

const dropSchemas = async (admin: Pool, run: string): Promise<void> => {
  await endPreparedTransactions(admin, run)
  const schemas = await columnOf(
    admin,
    'select schema_name from information_schema.schemata where schema_name like ?',
    [`%\\_${run}%`],
  )
  await drop(admin, 'database', schemas)
}

/** Of the run: they keep their locks without any connection. */
const endPreparedTransactions = async (admin: Pool, run: string): Promise<void> => {
  const prepared = await rowsOf(admin, 'xa recover')
  for (const [, , , gid] of prepared) {
    if (String(gid).includes(run)) await admin.query(`xa rollback '${gid}'`)
  }
}

/** Drops roles and users, which live beside the schemas. */
export const dropLeftovers = (connectionString: string, run: string): Promise<void> =>
  withAdmin(connectionString, async (admin) => {
    const accounts = 'select distinct user from mysql.user where user like ?'
    for (const name of await columnOf(admin, accounts, [`%\\_${run}%`])) {
      await admin.query(`drop user if exists '${name}'@'%'`)
      await admin.query(`drop role if exists '${name}'`)
    }
  })

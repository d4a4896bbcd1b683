import { setTimeout as sleep } from 'node:timers/promises'
import type { MysqlServer } from '@muxpool/test-servers'
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'

/** A connection of the administrator, whom no limit of the server holds. */
export function connectAdmin(server: MysqlServer): Promise<Connection> {
  return createConnection({ uri: server.url(), multipleStatements: true })
}

/** An account by which a pool's connections are known to the server, without a password and without special rights. */
export async function createAccount(admin: Connection, name: string, limits = ''): Promise<void> {
  await admin.query(`create user ${name}@'127.0.0.1' ${limits}`)
  await admin.query(`grant all on test.* to ${name}@'127.0.0.1'`)
}

/** How many connections the account has now; those that log in are nobody's yet. */
export async function connectionsOf(admin: Connection, account: string): Promise<number> {
  const [rows] = await admin.query<RowDataPacket[]>(
    'select count(*) as n from information_schema.processlist where user = ?',
    [account],
  )
  return Number(rows[0]?.n)
}

/** Behind a moment in which the server notices what was cut. */
export async function settledConnections(
  admin: Connection,
  account: string,
  expected: readonly number[],
): Promise<number> {
  for (let n = 0; ; n++) {
    const count = await connectionsOf(admin, account)
    if (expected.includes(count) || n === 60) return count
    await sleep(50)
  }
}

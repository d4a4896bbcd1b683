import { createPool } from '@muxpool/mysql2'
import type { MysqlServer } from '@muxpool/test-servers'
import type { Pool } from 'mysql2/promise'
import { type NamedCase, tellStacks } from '../../bars/context/named.ts'
import type { Report } from '../../bars/report.ts'

// Each is a function whose name must be in the stack of the error that it gets.

async function asksThePool(pool: Pool): Promise<void> {
  await pool.query('select * from nowhere')
}

async function preparesInThePool(pool: Pool): Promise<void> {
  await pool.execute('select * from nowhere')
}

async function asksASession(pool: Pool): Promise<void> {
  const session = await pool.getConnection()
  await session.query('select * from nowhere').finally(() => session.release())
}

async function preparesInASession(pool: Pool): Promise<void> {
  const session = await pool.getConnection()
  await session.execute('select * from nowhere').finally(() => session.release())
}

async function waitsInVain(pool: Pool): Promise<void> {
  const held = await pool.getConnection()
  await held.beginTransaction()
  try {
    await pool.query('select 1')
  } finally {
    await held.rollback()
    held.release()
  }
}

async function losesItsConnection(pool: Pool): Promise<void> {
  await pool.query('kill connection_id()')
}

async function gaveUpItsSession(pool: Pool): Promise<void> {
  const session = await pool.getConnection()
  session.release()
  await session.query('select 1')
}

const cases: readonly NamedCase<Pool>[] = [
  { run: asksThePool, names: ['asksThePool'] },
  { run: preparesInThePool, names: ['preparesInThePool'] },
  { run: asksASession, names: ['asksASession'] },
  { run: preparesInASession, names: ['preparesInASession'] },
  { run: waitsInVain, names: ['waitsInVain'] },
  { run: losesItsConnection, names: ['losesItsConnection'] },
  { run: gaveUpItsSession, names: ['gaveUpItsSession'] },
]

export async function namesTheirCallers(server: MysqlServer, report: Report): Promise<void> {
  await using pool = createPool({ uri: server.url(), maxConnections: 1, connectionBorrowTimeoutMillis: 200 })
  await tellStacks(cases, pool.promise(), report)
}

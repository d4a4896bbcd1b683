import { createPool, type Pool } from '@muxpool/pg'
import type { PostgresServer } from '@muxpool/test-servers'
import type { Report } from '../report.ts'
import { type NamedCase, tellStacks } from './named.ts'

// Each is a function whose name must be in the stack of the error that it gets.

async function asksThePool(pool: Pool): Promise<void> {
  await pool.query('select * from nowhere')
}

async function asksASession(pool: Pool): Promise<void> {
  await pool.withSession(async function inTheSession(client) {
    await client.query('select * from nowhere')
  })
}

async function waitsInVain(pool: Pool): Promise<void> {
  const held = await pool.connect()
  await held.query('begin')
  try {
    await pool.query('select 1')
  } finally {
    await held.query('rollback')
    held.release()
  }
}

async function losesItsConnection(pool: Pool): Promise<void> {
  await pool.query('select pg_terminate_backend(pg_backend_pid())')
}

async function gaveUpItsSession(pool: Pool): Promise<void> {
  const client = await pool.connect()
  client.release()
  await client.query('select 1')
}

async function breaksItsTransaction(pool: Pool): Promise<void> {
  await pool.transaction(async function inTheTransaction(client) {
    await client.query('select 1 / 0')
  })
}

const cases: readonly NamedCase<Pool>[] = [
  { run: asksThePool, names: ['asksThePool'] },
  { run: asksASession, names: ['inTheSession', 'asksASession'] },
  { run: waitsInVain, names: ['waitsInVain'] },
  { run: losesItsConnection, names: ['losesItsConnection'] },
  { run: gaveUpItsSession, names: ['gaveUpItsSession'] },
  { run: breaksItsTransaction, names: ['inTheTransaction', 'breaksItsTransaction'] },
]

export async function namesTheirCallers(server: PostgresServer, report: Report): Promise<void> {
  await using pool = createPool({
    connectionString: server.url(),
    maxConnections: 1,
    connectionBorrowTimeoutMillis: 200,
  })
  await tellStacks(cases, pool, report)
}

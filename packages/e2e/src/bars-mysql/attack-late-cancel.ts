import { createPool, type Pool } from '@muxpool/mysql2'
import { type MysqlFlavour, startMysql } from '@muxpool/test-servers'
import type { ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import { cancelLate, type LateCancels } from '../bars/cancels/late-cancels.ts'
import { asCommand, type Report } from '../bars/report.ts'
import { Chance } from '../differential/chance.ts'
import { startMysqlSampler } from '../server-sampler-mysql.ts'
import { asked } from './asked-server.ts'
import { mysqlBarPool } from './mysql-bar-pool.ts'
import { connectAdmin, createAccount } from './server-account.ts'

// Statements that are cancelled about when they end, and strangers right behind them on the same connections: no
// KILL QUERY ever hits a stranger, whoever was cancelled hears of it, and nobody is forgotten.

const connections = 3
/** KILL QUERY comes by a connection of its own, and the server lists the one before for a moment after its socket is gone. */
const controlLines = 2
const account = 'late_cancel'
/** A sleep that is interrupted answers 1 as the only thing that a statement does, and fails inside of another. */
const pause = 'select count(*) as n from (select 1 as n) as t where sleep(0.003) = 0'

const statementsOn = (pool: Pool): Pick<LateCancels, 'cancels' | 'codes' | 'strangers'> => ({
  cancels: [
    (timeout) => pool.promise().query({ sql: pause, timeout }),
    (timeout) => pool.promise().execute({ sql: pause, timeout }),
    (timeout) =>
      pool.withSession(async (session) => {
        await session.beginTransaction()
        try {
          return await session.query({ sql: pause, timeout })
        } finally {
          await session.rollback()
        }
      }),
  ],
  codes: ['PROTOCOL_SEQUENCE_TIMEOUT'],
  // Read or written, as a text or prepared, short or long enough to be hit.
  strangers: [
    async (n) => (await pool.promise().query<RowDataPacket[]>('select ? as n', [n]))[0][0]?.n,
    async (n) =>
      (await pool.promise().execute<RowDataPacket[]>('select cast(? as signed) as n where sleep(0.001) = 0', [n]))[0][0]
        ?.n,
    async (n) =>
      (await pool.promise().query<ResultSetHeader>('insert into behind select ? where sleep(0.001) = 0', [n]))[0]
        .affectedRows * n,
  ],
})

export async function lateCancels(flavour: MysqlFlavour, pairs: number, report: Report): Promise<void> {
  const server = await startMysql({ flavour })
  const admin = await connectAdmin(server)
  try {
    await createAccount(admin, account)
    await admin.query('create table behind (n int)')
    const sampler = await startMysqlSampler(server.url(), { user: account })
    const { host, port, database } = server
    const pool = createPool({ host, port, user: account, database, maxConnections: connections })
    const most = connections + controlLines
    await cancelLate({ pool: mysqlBarPool(pool), ...statementsOn(pool), sampler, most, pairs }, new Chance(10), report)
  } finally {
    await admin.end()
    await server.dispose()
  }
}

await asCommand(import.meta.url, 'attack with late cancels', (report) => {
  const { flavour, numbers } = asked()
  return lateCancels(flavour, numbers[0] ?? 10_000, report)
})

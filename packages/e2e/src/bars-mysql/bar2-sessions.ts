import { createPool } from '@muxpool/mysql2'
import { type MysqlFlavour, startMysql } from '@muxpool/test-servers'
import type { Connection, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import { asCommand, type Report } from '../bars/report.ts'
import {
  type AccountSession,
  type AccountsAsked,
  type Balance,
  connections,
  workOnAccounts,
} from '../bars/sessions/accounts.ts'
import { costOfSessions } from '../bars/sessions/cost.ts'
import { startMysqlSampler } from '../server-sampler-mysql.ts'
import { asked } from './asked-server.ts'
import { mysqlBarPool, mysqlBarSession } from './mysql-bar-pool.ts'
import { connectAdmin, createAccount } from './server-account.ts'

// Very many sessions over few connections: each works in transactions of its own and thinks between statements. Then
// what a session costs that does nothing.

const account = 'bar2'
/** Bytes of heap for an open session, by its face. */
const mostHeap = { callback: 600, promise: 1_000 } as const

export interface SessionsAsked extends AccountsAsked {
  readonly flavour: MysqlFlavour
  /** getConnection() and release() in a second, by callback. */
  readonly leastRate: number
}

export async function manySessions(asked: SessionsAsked, report: Report): Promise<void> {
  const server = await startMysql({ flavour: asked.flavour, settings: { max_connections: '40' } })
  const admin = await connectAdmin(server)
  try {
    await createAccount(admin, account)
    await createBalances(admin, asked.sessions)
    const url = new URL(server.url())
    url.username = account
    const pool = createPool({
      uri: url.href,
      maxConnections: connections,
      // The last of so many callers waits for all the others.
      connectionBorrowTimeoutMillis: 600_000,
    })
    const accounts = {
      pool: mysqlBarPool(pool),
      connect: async () => accountSession(await pool.promise().getConnection()),
      sampler: await startMysqlSampler(server.url(), { user: account }),
      sum: () => sumOf(admin),
    }
    await workOnAccounts(accounts, asked, report)
    await cost(url.href, asked, report)
  } finally {
    await admin.end()
    await server.dispose()
  }
}

async function createBalances(admin: Connection, sessions: number): Promise<void> {
  await admin.query('create table balances (id int primary key, owner varchar(40) not null, balance int not null)')
  const rows = Array.from({ length: sessions }, (_, id) => [id, `owner ${id}`, 0])
  await admin.query('insert into balances values ?', [rows])
}

const accountSession = (session: PoolConnection): AccountSession => ({
  ...mysqlBarSession(session),
  async read(id) {
    const text = 'select owner, balance from balances where id = ?'
    return (await session.query<(RowDataPacket & Balance)[]>(text, [id]))[0]
  },
  async add(id, amount) {
    const text = 'update balances set balance = balance + ? where id = ?'
    const [{ affectedRows }] = await session.execute<ResultSetHeader>(text, [amount, id])
    if (affectedRows !== 1) throw new Error(`${affectedRows} rows were changed`)
  },
})

async function sumOf(admin: Connection): Promise<number> {
  const [rows] = await admin.query<RowDataPacket[]>('select sum(balance) as sum from balances')
  return Number(rows[0]?.sum)
}

async function cost(uri: string, { sessions, leastRate }: SessionsAsked, report: Report): Promise<void> {
  const program = new URL('./sessions-cost-program.ts', import.meta.url)
  for (const face of ['callback', 'promise'] as const) {
    const { opened, used, connectAndReleasePerSecond } = await costOfSessions(program, [
      uri,
      // Among fewer, what the process itself allocates meanwhile would count for a tenth of each.
      String(Math.max(sessions, 10_000)),
      face,
    ])
    const rate = connectAndReleasePerSecond.toFixed(0)
    report.figure(
      `heap of an open session, ${face} face`,
      `${opened.toFixed(0)} B, after a transaction ${used.toFixed(0)} B`,
    )
    report.figure(`getConnection() and release(), ${face} face, per second`, rate)
    // The bar is the idle session; what a transaction leaves on one is told beside it.
    report.holds(opened <= mostHeap[face], `a session of the ${face} face costs ${opened.toFixed(0)} B`)
    if (face === 'callback')
      report.holds(connectAndReleasePerSecond >= leastRate, `getConnection() and release() ${rate} times a second`)
  }
}

await asCommand(import.meta.url, 2, (report) => {
  const { flavour, numbers } = asked()
  return manySessions({ flavour, sessions: numbers[0] ?? 10_000, transactions: 3, leastRate: 1_000_000 }, report)
})

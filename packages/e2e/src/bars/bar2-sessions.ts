import { createPool, type PoolClient } from '@muxpool/pg'
import { startPostgres } from '@muxpool/test-servers'
import pg from 'pg'
import { startServerSampler } from '../server-sampler.ts'
import { pgBarPool, pgBarSession } from './pg-bar-pool.ts'
import { asCommand, type Report } from './report.ts'
import {
  type AccountSession,
  type AccountsAsked,
  type Balance,
  connections,
  workOnAccounts,
} from './sessions/accounts.ts'
import { costOfSessions } from './sessions/cost.ts'

// Very many sessions over few connections: each works in transactions of its own and thinks between statements. Then
// what a session costs that does nothing.

const applicationName = 'bar2'
const mostHeap = 600

export interface SessionsAsked extends AccountsAsked {
  /** connect() and release() in a second. */
  readonly leastRate: number
}

export async function manySessions(asked: SessionsAsked, report: Report): Promise<void> {
  const server = await startPostgres({ version: 18, settings: { max_connections: '40' } })
  try {
    await withAdmin(server.url(), (admin) => createAccounts(admin, asked.sessions))
    const pool = createPool({
      connectionString: server.url(),
      application_name: applicationName,
      maxConnections: connections,
      // The last of so many callers waits for all the others.
      connectionBorrowTimeoutMillis: 600_000,
    })
    const accounts = {
      pool: pgBarPool(pool),
      connect: async () => accountSession(await pool.connect()),
      sampler: await startServerSampler(server.url(), { applicationName }),
      sum: () => withAdmin(server.url(), sumOf),
    }
    await workOnAccounts(accounts, asked, report)
    await cost(server.url(), asked, report)
  } finally {
    await server.dispose()
  }
}

async function withAdmin<T>(url: string, run: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client(url)
  await admin.connect()
  return await run(admin).finally(() => admin.end())
}

async function createAccounts(admin: pg.Client, sessions: number): Promise<void> {
  await admin.query('create table account (id int primary key, owner text not null, balance int not null)')
  await admin.query("insert into account select n, 'owner ' || n, 0 from generate_series(0, $1 - 1) as n", [sessions])
}

const accountSession = (client: PoolClient): AccountSession => ({
  ...pgBarSession(client),
  async read(id) {
    return (await client.query<Balance>('select owner, balance from account where id = $1', [id])).rows
  },
  async add(id, amount, then) {
    const text = 'update account set balance = balance + $2 where id = $1 returning balance'
    const { rows } = await client.query<Balance>(text, [id, amount])
    if (rows.length !== 1 || rows[0]?.balance !== then)
      throw new Error(`expected the new balance ${then}, got ${JSON.stringify(rows)}`)
  },
  async commit() {
    const { command } = await client.query('commit')
    if (command !== 'COMMIT') throw new Error(`commit was answered with ${command}`)
  },
})

async function sumOf(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ sum: number }>('select sum(balance)::int as sum from account')
  return Number(rows[0]?.sum)
}

async function cost(url: string, { sessions, leastRate }: SessionsAsked, report: Report): Promise<void> {
  const program = new URL('./sessions-cost-program.ts', import.meta.url)
  const { opened, used, connectAndReleasePerSecond } = await costOfSessions(program, [
    url,
    String(Math.max(sessions, 2_000)),
  ])
  report.figure('heap of an open session', `${opened.toFixed(0)} B, after a transaction ${used.toFixed(0)} B`)
  report.figure('connect() and release(), per second', connectAndReleasePerSecond.toFixed(0))
  // The bar is the idle session; what a transaction leaves on one is told beside it.
  report.holds(opened <= mostHeap, `a session costs ${opened.toFixed(0)} B`)
  report.holds(
    connectAndReleasePerSecond >= leastRate,
    `connect() and release() ${connectAndReleasePerSecond.toFixed(0)} times a second`,
  )
}

await asCommand(import.meta.url, 2, (report) =>
  manySessions({ sessions: 10_000, transactions: 3, leastRate: 1_000_000 }, report),
)

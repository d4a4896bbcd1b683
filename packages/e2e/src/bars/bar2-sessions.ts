import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, type Pool, type PoolClient } from '@muxpool/pg'
import { startPostgres } from '@muxpool/test-servers'
import pg from 'pg'
import { startServerSampler } from '../server-sampler.ts'
import { asCommand, type Report } from './report.ts'
import { costOfSessions } from './sessions/cost.ts'

// Very many sessions over few connections: each works in transactions of its own and thinks between statements. Then
// what a session costs that does nothing.

const connections = 10
const applicationName = 'bar2'
const mostHeap = 600
const thinkMillis = 5

export interface SessionsAsked {
  readonly sessions: number
  readonly transactions: number
  /** connect() and release() in a second. */
  readonly leastRate: number
}

export async function manySessions(asked: SessionsAsked, report: Report): Promise<void> {
  const server = await startPostgres({ version: 18, settings: { max_connections: '40' } })
  try {
    await withAdmin(server.url(), (admin) => createAccounts(admin, asked.sessions))
    const sampler = await startServerSampler(server.url(), { applicationName })
    const pool = createPool({
      connectionString: server.url(),
      application_name: applicationName,
      maxConnections: connections,
      // The last of so many callers waits for all the others.
      connectionBorrowTimeoutMillis: 600_000,
    })
    const began = performance.now()
    const open = await openAll(pool, asked.sessions)
    const { clientConnections } = pool.snapshot()
    report.holds(clientConnections === asked.sessions, `${clientConnections} sessions were open at once`)
    await Promise.all(open.map((client, account) => work(client, account, asked.transactions, report)))
    const millis = performance.now() - began
    const snapshot = pool.snapshot()
    for (const client of open) client.release()
    await pool.end()
    const samples = await sampler.stop()
    report.figure('sessions open at once', clientConnections)
    report.figure('transactions', `${asked.sessions * asked.transactions} in ${(millis / 1_000).toFixed(1)} s`)
    report.figure('sessions for each connection', snapshot.multiplexingRatio)
    report.figure(
      'connections, most the server saw',
      `${samples.max} in ${samples.samples} samples, longest gap ${samples.longestGapMillis.toFixed(0)} ms`,
    )
    report.holds(samples.max <= connections, `the server saw ${samples.max} connections`)
    report.holds(samples.maxStarting <= connections, `${samples.maxStarting} connections were starting at once`)
    report.holds(snapshot.pins === 0, `${snapshot.pins} sessions were pinned`)
    await withAdmin(server.url(), (admin) => addsUp(admin, asked, report))
    await cost(server.url(), asked, report)
  } finally {
    await server.dispose()
  }
}

async function withAdmin(url: string, run: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client(url)
  await admin.connect()
  await run(admin).finally(() => admin.end())
}

async function createAccounts(admin: pg.Client, sessions: number): Promise<void> {
  await admin.query('create table account (id int primary key, owner text not null, balance int not null)')
  await admin.query("insert into account select n, 'owner ' || n, 0 from generate_series(0, $1 - 1) as n", [sessions])
}

async function openAll(pool: Pool, sessions: number): Promise<readonly PoolClient[]> {
  const open: PoolClient[] = []
  while (open.length < sessions) open.push(await pool.connect())
  return open
}

const amountOf = (account: number, n: number): number => (account % 97) + n + 1

/** Every reply is held against what this session alone did to the row that is its own. */
async function work(client: PoolClient, account: number, transactions: number, report: Report): Promise<void> {
  let balance = 0
  try {
    for (let n = 0; n < transactions; n++) {
      await client.query('begin')
      await sleep(thinkMillis)
      const seen = await client.query('select owner, balance from account where id = $1', [account])
      expectRow(seen.rows, { owner: `owner ${account}`, balance }, account, report)
      await sleep(thinkMillis)
      balance += amountOf(account, n)
      const changed = await client.query('update account set balance = balance + $2 where id = $1 returning balance', [
        account,
        amountOf(account, n),
      ])
      expectRow(changed.rows, { balance }, account, report)
      await sleep(thinkMillis)
      const { command } = await client.query('commit')
      report.holds(command === 'COMMIT', `session ${account}: commit was answered with ${command}`)
    }
  } catch (error) {
    report.holds(false, `session ${account}: ${(error as Error).message}`)
  }
}

function expectRow(rows: readonly unknown[], expected: object, account: number, report: Report): void {
  const right = rows.length === 1 && JSON.stringify(rows[0]) === JSON.stringify(expected)
  report.holds(right, `session ${account}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(rows)}`)
}

async function addsUp(admin: pg.Client, { sessions, transactions }: SessionsAsked, report: Report): Promise<void> {
  let expected = 0
  for (let account = 0; account < sessions; account++)
    for (let n = 0; n < transactions; n++) expected += amountOf(account, n)
  const { rows } = await admin.query<{ sum: number }>('select sum(balance)::int as sum from account')
  report.figure('sum of all balances', `${rows[0]?.sum}, expected ${expected}`)
  report.holds(rows[0]?.sum === expected, `the balances add up to ${rows[0]?.sum} instead of ${expected}`)
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

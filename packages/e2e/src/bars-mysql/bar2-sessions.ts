import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, type Pool } from '@muxpool/mysql2'
import { type MysqlFlavour, startMysql } from '@muxpool/test-servers'
import type { Connection, PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import { asCommand, type Report } from '../bars/report.ts'
import { costOfSessions } from '../bars/sessions/cost.ts'
import { startMysqlSampler } from '../server-sampler-mysql.ts'
import { asked } from './asked-server.ts'
import { connectAdmin, createAccount } from './server-account.ts'

// Very many sessions over few connections: each works in transactions of its own and thinks between statements. Then
// what a session costs that does nothing.

const connections = 10
const account = 'bar2'
const thinkMillis = 5
/** Bytes of heap for an open session, by its face. */
const mostHeap = { callback: 600, promise: 1_000 } as const

export interface SessionsAsked {
  readonly flavour: MysqlFlavour
  readonly sessions: number
  readonly transactions: number
  /** getConnection() and release() in a second, by callback. */
  readonly leastRate: number
}

export async function manySessions(asked: SessionsAsked, report: Report): Promise<void> {
  const server = await startMysql({ flavour: asked.flavour, settings: { max_connections: '40' } })
  const admin = await connectAdmin(server)
  try {
    await createAccount(admin, account)
    await createBalances(admin, asked.sessions)
    const sampler = await startMysqlSampler(server.url(), { user: account })
    const url = new URL(server.url())
    url.username = account
    const pool = createPool({
      uri: url.href,
      maxConnections: connections,
      // The last of so many callers waits for all the others.
      connectionBorrowTimeoutMillis: 600_000,
    })
    const began = performance.now()
    const open = await openAll(pool, asked.sessions)
    const { clientConnections } = pool.snapshot()
    report.holds(clientConnections === asked.sessions, `${clientConnections} sessions were open at once`)
    await Promise.all(open.map((session, id) => work(session, id, asked.transactions, report)))
    const millis = performance.now() - began
    const snapshot = pool.snapshot()
    for (const session of open) session.release()
    await pool[Symbol.asyncDispose]()
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
    await addsUp(admin, asked, report)
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

async function openAll(pool: Pool, sessions: number): Promise<readonly PoolConnection[]> {
  const open: PoolConnection[] = []
  while (open.length < sessions) open.push(await pool.promise().getConnection())
  return open
}

const amountOf = (id: number, n: number): number => (id % 97) + n + 1

/** Every reply is held against what this session alone did to the row that is its own. */
async function work(session: PoolConnection, id: number, transactions: number, report: Report): Promise<void> {
  let balance = 0
  try {
    for (let n = 0; n < transactions; n++) {
      await session.beginTransaction()
      await sleep(thinkMillis)
      const [rows] = await session.query<RowDataPacket[]>('select owner, balance from balances where id = ?', [id])
      const right = rows.length === 1 && rows[0]?.owner === `owner ${id}` && rows[0]?.balance === balance
      report.holds(right, `session ${id}: expected the balance ${balance}, got ${JSON.stringify(rows)}`)
      await sleep(thinkMillis)
      balance += amountOf(id, n)
      const [{ affectedRows }] = await session.execute<ResultSetHeader>(
        'update balances set balance = balance + ? where id = ?',
        [amountOf(id, n), id],
      )
      report.holds(affectedRows === 1, `session ${id}: ${affectedRows} rows were changed`)
      await sleep(thinkMillis)
      await session.commit()
    }
  } catch (error) {
    report.holds(false, `session ${id}: ${(error as Error).message}`)
  }
}

async function addsUp(admin: Connection, { sessions, transactions }: SessionsAsked, report: Report): Promise<void> {
  let expected = 0
  for (let id = 0; id < sessions; id++) for (let n = 0; n < transactions; n++) expected += amountOf(id, n)
  const [rows] = await admin.query<RowDataPacket[]>('select sum(balance) as sum from balances')
  const sum = Number(rows[0]?.sum)
  report.figure('sum of all balances', `${sum}, expected ${expected}`)
  report.holds(sum === expected, `the balances add up to ${sum} instead of ${expected}`)
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

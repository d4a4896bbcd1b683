import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, type Pool, type PoolClient } from '@muxpool/pg'
import { type PostgresServer, startPostgres } from '@muxpool/test-servers'
import { type Cause, connections, deadlineMillis, judgeWaits, waitInVain } from './deadlines/waits.ts'
import { asCommand, type Report } from './report.ts'

// A borrow deadline of 500 ms, and every connection is held in one of four ways: whoever waits is told in time, and why.

const clients = (pool: Pool): Promise<PoolClient[]> =>
  Promise.all(Array.from({ length: connections }, () => pool.connect()))

const causes: readonly Cause<Pool, PostgresServer>[] = [
  {
    title: 'all busy',
    diagnosis: 'all-busy',
    says: /all connections are busy with statements/,
    async hold(pool) {
      const running = Array.from({ length: connections }, () => pool.query('select pg_sleep(1.5)'))
      await sleep(100)
      return () => Promise.all(running)
    },
  },
  {
    title: 'all pinned',
    diagnosis: 'all-pinned',
    says: /held by pinned sessions/,
    async hold(pool) {
      const held = await clients(pool)
      await Promise.all(held.map((client, n) => client.query(`select pg_advisory_lock(${n})`)))
      return async () => {
        for (const client of held) client.release()
      }
    },
  },
  {
    title: 'transaction never ended',
    diagnosis: 'transactions-open',
    says: /held by transactions that were begun and not ended/,
    async hold(pool) {
      const held = await clients(pool)
      await Promise.all(held.map((client) => client.query('begin')))
      return async () => {
        await Promise.all(held.map((client) => client.query('rollback')))
        for (const client of held) client.release()
      }
    },
  },
  {
    title: 'server frozen',
    diagnosis: 'server-silent',
    says: /the server does not answer/,
    async hold(pool, server) {
      server.freeze()
      const stuck = Array.from({ length: connections }, () => pool.query('select 1'))
      return async () => {
        server.thaw()
        await Promise.all(stuck)
      }
    },
  },
]

export async function deadlines(waiters: number, report: Report): Promise<void> {
  const server = await startPostgres({ version: 18 })
  try {
    for (const cause of causes) await measure(cause, server, waiters, report)
  } finally {
    await server.dispose()
  }
}

async function measure(
  cause: Cause<Pool, PostgresServer>,
  server: PostgresServer,
  waiters: number,
  report: Report,
): Promise<void> {
  const pool = createPool({
    connectionString: server.url(),
    maxConnections: connections,
    connectionBorrowTimeoutMillis: deadlineMillis,
  })
  // All connections are open before, so that nobody waits for one that is being opened.
  await Promise.all(Array.from({ length: connections }, () => pool.query('select pg_sleep(0.05)')))
  const letGo = await cause.hold(pool, server)
  const waits = await waitInVain(() => pool.query('select 1'), waiters)
  await letGo()
  await pool.end()
  judgeWaits(cause, waits, report)
}

await asCommand(import.meta.url, 6, (report) => deadlines(20, report))

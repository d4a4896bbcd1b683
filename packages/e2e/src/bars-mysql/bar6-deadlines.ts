import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, type Pool } from '@muxpool/mysql2'
import { type MysqlFlavour, type MysqlServer, startMysql } from '@muxpool/test-servers'
import type { PoolConnection } from 'mysql2/promise'
import { type Cause, connections, deadlineMillis, judgeWaits, waitInVain } from '../bars/deadlines/waits.ts'
import { asCommand, type Report } from '../bars/report.ts'
import { asked } from './asked-server.ts'

// A borrow deadline of 500 ms, and every connection is held in one of four ways: whoever waits is told in time, and why.

const sessions = (pool: Pool): Promise<PoolConnection[]> =>
  Promise.all(Array.from({ length: connections }, () => pool.promise().getConnection()))

const causes: readonly Cause<Pool, MysqlServer>[] = [
  {
    title: 'all busy',
    diagnosis: 'all-busy',
    says: /all connections are busy with statements/,
    async hold(pool) {
      const running = Array.from({ length: connections }, () => pool.promise().query('select sleep(1.5)'))
      await sleep(100)
      return () => Promise.all(running)
    },
  },
  {
    title: 'all pinned',
    diagnosis: 'all-pinned',
    says: /held by pinned sessions/,
    async hold(pool) {
      const held = await sessions(pool)
      await Promise.all(held.map((session, n) => session.query(`select get_lock('of-${n}', 0)`)))
      return async () => {
        for (const session of held) session.release()
      }
    },
  },
  {
    title: 'transaction never ended',
    diagnosis: 'transactions-open',
    says: /held by transactions that were begun and not ended/,
    async hold(pool) {
      const held = await sessions(pool)
      await Promise.all(held.map((session) => session.beginTransaction()))
      return async () => {
        await Promise.all(held.map((session) => session.rollback()))
        for (const session of held) session.release()
      }
    },
  },
  {
    title: 'server frozen',
    diagnosis: 'server-silent',
    says: /the server does not answer/,
    async hold(pool, server) {
      server.freeze()
      const stuck = Array.from({ length: connections }, () => pool.promise().query('select 1'))
      return async () => {
        server.thaw()
        await Promise.all(stuck)
      }
    },
  },
]

export async function deadlines(flavour: MysqlFlavour, waiters: number, report: Report): Promise<void> {
  const server = await startMysql({ flavour })
  try {
    for (const cause of causes) await measure(cause, server, waiters, report)
  } finally {
    await server.dispose()
  }
}

async function measure(
  cause: Cause<Pool, MysqlServer>,
  server: MysqlServer,
  waiters: number,
  report: Report,
): Promise<void> {
  const pool = createPool({
    uri: server.url(),
    maxConnections: connections,
    connectionBorrowTimeoutMillis: deadlineMillis,
  })
  // All connections are open before, so that nobody waits for one that is being opened: on a busy machine that may take
  // longer than those who asked for them may wait, and then it goes on without them.
  await Promise.allSettled(Array.from({ length: connections }, () => pool.promise().query('select sleep(0.05)')))
  for (let n = 0; n < 200 && pool.snapshot().places.idle < connections; n++) await sleep(50)
  report.holds(pool.snapshot().places.idle === connections, `${cause.title}: not all connections could be opened`)
  const letGo = await cause.hold(pool, server)
  const waits = await waitInVain(() => pool.promise().query('select 1'), waiters)
  await letGo()
  await pool[Symbol.asyncDispose]()
  judgeWaits(cause, waits, report)
}

await asCommand(import.meta.url, 6, (report) => deadlines(asked().flavour, 20, report))

import type { Pool } from '@muxpool/mysql2'
import type { PoolConnection, RowDataPacket } from 'mysql2/promise'
import type { BarPool, BarSession } from '../bars/bar-pool.ts'

export const mysqlBarSession = (session: PoolConnection): BarSession => ({
  begin: () => session.beginTransaction(),
  commit: () => session.commit(),
  rollback: () => session.rollback(),
  lock: (n) => session.query('select get_lock(?, 0)', [`lock ${n}`]),
  release: () => session.release(),
})

export const mysqlBarPool = (pool: Pool): BarPool => ({
  events: pool.events,
  snapshot: () => pool.snapshot(),
  async ask(n, seconds = 0) {
    const [rows] = await pool.promise().query<RowDataPacket[]>('select ? as n, sleep(?)', [n, seconds])
    return rows[0]?.n
  },
  connect: async () => mysqlBarSession(await pool.promise().getConnection()),
  end: () => pool[Symbol.asyncDispose](),
})

import type { Pool } from '@muxpool/mysql2'
import type { RowDataPacket } from 'mysql2/promise'
import type { BarPool } from '../bars/bar-pool.ts'

export const mysqlBarPool = (pool: Pool): BarPool => ({
  events: pool.events,
  snapshot: () => pool.snapshot(),
  async ask(n, seconds = 0) {
    const [rows] = await pool.promise().query<RowDataPacket[]>('select ? as n, sleep(?)', [n, seconds])
    return rows[0]?.n
  },
  async connect() {
    const session = await pool.promise().getConnection()
    return {
      begin: () => session.beginTransaction(),
      commit: () => session.commit(),
      rollback: () => session.rollback(),
      lock: (n) => session.query('select get_lock(?, 0)', [`lock ${n}`]),
      release: () => session.release(),
    }
  },
  end: () => pool[Symbol.asyncDispose](),
})

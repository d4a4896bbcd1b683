import type { Pool } from '@muxpool/pg'
import type { BarPool } from './bar-pool.ts'

export const pgBarPool = (pool: Pool): BarPool => ({
  events: pool.events,
  snapshot: () => pool.snapshot(),
  async ask(n, seconds = 0) {
    const { rows } = await pool.query<{ n: number }>('select $1::int as n, pg_sleep($2)', [n, seconds])
    return rows[0]?.n
  },
  async connect() {
    const client = await pool.connect()
    return {
      begin: () => client.query('begin'),
      commit: () => client.query('commit'),
      rollback: () => client.query('rollback'),
      lock: (n) => client.query('select pg_advisory_lock($1)', [n]),
      release: () => client.release(),
    }
  },
  end: () => pool.end(),
})

import type { Pool, PoolClient } from '@muxpool/pg'
import type { BarPool, BarSession } from './bar-pool.ts'

export const pgBarSession = (client: PoolClient): BarSession => ({
  begin: () => client.query('begin'),
  commit: () => client.query('commit'),
  rollback: () => client.query('rollback'),
  lock: (n) => client.query('select pg_advisory_lock($1)', [n]),
  release: () => client.release(),
})

export const pgBarPool = (pool: Pool): BarPool => ({
  events: pool.events,
  snapshot: () => pool.snapshot(),
  async ask(n, seconds = 0) {
    const { rows } = await pool.query<{ n: number }>('select $1::int as n, pg_sleep($2)', [n, seconds])
    return rows[0]?.n
  },
  connect: async () => pgBarSession(await pool.connect()),
  end: () => pool.end(),
})

import pg from 'pg'
import type { Subject, SubjectPool } from '../subject.ts'

const connections = 24

/**
 * Self test: `pg.Pool` with a connection for every session, each used once. It must give no difference at all,
 * neighbours or not: what it gives is the harness's own fault.
 */
export const pgPoolForEverySession: Subject = {
  name: 'pg-pool-24',
  // pg.Pool counts a connection no more that it is closing; the server does.
  mostConnections: 2 * connections,
  open: async (connectionString) => {
    const pool = new pg.Pool({ connectionString, max: connections, maxUses: 1 })
    pool.on('error', () => {})
    return pool as unknown as SubjectPool
  },
}

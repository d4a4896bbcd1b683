import { createPool } from 'mysql2/promise'
import type { Subject } from '../../subject.ts'
import { connectionOptions } from '../connection-options.ts'
import type { MysqlPool, MysqlSession } from '../subject.ts'

const connections = 24

/**
 * Self test: mysql2's pool with a connection for every session, each used once. It must give no difference at all,
 * neighbours or not: what it gives is the harness's own fault.
 */
export const mysql2PoolForEverySession: Subject<MysqlPool> = {
  name: 'mysql2-pool-24',
  // The pool counts a connection no more that it is closing; the server does.
  mostConnections: 2 * connections,
  open: async (connectionString) => {
    const pool = createPool({ ...connectionOptions(connectionString), connectionLimit: connections })
    const getConnection = async (): Promise<MysqlSession> => {
      const session = await pool.getConnection()
      // Not given back: mysql2 resets nothing.
      return Object.assign(session, { release: () => session.destroy() }) as unknown as MysqlSession
    }
    return {
      getConnection,
      query: async (statement) => {
        const session = await getConnection()
        try {
          return await session.query(statement)
        } finally {
          await session.release()
        }
      },
      end: () => pool.end(),
    }
  },
}

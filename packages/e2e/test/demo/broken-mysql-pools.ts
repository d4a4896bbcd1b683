import mysql2 from 'mysql2/promise'
import { mysqlCallersPool } from '../../src/demo/engines/mysql.ts'
import type { CallersPool, Subject } from '../../src/demo/subjects.ts'

const driverPool = (uri: string, connections: number): CallersPool =>
  mysqlCallersPool(mysql2.createPool({ uri, connectionLimit: connections }))

/** A variable of one session is still there for the next one. */
export const leavesVariables: Subject = {
  name: 'dirty',
  title: 'dirty',
  async open(uri, connections) {
    const pool = driverPool(uri, connections)
    const connect: CallersPool['connect'] = async () => {
      const client = await pool.connect()
      return {
        query: (text, values) => client.query(text === 'set @tenant = null' ? 'select 1' : text, values),
        release: (error) => client.release(error),
      }
    }
    return { pool: { connect, end: () => pool.end() }, pins: () => null }
  },
}

/** Every statement goes to whichever connection is free: transactions and variables are torn apart. */
export const tearsMysqlSessionsApart: Subject = {
  name: 'torn',
  title: 'torn',
  async open(uri, connections) {
    const pool = driverPool(uri, connections)
    const query = async (text: string, values?: unknown[]) => {
      const client = await pool.connect()
      try {
        return await client.query(text, values)
      } finally {
        client.release()
      }
    }
    return {
      pool: { connect: () => Promise.resolve({ query, release: () => {} }), end: () => pool.end() },
      pins: () => null,
    }
  },
}

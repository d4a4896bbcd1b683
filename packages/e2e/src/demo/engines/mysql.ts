import { type MysqlFlavour, startMysql } from '@muxpool/test-servers'
import mysql2, { type Pool, type PoolConnection } from 'mysql2/promise'
import { startMysqlSampler } from '../../server-sampler-mysql.ts'
import type { Dialect, Engine, OrderRow } from '../engine.ts'
import type { CallersClient, CallersPool, Subject } from '../subjects.ts'
import { createMysqlDatabase } from './mysql-database.ts'

/** MySQL has neither row-level security nor settings of a transaction: the tenant is in each text, or in a variable. */
const dialect: Dialect = {
  tenancy: 'a tenant in each text',
  async addToAccount(visit, delta, account) {
    await visit.run('update accounts set balance = balance + $1 where id = $2', [delta, account])
    const text = 'select balance from accounts where id = $1'
    return (await visit.row<{ balance: string }>(text, [account])).balance
  },
  async addTo(visit, table, delta, id) {
    await visit.run(`update ${table} set balance = balance + $1 where id = $2`, [delta, id])
  },
  tenantOfSession: 'select @tenant as tenant',
  setForTransaction: () => Promise.resolve(),
  setForSession: (tenant) => `set @tenant = '${tenant}'`,
  clearSession: 'set @tenant = null',
  readOrders(visit, { tenant, forSession }) {
    const whose = forSession ? '@tenant' : '$1'
    const text = `select id, tenant, total from orders where tenant = ${whose} order by id desc limit 10`
    return visit.run<OrderRow>(text, forSession ? [] : [tenant])
  },
  async writeOrder(visit, { tenant, forSession }, total) {
    const whose = forSession ? '@tenant' : '$2'
    const values = forSession ? [total] : [total, tenant]
    const text = `insert into orders (total, tenant) values ($1, ${whose})`
    const { insertId } = await visit.row<{ insertId: number }>(text, values)
    return (await visit.row<OrderRow>('select tenant from orders where id = $1', [insertId])).tenant
  },
}

const placeholder = /\$\d+/g

function callersClient(connection: PoolConnection): CallersClient {
  return {
    async query(text, values = []) {
      const [rows] = await connection.query(text.replace(placeholder, '?'), values)
      // What a statement without rows has to say stands in their place.
      return { rows: Array.isArray(rows) ? rows : [rows] }
    },
    release: (error) => (error === undefined ? connection.release() : connection.destroy()),
  }
}

/** The promise face of either pool, with the names that the callers use. */
export const mysqlCallersPool = (pool: Pick<Pool, 'getConnection' | 'end'>): CallersPool => ({
  connect: async () => callersClient(await pool.getConnection()),
  end: () => pool.end(),
})

/** Both get the same options: the driver's own. */
const optionsOf = (uri: string, connections: number) => ({ uri, connectionLimit: connections })

const muxpool: Subject = {
  name: 'muxpool',
  title: 'muxpool',
  async open(connectionString, connections) {
    // Only here: the run on mysql2's pool needs no build.
    const { createPoolPromise } = await import('@muxpool/mysql2')
    const pool = createPoolPromise(optionsOf(connectionString, connections))
    const { pool: core } = pool as unknown as { pool: { snapshot(): { pinsByReason: Record<string, number> } } }
    return { pool: mysqlCallersPool(pool as unknown as Pool), pins: () => core.snapshot().pinsByReason }
  },
}

const driver: Subject = {
  name: 'mysql2',
  title: 'mysql2',
  async open(connectionString, connections) {
    return {
      pool: mysqlCallersPool(mysql2.createPool(optionsOf(connectionString, connections))),
      pins: () => null,
    }
  },
}

export const mysqlEngine = (flavour: MysqlFlavour): Engine => ({
  server: flavour === 'mysql' ? 'MySQL 9.7' : 'MariaDB 10.11',
  start: () => startMysql({ flavour, settings: { max_connections: '100' } }),
  createDatabase: createMysqlDatabase,
  sample: (superuserUrl, database) => startMysqlSampler(superuserUrl, { database }),
  dialect,
  muxpool,
  driver,
})

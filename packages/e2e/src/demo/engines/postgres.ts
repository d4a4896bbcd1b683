import { startPostgres } from '@muxpool/test-servers'
import pg from 'pg'
import { startServerSampler } from '../../server-sampler.ts'
import type { Dialect, Engine, OrderRow } from '../engine.ts'
import type { Subject } from '../subjects.ts'
import { createPostgresDatabase } from './postgres-database.ts'

const dialect: Dialect = {
  tenancy: 'row-level security',
  async addToAccount(visit, delta, account) {
    const text = 'update accounts set balance = balance + $1 where id = $2 returning balance'
    return (await visit.row<{ balance: string }>(text, [delta, account])).balance
  },
  async addTo(visit, table, delta, id) {
    await visit.row(`update ${table} set balance = balance + $1 where id = $2 returning id`, [delta, id])
  },
  tenantOfSession: `select current_setting('app.tenant', true) as tenant`,
  async setForTransaction(visit, tenant) {
    await visit.row(`select set_config('app.tenant', $1, true)`, [String(tenant)])
  },
  setForSession: (tenant) => `set app.tenant = '${tenant}'`,
  clearSession: 'reset app.tenant',
  readOrders: (visit) => visit.run<OrderRow>('select id, tenant, total from orders order by id desc limit 10'),
  async writeOrder(visit, { tenant }, total) {
    const text = 'insert into orders (tenant, total) values ($1, $2) returning tenant'
    return (await visit.row<OrderRow>(text, [tenant, total])).tenant
  },
}

/** Both get the same options: the driver's own. */
const muxpool: Subject = {
  name: 'muxpool',
  title: 'muxpool',
  async open(connectionString, connections) {
    // Only here: the run on pg.Pool needs no build.
    const { createPool } = await import('@muxpool/pg')
    const pool = createPool({ connectionString, max: connections })
    return { pool, pins: () => pool.snapshot().pinsByReason }
  },
}

const driver: Subject = {
  name: 'pg',
  title: 'pg.Pool',
  async open(connectionString, connections) {
    return { pool: postgresDriverPool(connectionString, connections), pins: () => null }
  },
}

/** A pg.Pool that does not end the process when a connection is lost: the caller that had it hears of it anyway. */
export function postgresDriverPool(connectionString: string, connections: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: connections })
  pool.on('error', (error) => console.error(`a connection was lost while idle: ${error.message}`))
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

export const postgres: Engine = {
  server: 'PostgreSQL 18',
  start: () => startPostgres({ version: 18, settings: { max_connections: '100' } }),
  createDatabase: createPostgresDatabase,
  sample: (superuserUrl, database) => startServerSampler(superuserUrl, { database }),
  dialect,
  muxpool,
  driver,
}

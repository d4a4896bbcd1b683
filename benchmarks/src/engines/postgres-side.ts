import { startPostgres } from '@muxpool/test-servers'
import pg from 'pg'
import { type EngineSide, type PoolName, textOfRow } from './engine-side.ts'
import { applicationName, openPool } from './postgres-pools.ts'

const settingsOfInterest = ['fsync', 'synchronous_commit', 'autovacuum', 'max_wal_size', 'shared_buffers']

export const postgresSide: EngineSide = {
  pools: ['muxpool', 'pg', 'pg-again'],
  titles: { reads: 'select $1::int', inserts: 'autocommit insert' },
  start: (fsync) =>
    startPostgres({
      version: 18,
      settings: { max_connections: '100', fsync, autovacuum: 'off', max_wal_size: '4GB' },
    }),
  async describe(url) {
    const client = new pg.Client(url)
    await client.connect()
    const version = await client.query<{ v: string }>('select version() as v')
    const settings = await client.query<{ name: string; value: string }>(
      'select name, current_setting(name) as value from pg_settings where name = any($1) order by name',
      [settingsOfInterest],
    )
    await client.end()
    return {
      server: version.rows[0]?.v ?? 'unknown',
      serverSettings: Object.fromEntries(settings.rows.map(({ name, value }) => [name, value])),
    }
  },
  async control(url) {
    const client = new pg.Client(url)
    await client.connect()
    return {
      run: (text) => client.query(text),
      number: async (text) => (await client.query<{ n: number }>(text)).rows[0]?.n ?? Number.NaN,
      end: () => client.end(),
    }
  },
  async lane({ pool: name, kind, url, connections }) {
    const pool = await openPool(name, { connectionString: url, connections })
    const insert = `insert into ${tableOf(name)} (n, body) values ($1, $2)`
    return {
      end: () => pool.end(),
      run:
        kind === 'reads'
          ? async (n) => {
              const { rows } = await pool.query<{ n: number }>('select $1::int as n', [n])
              if (rows[0]?.n !== n) throw new Error(`asked for ${n}, got ${JSON.stringify(rows)}`)
            }
          : async (n) => {
              const { rowCount } = await pool.query(insert, [n, textOfRow])
              if (rowCount !== 1) throw new Error(`${rowCount} rows inserted`)
            },
    }
  },
  connectionsOf: (pool) =>
    `select count(*)::int as n from pg_stat_activity where application_name = '${applicationName(pool)}'`,
  table: (pool) => [
    `drop table if exists ${tableOf(pool)}`,
    `create table ${tableOf(pool)} (n int not null, body text not null)`,
  ],
  rows: (pool) => `select count(*)::int as n from ${tableOf(pool)}`,
}

function tableOf(pool: PoolName): string {
  return `"rows of ${pool}"`
}

import { type MysqlFlavour, startMysql } from '@muxpool/test-servers'
import mysql from 'mysql2/promise'
import { mustBeBuilt } from './built.ts'
import { type EngineSide, type PoolName, textOfRow } from './engine-side.ts'

const settingsOfInterest = ['innodb_flush_log_at_trx_commit', 'sync_binlog', 'log_bin', 'innodb_buffer_pool_size']

const pools: readonly PoolName[] = ['muxpool', 'mysql2', 'mysql2-again']

export function mysqlSide(flavour: MysqlFlavour): EngineSide {
  return {
    pools,
    titles: { reads: 'select ?', inserts: 'autocommit insert' },
    async start(fsync) {
      const server = await startMysql({
        flavour,
        settings: {
          max_connections: '100',
          skip_log_bin: '1',
          innodb_flush_log_at_trx_commit: fsync === 'on' ? '1' : '0',
        },
      })
      const connection = await mysql.createConnection(server.url())
      for (const pool of pools) await connection.query(`create database ${databaseOf(pool)}`)
      await connection.end()
      return server
    },
    async describe(url) {
      const connection = await mysql.createConnection(url)
      const [rows] = await connection.query<mysql.RowDataPacket[]>('select version() as v')
      const [settings] = await connection.query<mysql.RowDataPacket[]>('show variables where variable_name in (?)', [
        settingsOfInterest,
      ])
      await connection.end()
      return {
        server: `${flavour} ${rows[0]?.v}`,
        serverSettings: Object.fromEntries(settings.map(({ Variable_name, Value }) => [Variable_name, Value])),
      }
    },
    async control(url) {
      const connection = await mysql.createConnection(url)
      return {
        run: (text) => connection.query(text),
        number: async (text) => (await connection.query<mysql.RowDataPacket[]>(text))[0][0]?.n ?? Number.NaN,
        end: () => connection.end(),
      }
    },
    async lane({ pool: name, kind, url, connections }) {
      const pool = await openPool(name, url, connections)
      return {
        end: () => pool.end(),
        run:
          kind === 'reads'
            ? async (n) => {
                const [rows] = await pool.query<mysql.RowDataPacket[]>('select ? as n', [n])
                if (rows[0]?.n !== n) throw new Error(`asked for ${n}, got ${JSON.stringify(rows)}`)
              }
            : async (n) => {
                const [{ affectedRows }] = await pool.query<mysql.ResultSetHeader>(
                  'insert into kept (n, body) values (?, ?)',
                  [n, textOfRow],
                )
                if (affectedRows !== 1) throw new Error(`${affectedRows} rows inserted`)
              },
      }
    },
    connectionsOf: (pool) =>
      `select count(*) as n from information_schema.processlist where db = '${databaseOf(pool)}'`,
    table: (pool) => [
      `drop table if exists ${databaseOf(pool)}.kept`,
      `create table ${databaseOf(pool)}.kept (n int not null, body text not null)`,
    ],
    rows: (pool) => `select count(*) as n from ${databaseOf(pool)}.kept`,
  }
}

async function openPool(name: PoolName, url: string, connections: number): Promise<Pick<mysql.Pool, 'query' | 'end'>> {
  const { hostname: host, port, username: user } = new URL(url)
  const settings = { host, port: Number(port), user, connectionLimit: connections, database: databaseOf(name) }
  if (name !== 'muxpool') return mysql.createPool(settings)
  mustBeBuilt('@muxpool/mysql2/promise')
  const { createPool } = await import('@muxpool/mysql2/promise')
  return createPool(settings)
}

function databaseOf(pool: PoolName): string {
  return `bench_${pool.replaceAll('-', '_')}`
}

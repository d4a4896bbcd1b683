import { createPool } from '@muxpool/mysql2'
import { type MysqlFlavour, type ProxiedConnection, startFaultProxy, startMysql } from '@muxpool/test-servers'
import type { Connection, ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import { killUnderLoad, settleMillis, tellLedger } from '../bars/kills/kill-under-load.ts'
import { Killer } from '../bars/kills/killer.ts'
import { createLedger, Ledger } from '../bars/kills/ledger.ts'
import { Load } from '../bars/kills/load.ts'
import { isWhole } from '../bars/kills/whole.ts'
import { WireWatch } from '../bars/kills/wire-watch.ts'
import { asCommand, type Report } from '../bars/report.ts'
import { Chance } from '../differential/chance.ts'
import { asked } from './asked-server.ts'
import { mysqlLoadPool } from './kills/mysql-load-pool.ts'
import { marks, mysqlWire } from './kills/mysql-wire.ts'
import { mysqlBarPool } from './mysql-bar-pool.ts'
import { connectAdmin, createAccount, settledConnections } from './server-account.ts'

// A connection is killed in each of its places, in random order, under load. Nobody hangs, no slot is lost, and what
// callers are told of their statements agrees with what the server committed.

const connections = 10
const account = 'bar4'

export interface KillsAsked {
  readonly flavour: MysqlFlavour
  readonly kills: number
  readonly seed: number
}

export async function kills({ flavour, kills, seed }: KillsAsked, report: Report): Promise<void> {
  const server = await startMysql({ flavour })
  const proxy = await startFaultProxy(server)
  const admin = await connectAdmin(server)
  try {
    await admin.query(createLedger)
    await createAccount(admin, account)
    proxy.slowCloseMillis = 15
    const pool = createPool({
      host: proxy.host,
      port: proxy.port,
      user: account,
      database: server.database,
      maxConnections: connections,
      connectionBorrowTimeoutMillis: settleMillis,
      initQuery: `do ${marks.init} sleep(0.002)`,
    })
    const chance = new Chance(seed)
    const ledger = new Ledger()
    const { callers } = new Load(mysqlLoadPool(pool, chance), ledger, chance)
    const killer = new Killer(
      {
        watch: (entered) => new WireWatch(proxy, mysqlWire, entered),
        terminate: (connection) => terminate(admin, connection),
      },
      chance,
    )
    const settled = await killUnderLoad({ kills, seed, callers, killer, chance, ledger }, report)
    const [rows] = await admin.query<RowDataPacket[]>('select id, count(*) as times from ledger group by id')
    tellLedger(ledger, new Map(rows.map(({ id, times }) => [id, times])), report)
    const onServer = () => settledConnections(admin, account, [0, connections])
    if (settled) await isWhole(mysqlBarPool(pool), connections, onServer, report)
    proxy.tamper = null
    await pool[Symbol.asyncDispose]()
    const left = await settledConnections(admin, account, [0])
    report.holds(left === 0, `${left} connections are left on the server after end()`)
  } finally {
    await admin.end()
    await proxy.close()
    await server.dispose()
  }
}

/** False: the server does not know it any more. */
async function terminate(admin: Connection, { serverSidePort }: ProxiedConnection): Promise<boolean> {
  const [rows] = await admin.query<RowDataPacket[]>('select id from information_schema.processlist where host like ?', [
    `%:${serverSidePort}`,
  ])
  if (rows[0] === undefined) return false
  return admin.query<ResultSetHeader>('kill ?', [rows[0].id]).then(
    () => true,
    () => false,
  )
}

await asCommand(import.meta.url, 4, (report) => {
  const { flavour, numbers } = asked()
  return kills({ flavour, kills: numbers[0] ?? 1_000, seed: numbers[1] ?? 4 }, report)
})

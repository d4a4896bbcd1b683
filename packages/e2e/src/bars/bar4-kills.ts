import { setTimeout as sleep } from 'node:timers/promises'
import { createPool } from '@muxpool/pg'
import { type ProxiedConnection, startFaultProxy, startPostgres } from '@muxpool/test-servers'
import pg from 'pg'
import { Chance } from '../differential/chance.ts'
import { killUnderLoad, settleMillis, tellLedger } from './kills/kill-under-load.ts'
import { Killer } from './kills/killer.ts'
import { createLedger, Ledger } from './kills/ledger.ts'
import { Load } from './kills/load.ts'
import { pgLoadPool } from './kills/pg-load-pool.ts'
import { marks, pgWire } from './kills/pg-wire.ts'
import { isWhole } from './kills/whole.ts'
import { WireWatch } from './kills/wire-watch.ts'
import { pgBarPool } from './pg-bar-pool.ts'
import { asCommand, type Report } from './report.ts'

// A connection is killed in each of its places, in random order, under load. Nobody hangs, no slot is lost, and what
// callers are told of their statements agrees with what the server committed.

const connections = 10

export interface KillsAsked {
  readonly kills: number
  readonly seed: number
}

export async function kills({ kills, seed }: KillsAsked, report: Report): Promise<void> {
  const server = await startPostgres({ version: 18 })
  const proxy = await startFaultProxy(server)
  const admin = new pg.Client(server.url())
  await admin.connect()
  try {
    await admin.query(createLedger)
    proxy.slowCloseMillis = 15
    const pool = createPool({
      host: proxy.host,
      port: proxy.port,
      user: server.user,
      database: server.database,
      application_name: 'bar4',
      maxConnections: connections,
      connectionBorrowTimeoutMillis: settleMillis,
      initQuery: `select ${marks.init} pg_sleep(0.002)`,
    })
    const chance = new Chance(seed)
    const ledger = new Ledger()
    const load = new Load(pgLoadPool(pool), ledger, chance)
    const terminate = async ({ serverSidePort }: ProxiedConnection): Promise<boolean> => {
      const text = 'select pg_terminate_backend(pid) from pg_stat_activity where client_port = $1'
      return (await admin.query(text, [serverSidePort])).rowCount === 1
    }
    const killer = new Killer({ watch: (entered) => new WireWatch(proxy, pgWire, entered), terminate }, chance)
    const settled = await killUnderLoad({ kills, seed, callers: load.callers, killer, chance, ledger }, report)
    const { rows } = await admin.query<{ id: number; times: number }>(
      'select id, count(*)::int as times from ledger group by id',
    )
    tellLedger(ledger, new Map(rows.map(({ id, times }) => [id, times])), report)
    if (settled) await isWhole(pgBarPool(pool), connections, () => backends(admin), report)
    proxy.tamper = null
    await pool.end()
    report.holds((await backends(admin)) === 0, 'a connection is left on the server after end()')
  } finally {
    await admin.end()
    await proxy.close()
    await server.dispose()
  }
}

/** Behind a moment in which the server notices what was cut. */
async function backends(admin: pg.Client): Promise<number> {
  for (let n = 0; ; n++) {
    const { rows } = await admin.query<{ n: number }>(
      "select count(*)::int as n from pg_stat_activity where application_name = 'bar4'",
    )
    const count = rows[0]?.n ?? 0
    if (count === 0 || count === connections || n === 40) return count
    await sleep(50)
  }
}

await asCommand(import.meta.url, 4, (report) =>
  kills({ kills: Number(process.argv[2] ?? 1_000), seed: Number(process.argv[3] ?? 4) }, report),
)

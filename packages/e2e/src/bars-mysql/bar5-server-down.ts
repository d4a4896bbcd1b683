import { createPool } from '@muxpool/mysql2'
import { type MysqlFlavour, startFaultProxy, startMysql } from '@muxpool/test-servers'
import type { BarPool } from '../bars/bar-pool.ts'
import { connections, throughOutages } from '../bars/outage/through-outages.ts'
import { asCommand, type Report } from '../bars/report.ts'
import { asked } from './asked-server.ts'
import { mysqlBarPool } from './mysql-bar-pool.ts'

// The server is gone for ten seconds while many callers wait for it: it is asked seldom, the process stays awake, and
// its return is noticed soon.

export async function serverDown(
  flavour: MysqlFlavour,
  downMillis: number,
  titles: readonly string[],
  report: Report,
): Promise<void> {
  const server = await startMysql({ flavour })
  const proxy = await startFaultProxy(server)
  const open = (borrowMillis: number): BarPool => {
    const pool = createPool({
      host: proxy.host,
      port: proxy.port,
      user: server.user,
      database: server.database,
      maxConnections: connections,
      connectionBorrowTimeoutMillis: borrowMillis,
    })
    return mysqlBarPool(pool)
  }
  const stop = (): Promise<void> => server.kill()
  try {
    await throughOutages(titles, { server: { start: () => server.start(), stop }, proxy, downMillis, open }, report)
  } finally {
    await proxy.close()
    await server.dispose()
  }
}

await asCommand(import.meta.url, 5, (report) => serverDown(asked().flavour, 10_000, [], report))

import { createPool } from '@muxpool/pg'
import { startFaultProxy, startPostgres } from '@muxpool/test-servers'
import type { BarPool } from './bar-pool.ts'
import { connections, throughOutages } from './outage/through-outages.ts'
import { pgBarPool } from './pg-bar-pool.ts'
import { asCommand, type Report } from './report.ts'

// The server is gone for ten seconds while many callers wait for it: it is asked seldom, the process stays awake, and
// its return is noticed soon.

export async function serverDown(downMillis: number, titles: readonly string[], report: Report): Promise<void> {
  const server = await startPostgres({ version: 18 })
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
    return pgBarPool(pool)
  }
  const stop = (): Promise<void> => server.stop('immediate')
  try {
    await throughOutages(titles, { server: { start: () => server.start(), stop }, proxy, downMillis, open }, report)
  } finally {
    await proxy.close()
    await server.dispose()
  }
}

await asCommand(import.meta.url, 5, (report) => serverDown(10_000, [], report))

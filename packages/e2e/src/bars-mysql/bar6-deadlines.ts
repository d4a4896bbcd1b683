import { createPool } from '@muxpool/mysql2'
import { type MysqlFlavour, startMysql } from '@muxpool/test-servers'
import { waitForEachCause } from '../bars/deadlines/causes.ts'
import { connections, deadlineMillis } from '../bars/deadlines/waits.ts'
import { asCommand, type Report } from '../bars/report.ts'
import { asked } from './asked-server.ts'
import { mysqlBarPool } from './mysql-bar-pool.ts'

// A borrow deadline of 500 ms, and every connection is held in one of four ways: whoever waits is told in time, and why.

export async function deadlines(flavour: MysqlFlavour, waiters: number, report: Report): Promise<void> {
  const server = await startMysql({ flavour })
  const options = { maxConnections: connections, connectionBorrowTimeoutMillis: deadlineMillis }
  const open = () => mysqlBarPool(createPool({ uri: server.url(), ...options }))
  try {
    await waitForEachCause(server, open, waiters, report)
  } finally {
    await server.dispose()
  }
}

await asCommand(import.meta.url, 6, (report) => deadlines(asked().flavour, 20, report))

import { createPool } from '@muxpool/pg'
import { startPostgres } from '@muxpool/test-servers'
import { waitForEachCause } from './deadlines/causes.ts'
import { connections, deadlineMillis } from './deadlines/waits.ts'
import { pgBarPool } from './pg-bar-pool.ts'
import { asCommand, type Report } from './report.ts'

// A borrow deadline of 500 ms, and every connection is held in one of four ways: whoever waits is told in time, and why.

export async function deadlines(waiters: number, report: Report): Promise<void> {
  const server = await startPostgres({ version: 18 })
  const options = { maxConnections: connections, connectionBorrowTimeoutMillis: deadlineMillis }
  const open = () => pgBarPool(createPool({ connectionString: server.url(), ...options }))
  try {
    await waitForEachCause(server, open, waiters, report)
  } finally {
    await server.dispose()
  }
}

await asCommand(import.meta.url, 6, (report) => deadlines(20, report))

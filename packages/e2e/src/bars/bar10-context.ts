import { createPool } from '@muxpool/pg'
import { type PostgresServer, startPostgres } from '@muxpool/test-servers'
import pg from 'pg'
import { interleave, requests, tellWatch } from './context/interleave.ts'
import { namesTheirCallers } from './context/stacks.ts'
import { traced } from './context/traced.ts'
import { ways } from './context/ways.ts'
import { asCommand, type Report } from './report.ts'

// Requests that share connections: what runs for one of them runs in its async context, has its trace as parent, and
// fails with a stack that names its function.

/** Fewer than requests: a connection goes from one request to the other at every statement. */
const connections = 2
const tracedProgram = new URL('./context/traced-program.ts', import.meta.url)

export async function context(rounds: number, report: Report): Promise<void> {
  const server = await startPostgres({ version: 18 })
  try {
    await ownContext(server, rounds, report)
    await namesTheirCallers(server, report)
    await traced(tracedProgram, server.url(), rounds, report)
  } finally {
    await server.dispose()
  }
}

async function ownContext(server: PostgresServer, rounds: number, report: Report): Promise<void> {
  const pool = createPool({ connectionString: server.url(), maxConnections: connections })
  const admin = new pg.Client(server.url())
  await admin.connect()
  // One notification after another; pg's client would warn of two at a time.
  let notified: Promise<unknown> = Promise.resolve()
  const notify = (channel: string): void => {
    notified = notified.then(() => admin.query(`notify ${channel}`))
  }
  // The connections are opened by nobody's request.
  await Promise.all(requests.map(() => pool.query('select pg_sleep(0.02)')))
  const watch = await interleave(ways, rounds, (request, see) => ({
    pool: pool as unknown as pg.Pool,
    request,
    notify,
    see,
  }))
  await notified
  await admin.end()
  const { queryRequests } = pool.snapshot()
  await pool.end()
  report.figure('statements', `${queryRequests} of ${requests.length} requests on ${connections} connections`)
  tellWatch(watch, report)
}

await asCommand(import.meta.url, 10, (report) => context(20, report))

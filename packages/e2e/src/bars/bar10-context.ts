import { createPool } from '@muxpool/pg'
import { type PostgresServer, startPostgres } from '@muxpool/test-servers'
import pg from 'pg'
import { namesTheirCallers } from './context/stacks.ts'
import { traced } from './context/traced.ts'
import { Watch } from './context/watch.ts'
import { ways } from './context/ways.ts'
import { asCommand, type Report } from './report.ts'

// Requests that share connections: what runs for one of them runs in its async context, has its trace as parent, and
// fails with a stack that names its function.

const requests = [1, 2, 3]
/** Fewer than requests: a connection goes from one request to the other at every statement. */
const connections = 2

export async function context(rounds: number, report: Report): Promise<void> {
  const server = await startPostgres({ version: 18 })
  try {
    await ownContext(server, rounds, report)
    await namesTheirCallers(server, report)
    await traced(server, rounds, report)
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
  const watch = await interleaved(pool as unknown as pg.Pool, rounds, (channel) => {
    notified = notified.then(() => admin.query(`notify ${channel}`))
  })
  await notified
  await admin.end()
  const { queryRequests } = pool.snapshot()
  await pool.end()
  report.figure('statements', `${queryRequests} of ${requests.length} requests on ${connections} connections`)
  report.figure(
    'called back',
    `${watch.sightings.length} times, in ${new Set(watch.sightings.map((s) => s.way)).size} ways`,
  )
  const strange = watch.strange()
  report.figure("in a context that is not the caller's", `${strange.size} ways`)
  for (const [way, [first, ...more]] of strange)
    report.holds(
      false,
      `${way}: the context of ${first?.found ?? 'nobody'} instead of ${first?.request} (${more.length + 1} times)`,
    )
}

/** All requests at the same time, each going through all the ways, each beginning elsewhere. */
async function interleaved(pool: pg.Pool, rounds: number, notify: (channel: string) => void): Promise<Watch> {
  const watch = new Watch()
  // The connections are opened by nobody's request.
  await Promise.all(requests.map(() => pool.query('select pg_sleep(0.02)')))
  const run = async (request: number): Promise<void> => {
    for (let n = 0; n < rounds * ways.length; n++) {
      const way = ways[(n + request * 3) % ways.length]
      await way?.run({ pool, request, notify, see: (where) => watch.see(`${way.title}, ${where}`, request) })
    }
  }
  await Promise.all(requests.map((request) => watch.request(request, () => run(request))))
  return watch
}

await asCommand(import.meta.url, 10, (report) => context(20, report))

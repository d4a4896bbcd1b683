import { createPool } from '@muxpool/mysql2'
import { type MysqlFlavour, type MysqlServer, startMysql } from '@muxpool/test-servers'
import { interleave, requests, tellWatch } from '../bars/context/interleave.ts'
import { traced } from '../bars/context/traced.ts'
import { asCommand, type Report } from '../bars/report.ts'
import { asked } from './asked-server.ts'
import { namesTheirCallers } from './context/stacks.ts'
import { ways } from './context/ways.ts'

// Requests that share connections: what runs for one of them runs in its async context, has its trace as parent, and
// fails with a stack that names its function.

/** Fewer than requests: a connection goes from one request to the other at every statement. */
const connections = 2
const tracedProgram = new URL('./context/traced-program.ts', import.meta.url)

export async function context(flavour: MysqlFlavour, rounds: number, report: Report): Promise<void> {
  const server = await startMysql({ flavour })
  try {
    await ownContext(server, rounds, report)
    await namesTheirCallers(server, report)
    await traced(tracedProgram, server.url(), rounds, report)
  } finally {
    await server.dispose()
  }
}

async function ownContext(server: MysqlServer, rounds: number, report: Report): Promise<void> {
  const pool = createPool({ uri: server.url(), maxConnections: connections })
  // The connections are opened by nobody's request.
  await Promise.all(requests.map(() => pool.promise().query('select sleep(0.02)')))
  const watch = await interleave(ways, rounds, (request, see) => ({ pool, request, see }))
  const { queryRequests } = pool.snapshot()
  await pool[Symbol.asyncDispose]()
  report.figure('statements', `${queryRequests} of ${requests.length} requests on ${connections} connections`)
  tellWatch(watch, report)
}

await asCommand(import.meta.url, 10, (report) => context(asked().flavour, 20, report))

import { createPool } from '@muxpool/pg'
import { type PostgresServer, startPostgres } from '@muxpool/test-servers'
import pg from 'pg'
import { pgBarPool } from './pg-bar-pool.ts'
import { asCommand, type Report } from './report.ts'
import { judgeGreedy, runGreedy } from './sizing/greedy.ts'
import { takesItsShare } from './sizing/share.ts'

// Percents are of what the server really gives; and processes that together want more than it has, wait for it.

const application = 'bar7'
const processes = 3
const greedy = new URL('./sizing/greedy-program.ts', import.meta.url)

export interface SizingAsked {
  /** Statements of each of the processes that share the small server. */
  readonly statements: number
}

export async function sizing({ statements }: SizingAsked, report: Report): Promise<void> {
  await half(report)
  await threeOnASmallServer(statements, report)
}

async function half(report: Report): Promise<void> {
  const settings = { max_connections: '40', superuser_reserved_connections: '3' }
  const expected = Math.floor((40 - 3) * 0.5)
  const server = await startPostgres({ version: 18, settings })
  const admin = new pg.Client(server.url())
  await admin.connect()
  try {
    await using pool = createPool({
      connectionString: server.url(),
      application_name: application,
      maxConnectionsPercent: 50,
    })
    await takesItsShare('50 % of 40 less 3', expected, pgBarPool(pool), () => countOf(admin), report)
  } finally {
    await admin.end()
    await server.dispose()
  }
}

async function countOf(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ n: number }>(
    'select count(*)::int as n from pg_stat_activity where application_name = $1',
    [application],
  )
  return rows[0]?.n ?? 0
}

async function threeOnASmallServer(statements: number, report: Report): Promise<void> {
  const server = await startPostgres({
    version: 18,
    settings: { max_connections: '15', superuser_reserved_connections: '3', log_min_error_statement: 'panic' },
  })
  try {
    const url = await urlOfNobodySpecial(server)
    const asked = { url, application, statements }
    judgeGreedy('three at 100 % of 15 less 3', await runGreedy(greedy, processes, asked), asked, report)
  } finally {
    await server.dispose()
  }
}

/** A superuser may have the reserved connections too. */
async function urlOfNobodySpecial(server: PostgresServer): Promise<string> {
  const admin = new pg.Client(server.url())
  await admin.connect()
  await admin.query('create role ordinary login')
  await admin.end()
  const url = new URL(server.url())
  url.username = 'ordinary'
  return url.href
}

await asCommand(import.meta.url, 7, (report) => sizing({ statements: 2_000 }, report))

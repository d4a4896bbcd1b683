import { createPool } from '@muxpool/mysql2'
import { type MysqlFlavour, type MysqlServer, startMysql } from '@muxpool/test-servers'
import type { Connection } from 'mysql2/promise'
import { asCommand, type Report } from '../bars/report.ts'
import { judgeGreedy, runGreedy } from '../bars/sizing/greedy.ts'
import { takesItsShare } from '../bars/sizing/share.ts'
import { asked } from './asked-server.ts'
import { mysqlBarPool } from './mysql-bar-pool.ts'
import { connectAdmin, connectionsOf, createAccount } from './server-account.ts'

// Percents are of what the server really gives; and processes that together want more than it has, wait for it.

const account = 'bar7'
const processes = 3
const greedy = new URL('./sizing/greedy-program.ts', import.meta.url)

export interface SizingAsked {
  readonly flavour: MysqlFlavour
  /** Statements of each of the processes that share the small server. */
  readonly statements: number
}

/** What bounds the connections of an account. */
interface Bound {
  readonly title: string
  readonly settings: (connections: number) => Readonly<Record<string, string>>
  readonly account: (connections: number) => string
}

const bounds: readonly Bound[] = [
  {
    title: 'max_connections',
    settings: (connections) => ({ max_connections: String(connections) }),
    account: () => '',
  },
  {
    title: 'max_user_connections',
    settings: (connections) => ({ max_connections: '60', max_user_connections: String(connections) }),
    account: () => '',
  },
  {
    title: 'MAX_USER_CONNECTIONS of the account',
    settings: () => ({ max_connections: '60', max_user_connections: '50' }),
    account: (connections) => `with max_user_connections ${connections}`,
  },
]

export async function sizing(asked: SizingAsked, report: Report): Promise<void> {
  for (const bound of bounds) {
    await half(bound, asked, report)
    await threeOnASmallServer(bound, asked, report)
  }
}

/** A server, its administrator, and an account that may have so many connections. */
async function bounded(
  { settings, account: limits }: Bound,
  connections: number,
  flavour: MysqlFlavour,
  run: (server: MysqlServer, admin: Connection) => Promise<void>,
): Promise<void> {
  const server = await startMysql({ flavour, settings: settings(connections) })
  const admin = await connectAdmin(server)
  try {
    await createAccount(admin, account, limits(connections))
    await run(server, admin)
  } finally {
    await admin.end()
    await server.dispose()
  }
}

const half = (bound: Bound, { flavour }: SizingAsked, report: Report): Promise<void> =>
  bounded(bound, 40, flavour, async ({ host, port, database }, admin) => {
    // One is left for KILL QUERY.
    const expected = Math.floor((40 - 1) * 0.5)
    await using pool = createPool({ host, port, user: account, database, maxConnectionsPercent: 50 })
    const onServer = () => connectionsOf(admin, account)
    await takesItsShare(`50 % of ${bound.title} = 40 less 1`, expected, mysqlBarPool(pool), onServer, report)
  })

const threeOnASmallServer = (bound: Bound, { flavour, statements }: SizingAsked, report: Report): Promise<void> =>
  bounded(bound, 15, flavour, async (server) => {
    const url = new URL(server.url())
    url.username = account
    const asked = { url: url.href, application: account, statements }
    const results = await runGreedy(greedy, processes, asked)
    judgeGreedy(`three at 100 % of ${bound.title} = 15 less 1`, results, asked, report)
  })

await asCommand(import.meta.url, 7, (report) => {
  const { flavour, numbers } = asked()
  return sizing({ flavour, statements: numbers[0] ?? 2_000 }, report)
})

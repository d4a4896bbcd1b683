import { createPool } from '@muxpool/mysql2'
import { type MysqlFlavour, startMysql } from '@muxpool/test-servers'
import { chaosAndAftermath } from '../bars/chaos/aftermath.ts'
import { asCommand, type Report } from '../bars/report.ts'
import { asked } from './asked-server.ts'
import { acts } from './chaos-acts.ts'
import { mysqlBarPool } from './mysql-bar-pool.ts'
import { connectAdmin, createAccount, settledConnections } from './server-account.ts'

// Callers that do everything that careless programs do, all at once. Whatever they do to themselves, they hang nobody,
// cost no slot, and leave nothing behind that another session sees.

const connections = 4
const account = 'chaos'

export interface ChaosAsked {
  readonly flavour: MysqlFlavour
  readonly operations: number
  readonly seed: number
}

export async function chaos({ flavour, operations, seed }: ChaosAsked, report: Report): Promise<void> {
  const server = await startMysql({ flavour })
  const admin = await connectAdmin(server)
  try {
    await createAccount(admin, account)
    await admin.query(`grant select on mysql.* to ${account}@'127.0.0.1'`)
    await admin.query('create table kept (n int)')
    const { host, port, database } = server
    const pool = createPool({
      ...{ host, port, user: account, database },
      maxConnections: connections,
      connectionBorrowTimeoutMillis: 20_000,
      resetTimeoutMillis: 1_000,
    })
    await chaosAndAftermath({ pool, acts, operations, seed }, mysqlBarPool(pool), report)
    const left = await settledConnections(admin, account, [0])
    report.holds(left === 0, `${left} connections are left on the server after end()`)
  } finally {
    await admin.end()
    await server.dispose()
  }
}

await asCommand(import.meta.url, 'attack with chaos', (report) => {
  const { flavour, numbers } = asked()
  return chaos({ flavour, operations: numbers[0] ?? 3_000, seed: numbers[1] ?? 1 }, report)
})

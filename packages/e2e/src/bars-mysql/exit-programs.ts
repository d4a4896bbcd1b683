import { createPool, type Pool } from '@muxpool/mysql2'
import { type ExitOptions, runExitProgram, say } from '../bars/exit/programs.ts'
import { mysqlBarPool } from './mysql-bar-pool.ts'

// The programs of bar 9: `node … exit-programs.ts <program> <uri>`.

const [name, uri = ''] = process.argv.slice(2)

const open = (options: ExitOptions): Pool => createPool({ uri, ...options })

await runExitProgram(name, (options) => mysqlBarPool(open(options)), {
  /** Does nothing but hold a lock. */
  async holds() {
    const pool = open({ maxConnections: 4, connectionBorrowTimeoutMillis: 120_000 })
    const session = await pool.promise().getConnection()
    await session.query("select get_lock('bar9', 0)")
    say('holding')
  },
})

import { createPool, type Pool } from '@muxpool/pg'
import { type ExitOptions, runExitProgram, say } from './exit/programs.ts'
import { pgBarPool } from './pg-bar-pool.ts'

// The programs of bar 9: `node … exit-programs.ts <program> <connection string>`.

const [name, connectionString] = process.argv.slice(2)

const open = (options: ExitOptions): Pool =>
  createPool({
    ...(connectionString === undefined ? {} : { connectionString }),
    application_name: `bar9 ${name}`,
    ...options,
  })

await runExitProgram(name, (options) => pgBarPool(open(options)), {
  /** Does nothing but wait for notifications. */
  async listens() {
    const pool = open({ maxConnections: 4, connectionBorrowTimeoutMillis: 120_000 })
    const client = await pool.connect()
    client.on('notification', ({ payload }) => say(`heard ${payload}`))
    await client.query('listen bar9')
    say('listening')
  },
})

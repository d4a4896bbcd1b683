import { createPool, type Pool } from '@muxpool/pg'
import { thawed } from './thawed.ts'

// The programs of bar 9: `node … exit-programs.ts <program> <connection string>`. Each ends only by itself, so a handle
// that is left too much, or one too few, shows.

const [name, connectionString] = process.argv.slice(2)

const open = (options: { maxConnections: number; connectionBorrowTimeoutMillis: number }): Pool =>
  createPool({
    ...(connectionString === undefined ? {} : { connectionString }),
    application_name: `bar9 ${name}`,
    ...options,
  })

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

async function one(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ one: number }>('select 1 as one')
  return rows[0]?.one === 1 ? 'answered' : 'wrong answer'
}

const programs: { readonly [name: string]: () => Promise<void> } = {
  /** Opens a pool, runs one statement, forgets to end it. */
  async forgets() {
    const pool = open({ maxConnections: 4, connectionBorrowTimeoutMillis: 120_000 })
    say(await one(pool))
  },

  /** Does nothing but wait for notifications. */
  async listens() {
    const pool = open({ maxConnections: 4, connectionBorrowTimeoutMillis: 120_000 })
    const client = await pool.connect()
    client.on('notification', ({ payload }) => say(`heard ${payload}`))
    await client.query('listen bar9')
    say('listening')
  },

  /** Its server goes away, and nothing but the caller that waits for its return keeps the process. */
  async waits() {
    const pool = open({ maxConnections: 4, connectionBorrowTimeoutMillis: 60_000 })
    const kept = setInterval(() => {}, 1_000)
    const lost = new Promise((resolve) => pool.events.once('connectionLost', resolve))
    say(await one(pool))
    await lost
    clearInterval(kept)
    say('waiting')
    say(await one(pool))
  },

  /** The same, and the server does not return in time. */
  async gives_up() {
    const pool = open({ maxConnections: 4, connectionBorrowTimeoutMillis: 1_500 })
    const kept = setInterval(() => {}, 1_000)
    const lost = new Promise((resolve) => pool.events.once('connectionLost', resolve))
    say(await one(pool))
    await lost
    clearInterval(kept)
    say('waiting')
    say(await one(pool).catch((error: { code?: string }) => error.code ?? String(error)))
  },

  /** Is stopped while all connections are idle, which die meanwhile. */
  async sleeps() {
    const pool = open({ maxConnections: 4, connectionBorrowTimeoutMillis: 3_000 })
    await Promise.all(Array.from({ length: 4 }, () => pool.query('select pg_sleep(0.1)')))
    const again = thawed()
    say('ready')
    await again
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => one(pool)))
    for (const answer of answers) say(answer.status === 'fulfilled' ? answer.value : `failed: ${answer.reason}`)
  },

  /** Is stopped for longer than the borrow deadline while callers wait. */
  async sleeps_waiting() {
    const pool = open({ maxConnections: 2, connectionBorrowTimeoutMillis: 3_000 })
    const holders = await Promise.all([pool.connect(), pool.connect()])
    await Promise.all(holders.map((client) => client.query('begin')))
    const waiting = Promise.allSettled(Array.from({ length: 20 }, () => one(pool)))
    const again = thawed()
    say('ready')
    await again
    for (const answer of await waiting)
      say(answer.status === 'fulfilled' ? answer.value : `failed: ${(answer.reason as Error).message}`)
    for (const client of holders) client.release()
  },
}

const program = programs[name ?? '']
if (program === undefined) throw new Error(`no program "${name}"`)
await program()

import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, type Pool, type PoolClient } from '@muxpool/pg'
import { startPostgres } from '@muxpool/test-servers'
import Cursor from 'pg-cursor'
import QueryStream from 'pg-query-stream'
import { startServerSampler } from '../server-sampler.ts'
import { chaosAndAftermath } from './chaos/aftermath.ts'
import { type Act, answered } from './chaos/carelessly.ts'
import { pgBarPool } from './pg-bar-pool.ts'
import { asCommand, type Report } from './report.ts'

// Callers that do everything that careless programs do, all at once. Whatever they do to themselves, they hang nobody,
// cost no slot, exceed no limit, and leave nothing behind that another session sees.

const connections = 4
const applicationName = 'chaos'
const many = 'select n from generate_series(1, 5000) as n'

async function withClient(pool: Pool, use: (client: PoolClient) => Promise<unknown>, destroy = false): Promise<void> {
  const client = await pool.connect()
  try {
    await use(client)
  } catch {
  } finally {
    client.release(destroy)
  }
}

const acts: readonly Act<Pool>[] = [
  {
    name: 'asks and compares',
    async run(pool, chance, report) {
      const n = chance.below(1_000_000)
      const { rows } = await pool.query('select $1::int as n, current_setting($2) as memory', [n, 'work_mem'])
      const right = rows[0]?.n === n && rows[0]?.memory === '4MB'
      report.holds(right, `asked ${n}, got ${JSON.stringify(rows)}`)
    },
  },
  {
    name: 'makes state, and is the only one that has it',
    run: (pool, _, report) =>
      withClient(pool, async (client) => {
        try {
          await client.query("create temp table chaos (n int); set work_mem = '5MB'; select pg_advisory_lock(1)")
          await client.query('listen chaos; prepare mine as select 1; select pg_advisory_unlock(1)')
          await client.query({ name: 'named', text: 'select count(*) from chaos' })
        } catch (error) {
          const { code, message } = error as { code?: string; message: string }
          // Ends of connections are part of the game; names that exist already are somebody else's.
          report.holds(code === undefined || !/^42P0[57]$/.test(code), `somebody else's state: ${message}`)
        }
      }),
  },
  {
    name: 'goes away while its statement runs',
    async run(pool, chance) {
      const client = await pool.connect()
      const running = answered(client.query(`select pg_sleep(0.0${chance.below(3)})`))
      if (chance.percent(70)) await sleep(chance.below(8))
      client.release(true)
      await running
    },
  },
  {
    name: 'goes away with statements queued',
    async run(pool, chance) {
      const client = await pool.connect()
      const queued = ['begin', 'select 1', 'select 1/0', 'select 2', 'commit'].map((text) =>
        answered(client.query(text)),
      )
      if (chance.percent(50)) client.release()
      else answered(client.end()).then(() => client.release())
      await Promise.all(queued)
    },
  },
  {
    name: 'leaves a cursor unread',
    run: (pool, chance) =>
      withClient(pool, async (client) => {
        const cursor = client.query(new Cursor(many))
        await cursor.read(10)
        if (chance.percent(50)) await cursor.close()
      }),
  },
  {
    name: 'destroys a stream',
    run: (pool, chance) =>
      withClient(pool, async (client) => {
        const stream = client.query(new QueryStream(many))
        const closed = new Promise((resolve) => stream.once('close', resolve))
        stream.on('error', () => {})
        stream.once('data', () => stream.destroy(chance.percent(50) ? new Error('enough') : undefined))
        await closed
      }),
  },
  {
    name: 'gives up at any time',
    run: (pool, chance) =>
      answered(
        pool.query({ text: 'select pg_sleep(0.004)', signal: AbortSignal.timeout(1 + chance.below(9)) } as never),
      ),
  },
  {
    name: 'has little time',
    run: (pool, chance) =>
      withClient(pool, async (client) => {
        await client.query('begin')
        await client.query({ text: 'select pg_sleep(0.003)', query_timeout: 1 + chance.below(4) } as never)
        await client.query('commit')
      }),
  },
  {
    name: 'ends its own connection',
    run: (pool) => withClient(pool, (client) => client.query('select pg_terminate_backend(pg_backend_pid())')),
  },
  {
    name: 'forgets its transaction',
    run: (pool, chance) => withClient(pool, (client) => client.query('begin'), chance.percent(30)),
  },
  {
    name: 'pauses the pool',
    async run(pool, chance) {
      pool.pause()
      await sleep(chance.below(5))
      pool.resume()
      if (chance.percent(20)) pool.reconnect()
    },
  },
]

export async function chaos(operations: number, seed: number, report: Report): Promise<void> {
  const server = await startPostgres({ version: 18 })
  try {
    const sampler = await startServerSampler(server.url(), { applicationName })
    const pool = createPool({
      connectionString: server.url(),
      application_name: applicationName,
      maxConnections: connections,
      connectionBorrowTimeoutMillis: 20_000,
      resetTimeoutMillis: 1_000,
    })
    await chaosAndAftermath({ pool, acts, operations, seed }, pgBarPool(pool), report)
    const { max, samples } = await sampler.stop()
    report.figure('connections, most the server saw', `${max} in ${samples} samples`)
    report.holds(max <= connections, `the server saw ${max} connections`)
  } finally {
    await server.dispose()
  }
}

await asCommand(import.meta.url, 'attack with chaos', (report) =>
  chaos(Number(process.argv[2] ?? 3_000), Number(process.argv[3] ?? 1), report),
)

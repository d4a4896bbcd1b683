import { setTimeout as sleep } from 'node:timers/promises'
import { createPool, type Pool } from '@muxpool/pg'
import { startPostgres } from '@muxpool/test-servers'
import { Chance } from '../differential/chance.ts'
import { startServerSampler } from '../server-sampler.ts'
import { asCommand, type Report } from './report.ts'

// Statements that are cancelled about when they end, and strangers right behind them on the same connections: no
// cancel ever hits a stranger, whoever was cancelled hears of it, and nobody is forgotten.

const connections = 3
const applicationName = 'late-cancel'

/** A cancel by each of the ways that a caller has. */
const cancels: readonly ((pool: Pool, pause: string, millis: number) => Promise<unknown>)[] = [
  (pool, pause, millis) => pool.query({ text: pause, query_timeout: millis } as never),
  (pool, pause, millis) => pool.query({ text: pause, signal: AbortSignal.timeout(millis) } as never),
  (pool, pause, millis) =>
    pool.withSession(async (client) => {
      await client.query('begin')
      try {
        return await client.query({ text: pause, query_timeout: millis } as never)
      } finally {
        await client.query('rollback')
      }
    }),
]

function held(pool: Pool): number {
  const { quarantined, leased } = pool.snapshot().places
  return quarantined + leased
}

export async function lateCancels(pairs: number, report: Report): Promise<void> {
  const server = await startPostgres({ version: 18 })
  try {
    const sampler = await startServerSampler(server.url(), { applicationName })
    const pool = createPool({
      connectionString: server.url(),
      application_name: applicationName,
      maxConnections: connections,
    })
    const chance = new Chance(10)
    let left = pairs
    let cancelled = 0
    let inTime = 0
    let strangers = 0
    const victim = async (): Promise<void> => {
      const { code } = await chance
        .pick(cancels)(pool, 'select pg_sleep(0.003)', 1 + chance.below(6))
        .then(
          () => ({ code: 'answered' }),
          (error: { code?: string }) => ({ code: error.code ?? String(error) }),
        )
      if (code === 'answered') inTime += 1
      else cancelled += 1
      const expected = code === 'answered' || code === 'MUX_STATEMENT_TIMEOUT' || code === 'MUX_ABORTED'
      report.holds(expected, `a cancelled statement was told ${code}`)
    }
    const stranger = async (n: number): Promise<void> => {
      const text = n % 2 === 0 ? 'select $1::int as n' : 'select $1::int as n from pg_sleep(0.001)'
      try {
        const { rows } = await pool.query(text, [n])
        report.holds(rows[0]?.n === n, `a stranger asked for ${n} and got ${JSON.stringify(rows)}`)
      } catch (error) {
        report.holds(false, `a stranger was told ${(error as Error).message}`)
      }
      strangers += 1
    }
    const pair = async (): Promise<void> => {
      while (left > 0) {
        left -= 1
        await Promise.all([victim(), stranger(left), stranger(left + 1)])
      }
    }
    await Promise.all(Array.from({ length: 4 }, pair))
    // A caller is told at once, and its connection comes back behind the cancel.
    for (let n = 0; n < 40 && held(pool) > 0; n++) await sleep(25)
    const { places } = pool.snapshot()
    await pool.end()
    const { max } = await sampler.stop()
    report.figure('cancelled', cancelled)
    report.figure('answered before', inTime)
    report.figure('strangers behind them', strangers)
    report.figure('connections, most the server saw', max)
    report.holds(cancelled > pairs / 20 && inTime > pairs / 50, 'the cancels were not late enough to show anything')
    report.holds(places.quarantined + places.leased === 0, `connections are left ${JSON.stringify(places)}`)
    report.holds(max <= connections, `the server saw ${max} connections`)
  } finally {
    await server.dispose()
  }
}

await asCommand(import.meta.url, 'attack with late cancels', (report) => lateCancels(10_000, report))

import { createPool, type Pool } from '@muxpool/pg'
import { startPostgres } from '@muxpool/test-servers'
import { Chance } from '../differential/chance.ts'
import { startServerSampler } from '../server-sampler.ts'
import { cancelLate, type LateCancels } from './cancels/late-cancels.ts'
import { pgBarPool } from './pg-bar-pool.ts'
import { asCommand, type Report } from './report.ts'

// Statements that are cancelled about when they end, and strangers right behind them on the same connections: no
// cancel ever hits a stranger, whoever was cancelled hears of it, and nobody is forgotten.

const connections = 3
const applicationName = 'late-cancel'
const pause = 'select pg_sleep(0.003)'

const statementsOn = (pool: Pool): Pick<LateCancels, 'cancels' | 'codes' | 'strangers'> => ({
  cancels: [
    (millis) => pool.query({ text: pause, query_timeout: millis } as never),
    (millis) => pool.query({ text: pause, signal: AbortSignal.timeout(millis) } as never),
    (millis) =>
      pool.withSession(async (client) => {
        await client.query('begin')
        try {
          return await client.query({ text: pause, query_timeout: millis } as never)
        } finally {
          await client.query('rollback')
        }
      }),
  ],
  codes: ['MUX_STATEMENT_TIMEOUT', 'MUX_ABORTED'],
  strangers: ['select $1::int as n', 'select $1::int as n from pg_sleep(0.001)'].map(
    (text) => async (n: number) => (await pool.query<{ n: number }>(text, [n])).rows[0]?.n,
  ),
})

export async function lateCancels(pairs: number, report: Report): Promise<void> {
  const server = await startPostgres({ version: 18 })
  try {
    const sampler = await startServerSampler(server.url(), { applicationName })
    const pool = createPool({
      connectionString: server.url(),
      application_name: applicationName,
      maxConnections: connections,
    })
    const asked = { pool: pgBarPool(pool), ...statementsOn(pool), sampler, most: connections, pairs }
    await cancelLate(asked, new Chance(10), report)
  } finally {
    await server.dispose()
  }
}

await asCommand(import.meta.url, 'attack with late cancels', (report) => lateCancels(10_000, report))

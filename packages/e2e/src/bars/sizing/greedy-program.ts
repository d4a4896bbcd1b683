// Forked as: greedy-program.ts <GreedyAsked as JSON>. Says that it is ready, begins when told, tells a GreedyResult.
import { once } from 'node:events'
import { createPool } from '@muxpool/pg'
import type { GreedyAsked, GreedyResult } from './greedy.ts'

const { url, application, statements } = JSON.parse(process.argv[2] ?? '{}') as GreedyAsked
const concurrently = 40

const pool = createPool({
  connectionString: url,
  application_name: application,
  maxConnectionsPercent: 100,
  connectionBorrowTimeoutMillis: 60_000,
})
let opensRefused = 0
let most = 0
pool.events.on('openFailed', ({ error }) => {
  if ((error as { code?: string }).code === '53300') opensRefused += 1
})
pool.events.on('connectionOpen', () => {
  most = Math.max(most, pool.snapshot().databaseConnections)
})
const errors: string[] = []
let answered = 0
let longestMillis = 0
let left = statements

async function caller(): Promise<void> {
  while (left > 0) {
    left -= 1
    const n = left
    const since = performance.now()
    try {
      const { rows } = await pool.query<{ n: number }>('select $1::int as n, pg_sleep(0.005)', [n])
      if (rows[0]?.n === n) answered += 1
      else errors.push('an answer of somebody else')
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string }
      errors.push(`${code}: ${message}`)
    }
    longestMillis = Math.max(longestMillis, performance.now() - since)
  }
}

process.send?.('ready')
await once(process, 'message')
await Promise.all(Array.from({ length: concurrently }, caller))
await pool.end()
process.send?.({ answered, errors, opensRefused, most, longestMillis } satisfies GreedyResult)
process.disconnect()

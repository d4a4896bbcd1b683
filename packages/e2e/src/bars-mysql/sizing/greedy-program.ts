// Forked as: greedy-program.ts <GreedyAsked as JSON>. Says that it is ready, begins when told, tells a GreedyResult.
import { once } from 'node:events'
import { createPool } from '@muxpool/mysql2'
import type { RowDataPacket } from 'mysql2/promise'
import type { GreedyAsked, GreedyResult } from '../../bars/sizing/greedy.ts'

const { url, statements } = JSON.parse(process.argv[2] ?? '{}') as GreedyAsked
const concurrently = 40
/** Of the server, of all accounts (max_user_connections), of this one (MAX_USER_CONNECTIONS). */
const tooMany: ReadonlySet<number> = new Set([1040, 1203, 1226])

const pool = createPool({
  uri: url,
  maxConnectionsPercent: 100,
  connectionBorrowTimeoutMillis: 60_000,
})
const promised = pool.promise()
let opensRefused = 0
let most = 0
pool.events.on('openFailed', ({ error }) => {
  if (tooMany.has((error as { errno?: number }).errno ?? 0)) opensRefused += 1
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
      const [rows] = await promised.query<RowDataPacket[]>('select ? as n, sleep(0.005)', [n])
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
await promised.end()
process.send?.({ answered, errors, opensRefused, most, longestMillis } satisfies GreedyResult)
process.disconnect()

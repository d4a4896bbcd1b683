import { createPool } from '@muxpool/pg'
import { pgBarPool } from '../pg-bar-pool.ts'
import { beGreedy, greedyAsked } from './greedy-process.ts'

const asked = greedyAsked()
const pool = createPool({
  connectionString: asked.url,
  application_name: asked.application,
  maxConnectionsPercent: 100,
  connectionBorrowTimeoutMillis: 60_000,
})
await beGreedy(pgBarPool(pool), asked, (error) => (error as { code?: string }).code === '53300')

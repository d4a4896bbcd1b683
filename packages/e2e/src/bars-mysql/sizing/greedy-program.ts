import { createPool } from '@muxpool/mysql2'
import { beGreedy, greedyAsked } from '../../bars/sizing/greedy-process.ts'
import { mysqlBarPool } from '../mysql-bar-pool.ts'

/** Of the server, of all accounts (max_user_connections), of this one (MAX_USER_CONNECTIONS). */
const tooMany: ReadonlySet<number> = new Set([1040, 1203, 1226])

const asked = greedyAsked()
const pool = createPool({ uri: asked.url, maxConnectionsPercent: 100, connectionBorrowTimeoutMillis: 60_000 })
await beGreedy(mysqlBarPool(pool), asked, (error) => tooMany.has((error as { errno?: number }).errno ?? 0))

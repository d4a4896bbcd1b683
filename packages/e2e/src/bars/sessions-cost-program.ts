import { createPool, type PoolClient } from '@muxpool/pg'
import { bestRate, heapUsed, type SessionsCost } from './sessions/cost.ts'

// What a session costs that holds no connection: `node --expose-gc … sessions-cost-program.ts <connection string> <sessions>`.
// Prints one line of JSON.

async function transaction(client: PoolClient): Promise<void> {
  await client.query('begin')
  await client.query('select $1::int', [1])
  await client.query('commit')
}

const [connectionString = '', count = '10000'] = process.argv.slice(2)
const sessions = Number(count)
const pool = createPool({ connectionString, maxConnections: 10 })
// One of everything first: what is made once must not count as the cost of a session.
const first = await pool.connect()
await transaction(first)
first.release()

const connectAndReleasePerSecond = await bestRate(async (times) => {
  for (let n = 0; n < times; n++) {
    const client = await pool.connect()
    client.release()
  }
})

const clients: PoolClient[] = []
const before = heapUsed()
for (let n = 0; n < sessions; n++) clients.push(await pool.connect())
const opened = (heapUsed() - before) / sessions
for (const client of clients) await transaction(client)
const used = (heapUsed() - before) / sessions
for (const client of clients) client.release()
await pool.end()

const cost: SessionsCost = { opened, used, connectAndReleasePerSecond }
console.log(JSON.stringify(cost))

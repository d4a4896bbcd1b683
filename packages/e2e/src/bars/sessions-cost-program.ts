import { createPool, type PoolClient } from '@muxpool/pg'

// What a session costs that holds no connection: `node --expose-gc … sessions-cost-program.ts <connection string> <sessions>`.
// Prints one line of JSON.

export interface SessionsCost {
  /** Bytes of heap for each open session with its face: just opened, and after a transaction. */
  readonly opened: number
  readonly used: number
  readonly connectAndReleasePerSecond: number
}

const batch = 1_000
const rounds = 10
const roundMillis = 300

function heapUsed(): number {
  if (globalThis.gc === undefined) throw new Error('needs --expose-gc')
  // The first collection runs finalizers, the second one takes what they let go.
  globalThis.gc()
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

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

async function rate(millis: number): Promise<number> {
  const began = performance.now()
  let done = 0
  for (; performance.now() < began + millis; done += batch)
    for (let n = 0; n < batch; n++) {
      const client = await pool.connect()
      client.release()
    }
  return (done * 1_000) / (performance.now() - began)
}
await rate(roundMillis)
let best = 0
// The best of some rounds: what else runs on the machine takes its share of the others.
for (let round = 0; round < rounds; round++) best = Math.max(best, await rate(roundMillis))

const clients: PoolClient[] = []
const before = heapUsed()
for (let n = 0; n < sessions; n++) clients.push(await pool.connect())
const opened = (heapUsed() - before) / sessions
for (const client of clients) await transaction(client)
const used = (heapUsed() - before) / sessions
for (const client of clients) client.release()
await pool.end()

const cost: SessionsCost = { opened, used, connectAndReleasePerSecond: best }
console.log(JSON.stringify(cost))

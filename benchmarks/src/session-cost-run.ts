import { AsyncLocalStorage } from 'node:async_hooks'
import type { PoolClient } from 'pg'
import { answer, takeOrder } from './child.ts'
import type { PoolName } from './engines/engine-side.ts'
import { openPool } from './engines/postgres-pools.ts'

// What a session costs that holds no connection; in a process of its own, with --expose-gc.

export interface SessionCostOrder {
  readonly pool: PoolName
  readonly connectionString: string
  /** 'heap' keeps many sessions open at once: not for a pool that lends a connection to each. */
  readonly measure: 'heap' | 'connect' | 'connect-in-context'
  readonly sessions: number
  readonly seconds: number
}

export interface SessionCostFigures {
  /** Bytes of heap for a session and its face: just opened, after one transaction, and after its release. */
  readonly heap: { readonly opened: number; readonly used: number; readonly released: number } | null
  readonly connectAndReleasePerSecond: number | null
}

const order = takeOrder<SessionCostOrder>()
const pool = await openPool(order.pool, { connectionString: order.connectionString, connections: 4 })
await pool.query('select 1')

function heapUsed(): number {
  if (globalThis.gc === undefined) throw new Error('needs --expose-gc')
  // The first collection runs finalizers, the second one takes what they let go.
  globalThis.gc()
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

async function useOnce(client: PoolClient): Promise<void> {
  await client.query('begin')
  await client.query('select $1::int', [1])
  await client.query('commit')
}

async function heapOfSessions(count: number): Promise<NonNullable<SessionCostFigures['heap']>> {
  // One of everything first: what is made once must not count as the cost of a session.
  const first = await pool.connect()
  await useOnce(first)
  first.release()
  const clients: (PoolClient | null)[] = new Array(count).fill(null)
  const before = heapUsed()
  for (let n = 0; n < count; n++) clients[n] = await pool.connect()
  const opened = heapUsed()
  for (const client of clients) if (client !== null) await useOnce(client)
  const used = heapUsed()
  for (let n = 0; n < count; n++) {
    clients[n]?.release()
    clients[n] = null
  }
  const released = heapUsed()
  const each = (bytes: number): number => (bytes - before) / count
  return { opened: each(opened), used: each(used), released: each(released) }
}

async function connectRate(seconds: number): Promise<number> {
  const batch = 1000
  const loop = async (until: number): Promise<number> => {
    let done = 0
    while (performance.now() < until) {
      for (let n = 0; n < batch; n++) {
        const client = await pool.connect()
        client.release()
      }
      done += batch
    }
    return done
  }
  await loop(performance.now() + 300)
  const began = performance.now()
  const done = await loop(began + seconds * 1000)
  return done / ((performance.now() - began) / 1000)
}

answer({
  async measure(): Promise<SessionCostFigures> {
    const { measure, seconds, sessions } = order
    const rate =
      measure === 'heap' ? null : await inContext(measure === 'connect-in-context', () => connectRate(seconds))
    const heap = measure === 'heap' ? await heapOfSessions(sessions) : null
    await pool.end()
    return { heap, connectAndReleasePerSecond: rate }
  },
})

function inContext<T>(wanted: boolean, act: () => Promise<T>): Promise<T> {
  return wanted ? new AsyncLocalStorage<object>().run({}, act) : act()
}

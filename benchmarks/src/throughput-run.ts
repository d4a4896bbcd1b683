import { createHistogram } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { answer, takeOrder } from './child.ts'
import { applicationName, openPool, type PoolName } from './pools.ts'
import { type Kind, statementFor } from './statements.ts'

// One pool in a process of its own: what the compiler learned for one can't help the other. The parent lets the two
// processes of a run work in turns of a slice each, so that a change of the machine's speed meets both.

export interface ThroughputOrder {
  readonly pool: PoolName
  readonly kind: Kind
  readonly connectionString: string
  readonly connections: number
  readonly callers: number
  readonly sliceMillis: number
}

export interface Slice {
  readonly statements: number
  readonly seconds: number
  /** User and system time of this process, µs. */
  readonly cpuMicros: number
}

export interface RunEnd {
  /** Of one caller in all slices since the warm-up, µs. */
  readonly p50Micros: number
  readonly p99Micros: number
  readonly serverConnections: number
}

const order = takeOrder<ThroughputOrder>()
const statement = statementFor(order.kind, order.pool)
const control = new pg.Client({ connectionString: order.connectionString })
const pool = await openPool(order.pool, order)
const waits = createHistogram()
let answered = 0
let next = 0

async function caller(until: number): Promise<void> {
  while (performance.now() < until) {
    await statement.run(pool, next++ & 0x7fffffff)
    answered += 1
  }
}

// Only one caller measures each of its statements, so that measuring costs the result nothing.
async function timedCaller(until: number): Promise<void> {
  for (let began = performance.now(); began < until; ) {
    await statement.run(pool, next++ & 0x7fffffff)
    answered += 1
    const now = performance.now()
    waits.record(Math.max(1, Math.round((now - began) * 1000)))
    began = now
  }
}

async function slice(): Promise<Slice> {
  const before = { answered, cpu: process.cpuUsage(), at: performance.now() }
  const until = before.at + order.sliceMillis
  await Promise.all(Array.from({ length: order.callers }, (_, n) => (n === 0 ? timedCaller(until) : caller(until))))
  const cpu = process.cpuUsage(before.cpu)
  return {
    statements: answered - before.answered,
    seconds: (performance.now() - before.at) / 1000,
    cpuMicros: cpu.user + cpu.system,
  }
}

answer({
  async warmUp() {
    await control.connect()
    for (const text of statement.prepare) await control.query(text)
    for (let n = 0; n < 4; n++) await slice()
    // The compiler's threads end what they began.
    await pause(100)
    waits.reset()
  },
  slice,
  async end(): Promise<RunEnd> {
    const { rows } = await control.query<{ n: number }>(
      'select count(*)::int as n from pg_stat_activity where application_name = $1',
      [applicationName(order.pool)],
    )
    if (statement.count !== null) {
      const counted = await control.query<{ n: number }>(statement.count)
      if (counted.rows[0]?.n !== answered) throw new Error(`${answered} answers, ${counted.rows[0]?.n} rows`)
    }
    await pool.end()
    await control.end()
    return {
      p50Micros: waits.percentile(50),
      p99Micros: waits.percentile(99),
      serverConnections: rows[0]?.n ?? 0,
    }
  },
})

import { createHistogram } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { applicationName, openPool, type PoolName } from './pools.ts'
import { type Kind, statementKinds } from './statements.ts'

// One measurement, in a process of its own: what the compiler learned for one pool can't help the other.

export interface ThroughputOrder {
  readonly pool: PoolName
  readonly kind: Kind
  readonly connectionString: string
  readonly connections: number
  readonly callers: number
  readonly warmUpSeconds: number
  readonly seconds: number
}

export interface ThroughputFigures {
  readonly statements: number
  readonly seconds: number
  readonly perSecond: number
  /** User and system time of this process, µs. */
  readonly cpuMicrosPerStatement: number
  /** Of one caller in all, µs. */
  readonly p50Micros: number
  readonly p99Micros: number
  readonly serverConnections: number
}

const order = JSON.parse(process.argv[2] ?? '') as ThroughputOrder
const kind = statementKinds[order.kind]

const control = new pg.Client({ connectionString: order.connectionString })
await control.connect()
for (const statement of kind.prepare) await control.query(statement)

const pool = await openPool(order.pool, order)
let over = false
let answered = 0
const waits = createHistogram()

async function caller(first: number): Promise<void> {
  for (let n = first; !over; n += order.callers) {
    await kind.run(pool, n & 0x7fffffff)
    answered += 1
  }
}

// Only one caller looks at the clock, so that looking costs the result nothing.
async function timedCaller(first: number): Promise<void> {
  for (let n = first; !over; n += order.callers) {
    const began = process.hrtime.bigint()
    await kind.run(pool, n & 0x7fffffff)
    waits.record(Number((process.hrtime.bigint() - began) / 1000n) + 1)
    answered += 1
  }
}

const callers = Array.from({ length: order.callers }, (_, n) => (n === 0 ? timedCaller(n) : caller(n)))
const failed = Promise.all(callers)
failed.catch(() => undefined)

await Promise.race([pause(order.warmUpSeconds * 1000), failed])
waits.reset()
const before = { answered, cpu: process.cpuUsage(), at: performance.now() }
await Promise.race([pause(order.seconds * 1000), failed])
const cpu = process.cpuUsage(before.cpu)
const seconds = (performance.now() - before.at) / 1000
const statements = answered - before.answered

const open = await control.query<{ n: number }>(
  'select count(*)::int as n from pg_stat_activity where application_name = $1',
  [applicationName(order.pool)],
)
over = true
await failed
if (kind.count !== null) {
  const counted = await control.query<{ n: number }>(kind.count)
  if (counted.rows[0]?.n !== answered) throw new Error(`${answered} answers, ${counted.rows[0]?.n} rows`)
}
await pool.end()
await control.end()

const figures: ThroughputFigures = {
  statements,
  seconds,
  perSecond: statements / seconds,
  cpuMicrosPerStatement: (cpu.user + cpu.system) / statements,
  p50Micros: waits.percentile(50),
  p99Micros: waits.percentile(99),
  serverConnections: open.rows[0]?.n ?? 0,
}
process.stdout.write(JSON.stringify(figures))

import { parseArgs } from 'node:util'
import { startPostgres } from '@muxpool/test-servers'
import Table from 'cli-table3'
import { FreshProcess } from './child.ts'
import type { PoolName } from './engines/engine-side.ts'
import { postgresSide } from './engines/postgres-side.ts'
import { fingerprint, keepResults } from './results.ts'
import type { SessionCostFigures, SessionCostOrder } from './session-cost-run.ts'
import { spread, spreadText } from './statistics.ts'

// What an open session costs while it holds no connection. README.md says how to read it.

const { values } = parseArgs({
  options: {
    pools: { type: 'string', default: 'muxpool,pg' },
    sessions: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
  },
})

interface Measurement {
  readonly pool: PoolName
  readonly measure: SessionCostOrder['measure']
  readonly figures: SessionCostFigures
}

const runs = Number(values.runs)
const pools = values.pools.split(',') as PoolName[]
const measurements: Measurement[] = []
const server = await startPostgres({ version: 18 })
try {
  const machine = await fingerprint(postgresSide, server.url())
  for (let run = 0; run < runs; run++) {
    for (const pool of pools) {
      for (const measure of ['connect', 'connect-in-context', 'heap'] as const) {
        // A session of pg.Pool is a connection: a hundred thousand of them can't be opened.
        if (measure === 'heap' && (pool !== 'muxpool' || run > 0)) continue
        const order: SessionCostOrder = {
          pool,
          measure,
          connectionString: server.url(),
          sessions: Number(values.sessions),
          seconds: Number(values.seconds),
        }
        measurements.push({
          pool,
          measure,
          figures: await new FreshProcess('./session-cost-run.ts', order, ['--expose-gc']).finish('measure'),
        })
      }
    }
  }
  print()
  if (values.keep) console.log(`kept as ${keepResults('session-cost', { machine, options: values, measurements })}`)
} finally {
  await server.dispose()
}

function print(): void {
  const table = new Table({ head: ['', ...pools], style: { head: [], border: [] } })
  const of = (pool: PoolName, measure: SessionCostOrder['measure']): SessionCostFigures[] =>
    measurements.filter((m) => m.pool === pool && m.measure === measure).map((m) => m.figures)
  const rate = (pool: PoolName, measure: 'connect' | 'connect-in-context'): string =>
    spreadText(spread(of(pool, measure).map((figures) => figures.connectAndReleasePerSecond ?? Number.NaN)), 0)
  const heap = (pool: PoolName, state: 'opened' | 'used' | 'released'): string => {
    const found = of(pool, 'heap')[0]?.heap
    return found === undefined || found === null ? '–' : `${Math.round(found[state])} B`
  }
  table.push(
    ['connect and release, per second', ...pools.map((pool) => rate(pool, 'connect'))],
    ['the same with an AsyncLocalStorage in use', ...pools.map((pool) => rate(pool, 'connect-in-context'))],
    ['heap of an open session that never did anything', ...pools.map((pool) => heap(pool, 'opened'))],
    ['heap of an open session after a transaction', ...pools.map((pool) => heap(pool, 'used'))],
    ['heap left by a released session', ...pools.map((pool) => heap(pool, 'released'))],
  )
  console.log(table.toString())
  console.log(
    `Medians of ${runs} runs, least and most in brackets; heap: mean of ${values.sessions} sessions, one run.`,
  )
}

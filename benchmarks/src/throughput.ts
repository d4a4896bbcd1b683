import { parseArgs } from 'node:util'
import { startPostgres } from '@muxpool/test-servers'
import Table from 'cli-table3'
import { inFreshProcess } from './child.ts'
import { type PoolName, poolNames } from './pools.ts'
import { fingerprint, keepResults } from './results.ts'
import { type Kind, kinds, statementKinds } from './statements.ts'
import { spread, spreadText } from './statistics.ts'
import type { ThroughputFigures, ThroughputOrder } from './throughput-run.ts'

// Two pools side by side: `pool.query` of many callers on equal connections. README.md says how to read it.

interface Case {
  readonly kind: Kind
  readonly connections: number
}

interface Measurement extends Case {
  readonly run: number
  readonly pool: PoolName
  readonly figures: ThroughputFigures
}

const { values } = parseArgs({
  options: {
    pools: { type: 'string', default: 'muxpool,pg' },
    kinds: { type: 'string', default: kinds.join(',') },
    connections: { type: 'string', default: '10,20' },
    callers: { type: 'string', default: '100' },
    runs: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '2' },
    'warm-up': { type: 'string', default: '1' },
    fsync: { type: 'string', default: 'off' },
    keep: { type: 'boolean', default: false },
  },
})

function known<T extends string>(option: string, text: string, names: readonly T[]): T {
  const name = names.find((candidate) => candidate === text)
  if (name === undefined) throw new Error(`--${option} ${text}: one of ${names.join(', ')}`)
  return name
}

function positive(option: string, text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`--${option} ${text}: a number above 0`)
  return value
}

const [subject, peer, ...others] = values.pools.split(',').map((name) => known('pools', name, poolNames))
if (subject === undefined || peer === undefined || others.length > 0) throw new Error('--pools: two names')
const cases: Case[] = values.kinds
  .split(',')
  .map((kind) => known('kinds', kind, kinds))
  .flatMap((kind) => values.connections.split(',').map((n) => ({ kind, connections: positive('connections', n) })))
const runs = positive('runs', values.runs)

const server = await startPostgres({
  version: 18,
  settings: { max_connections: '100', fsync: values.fsync, autovacuum: 'off', max_wal_size: '4GB' },
})
const measurements: Measurement[] = []
try {
  const machine = await fingerprint(server.url())
  for (let run = 0; run < runs; run++) {
    for (const one of cases) {
      for (const pool of run % 2 === 0 ? [subject, peer] : [peer, subject]) {
        const order: ThroughputOrder = {
          ...one,
          pool,
          connectionString: server.url(),
          callers: positive('callers', values.callers),
          warmUpSeconds: positive('warm-up', values['warm-up']),
          seconds: positive('seconds', values.seconds),
        }
        measurements.push({ ...one, run, pool, figures: await inFreshProcess('./throughput-run.ts', order) })
      }
    }
    process.stderr.write(`run ${run + 1} of ${runs} done\n`)
  }
  print()
  if (values.keep) console.log(`kept as ${keepResults('throughput', { machine, options: values, measurements })}`)
} finally {
  await server.dispose()
}

function print(): void {
  const table = new Table({
    head: [
      '',
      'connections',
      `${subject}/s`,
      `${peer}/s`,
      'ratio of medians',
      'ratio by pair',
      'CPU µs',
      'CPU µs',
      'p99 ms',
      'p99 ms',
    ],
    style: { head: [], border: [] },
  })
  for (const one of cases) {
    const of = (pool: PoolName | undefined): ThroughputFigures[] =>
      measurements
        .filter((m) => m.kind === one.kind && m.connections === one.connections && m.pool === pool)
        .map((m) => m.figures)
    const [mine, theirs] = [of(subject), of(peer)]
    const rates = [mine, theirs].map((all) => spread(all.map((f) => f.perSecond)))
    const cpu = [mine, theirs].map((all) => spread(all.map((f) => f.cpuMicrosPerStatement)).median.toFixed(1))
    const p99 = [mine, theirs].map((all) => (spread(all.map((f) => f.p99Micros)).median / 1000).toFixed(1))
    const pairs = spread(mine.map((figures, run) => figures.perSecond / (theirs[run]?.perSecond ?? Number.NaN)))
    const [a, b] = rates
    if (a === undefined || b === undefined) continue
    const title = statementKinds[one.kind].title
    table.push([
      title,
      one.connections,
      spreadText(a, 0),
      spreadText(b, 0),
      (a.median / b.median).toFixed(3),
      spreadText(pairs, 3),
      ...cpu,
      ...p99,
    ])
    for (const { serverConnections } of [...mine, ...theirs]) {
      if (serverConnections !== one.connections)
        console.log(`${title}: ${serverConnections} connections instead of ${one.connections}`)
    }
  }
  console.log(table.toString())
  console.log(
    'Medians of the runs, least and most in brackets. CPU: of the client process, for one statement. p99: of one caller.',
  )
}

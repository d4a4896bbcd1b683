import { FreshProcess } from './child.ts'
import { type PoolName, sideOf } from './engines/engine-side.ts'
import { fingerprint, keepResults } from './results.ts'
import { type Case, readThroughputArguments } from './throughput-arguments.ts'
import type { RunEnd, Slice, ThroughputOrder } from './throughput-run.ts'
import { type PairedRun, type PoolRun, perSecond, throughputTable, unequalConnections } from './throughput-table.ts'

// Two pools side by side: `pool.query` of many callers on equal connections. README.md says how to read it.

const args = await readThroughputArguments()
const side = await sideOf(args.engine)
const server = await side.start(args.fsync)
try {
  const machine = await fingerprint(side, server.url())
  const runs: PairedRun[] = []
  for (let n = 0; n < args.runs; n++) {
    for (const one of args.cases) {
      const run = await pairedRun(one, n % 2 === 0)
      runs.push(run)
      const ratio = (perSecond(run.subject) / perSecond(run.peer)).toFixed(3)
      process.stderr.write(`run ${n + 1} of ${args.runs}, ${one.kind} on ${one.connections}: ${ratio}\n`)
    }
  }
  console.log(throughputTable(runs, args, side.titles))
  console.log('Medians of the runs, least and most in brackets. CPU: of the client process, for one statement.')
  for (const line of unequalConnections(runs)) console.log(line)
  if (args.keep) console.log(`kept as ${keepResults('throughput', { machine, arguments: args, runs })}`)
} finally {
  await server.dispose()
}

async function pairedRun(one: Case, subjectFirst: boolean): Promise<PairedRun> {
  const [subject, peer] = args.pools.map((pool) => startPool(pool, one)) as [FreshProcess, FreshProcess]
  const order = subjectFirst ? [subject, peer] : [peer, subject]
  const slices = new Map<FreshProcess, Slice[]>(order.map((pool) => [pool, []]))
  try {
    for (const pool of order) await pool.ask('warmUp')
    for (let n = 0; n < args.slices; n++) {
      for (const pool of order) slices.get(pool)?.push(await pool.ask<Slice>('slice'))
    }
    const end = async (pool: FreshProcess): Promise<PoolRun> => ({
      ...(await pool.finish<RunEnd>('end')),
      slices: slices.get(pool) ?? [],
    })
    return { ...one, subject: await end(subject), peer: await end(peer) }
  } catch (error) {
    for (const pool of order) pool.kill()
    throw error
  }
}

function startPool(pool: PoolName, one: Case): FreshProcess {
  const { engine, callers, sliceMillis } = args
  const order: ThroughputOrder = { ...one, engine, pool, url: server.url(), callers, sliceMillis }
  return new FreshProcess('./throughput-run.ts', order)
}

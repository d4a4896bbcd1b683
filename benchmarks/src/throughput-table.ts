import Table from 'cli-table3'
import type { EngineSide } from './engines/engine-side.ts'
import { type Spread, spread, spreadText } from './statistics.ts'
import type { Case, ThroughputArguments } from './throughput-arguments.ts'
import type { RunEnd, Slice } from './throughput-run.ts'

/** One pool in one run. */
export interface PoolRun extends RunEnd {
  readonly slices: readonly Slice[]
}

/** Two pools that worked in turns. */
export interface PairedRun extends Case {
  readonly subject: PoolRun
  readonly peer: PoolRun
}

export function perSecond({ slices }: PoolRun): number {
  return total(slices, 'statements') / total(slices, 'seconds')
}

function cpuMicros({ slices }: PoolRun): number {
  return total(slices, 'cpuMicros') / total(slices, 'statements')
}

function total(slices: readonly Slice[], field: keyof Slice): number {
  return slices.reduce((sum, slice) => sum + slice[field], 0)
}

export function throughputTable(
  runs: readonly PairedRun[],
  { pools, cases }: ThroughputArguments,
  titles: EngineSide['titles'],
): string {
  const [subject, peer] = pools
  const table = new Table({
    head: [
      'statement',
      'connections',
      `${subject}/s`,
      `${peer}/s`,
      'ratio',
      `${subject} CPU µs`,
      `${peer} CPU µs`,
      'p99 ms, each',
    ],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  })
  for (const { kind, connections } of cases) {
    const all = runs.filter((run) => run.kind === kind && run.connections === connections)
    const over = (figure: (run: PairedRun) => number): Spread => spread(all.map(figure))
    const p99 = [over((run) => run.subject.p99Micros), over((run) => run.peer.p99Micros)]
    table.push([
      titles[kind],
      connections,
      spreadText(
        over((run) => perSecond(run.subject)),
        0,
      ),
      spreadText(
        over((run) => perSecond(run.peer)),
        0,
      ),
      spreadText(
        over((run) => perSecond(run.subject) / perSecond(run.peer)),
        3,
      ),
      over((run) => cpuMicros(run.subject)).median.toFixed(1),
      over((run) => cpuMicros(run.peer)).median.toFixed(1),
      p99.map(({ median }) => (median / 1000).toFixed(1)).join(', '),
    ])
  }
  return table.toString()
}

/** A comparison on unequal connections is none. */
export function unequalConnections(runs: readonly PairedRun[]): string[] {
  return runs
    .filter(
      ({ subject, peer, connections }) =>
        subject.serverConnections !== connections || peer.serverConnections !== connections,
    )
    .map(
      ({ kind, connections, subject, peer }) =>
        `${kind}: ${subject.serverConnections} and ${peer.serverConnections} connections instead of ${connections}`,
    )
}

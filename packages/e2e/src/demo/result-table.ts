import Table from 'cli-table3'
import type { DemoArguments } from './arguments.ts'
import { whole } from './progress.ts'
import type { SubjectResult } from './run-subject.ts'

interface Row {
  readonly label: string
  value(result: SubjectResult, settings: DemoArguments): string
}

const rows: readonly Row[] = [
  { label: 'statements/s', value: ({ run, seconds }) => whole(run.measures.statements / seconds) },
  { label: 'transactions/s', value: ({ run, seconds }) => whole(run.measures.transactions / seconds) },
  { label: 'requests done', value: ({ run }) => whole(run.measures.requests) },
  { label: 'a request waits for the database, p50', value: ({ run }) => millis(run.measures.waits.percentile(50)) },
  { label: 'the same, p99', value: ({ run }) => millis(run.measures.waits.percentile(99)) },
  { label: 'callers', value: (_, settings) => whole(settings.callers) },
  { label: 'still waiting for a session at the end', value: ({ run }) => whole(run.measures.leftWaiting) },
  { label: 'sessions opened', value: ({ run }) => whole(run.measures.sessionsOpened) },
  { label: 'most sessions open at once', value: ({ run }) => whole(run.measures.mostOpen) },
  { label: 'connections, most the server saw', value: ({ server }) => whole(server.max) },
  {
    label: 'multiplexing: sessions open per connection, mean',
    value: ({ run, server, seconds }) => ratio(run.measures.openMillis / (seconds * 1000), server.max),
  },
  {
    label: 'part of its open time that a session waits for answers',
    value: ({ run }) => share(run.measures.busyMillis, run.measures.openMillis),
  },
  { label: 'pins by reason', value: ({ pins }) => pinned(pins) },
  { label: 'answers', value: ({ faults }) => (faults.length === 0 ? 'all right' : `${whole(faults.length)} WRONG`) },
]

export function resultTable(results: readonly SubjectResult[], settings: DemoArguments): string {
  const table = new Table({
    head: ['', ...results.map((result) => result.title)],
    colAligns: ['left', ...results.map(() => 'right' as const)],
    style: { head: [], border: [] },
    // No line between the rows.
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  })
  for (const { label, value } of rows) table.push([label, ...results.map((result) => value(result, settings))])
  return table.toString()
}

function millis(micros: number): string {
  const value = micros / 1000
  return `${value < 10 ? value.toFixed(2) : whole(value)} ms`
}

function ratio(sessions: number, connections: number): string {
  return connections === 0 ? '–' : (sessions / connections).toFixed(1)
}

function share(part: number, all: number): string {
  return all === 0 ? '–' : `${((part / all) * 100).toFixed(1)} %`
}

function pinned(pins: SubjectResult['pins']): string {
  if (pins === null) return 'does not apply'
  const entries = Object.entries(pins).filter(([, count]) => count > 0)
  return entries.length === 0 ? 'none' : entries.map(([reason, count]) => `${reason}: ${whole(count)}`).join('\n')
}

import { textTable } from './text-table.ts'

/** All pins by one rule and one statement since the pool's start or the last `reset()`. */
export interface PinReportRow {
  /** Kind of state that keeps a session on its connection. */
  readonly reason: string
  readonly rule: string
  /** The statement without any literal; null where there was none, or it could not be read, or in a row of `others`. */
  readonly digest: string | null
  /** True for the row that stands for all statements that found no room of their own. */
  readonly others: boolean
  /** How many different sessions were pinned. */
  readonly sessions: number
  readonly count: number
  /** Pins that are held now; they are part of `count` and of the times. */
  readonly held: number
  readonly pinnedMillis: number
  readonly longestMillis: number
  /** How often each end came: `session-end`, `discard`, `connection-lost`. */
  readonly endedBy: { readonly [end: string]: number }
  /** When the first of them began, milliseconds since 1970. */
  readonly firstSince: number
  /** Where the first of them began. */
  readonly firstStack: string | null
  /** How the program gets along without this pin; null where nothing is known. */
  readonly avoid: string | null
}

/** What `pool.pinReport()` gives: the longest time first. It holds no values of statements, so it may be logged. */
export class PinReport {
  readonly rows: readonly PinReportRow[]

  constructor(rows: readonly PinReportRow[]) {
    this.rows = rows
  }

  /** A table for people, then for each row its statement, its place in the program and how to avoid it. */
  toString(): string {
    if (this.rows.length === 0) return 'No session was pinned.'
    const table = textTable(
      ['#', 'reason', 'rule', 'sessions', 'pins', 'held now', 'total', 'longest', 'ended by'],
      this.rows.map((row, index) => [
        `${index + 1}`,
        row.reason,
        row.rule,
        `${row.sessions}`,
        `${row.count}`,
        `${row.held}`,
        duration(row.pinnedMillis),
        duration(row.longestMillis),
        ends(row),
      ]),
      ['right', 'left', 'left', 'right', 'right', 'right', 'right', 'right', 'left'],
    )
    return `${table}\n\n${this.rows.map(details).join('\n')}`
  }
}

function details(row: PinReportRow, index: number): string {
  const lines = [`#${index + 1} ${row.digest ?? (row.others ? '(other statements)' : '(no readable statement)')}`]
  if (row.firstStack !== null) lines.push(`   first at: ${row.firstStack}`)
  if (row.avoid !== null) lines.push(`   instead: ${row.avoid}`)
  return lines.join('\n')
}

const ends = (row: PinReportRow): string =>
  Object.entries(row.endedBy)
    .map(([end, count]) => `${end} ${count}`)
    .join(', ')

function duration(millis: number): string {
  if (millis < 1_000) return `${Math.round(millis)} ms`
  if (millis < 120_000) return `${(millis / 1_000).toFixed(1)} s`
  return `${Math.round(millis / 60_000)} min`
}

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Report } from '../report.ts'

/** What the traced program prints, as JSON. */
export interface TracedResult {
  /** Statements that the requests ran. */
  readonly statements: number
  /** Their spans. */
  readonly spans: number
  readonly faults: readonly string[]
}

const flags = ['--conditions=muxpool-source', '--import', 'tsx']

/** In a process of its own: the instrumentation must be there before the driver is loaded. */
export async function traced(program: URL, url: string, rounds: number, report: Report): Promise<void> {
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, [...flags, fileURLToPath(program), url, String(rounds)], {
    timeout: 110_000,
  })
  const { statements, spans, faults } = JSON.parse(stdout) as TracedResult
  report.figure('traced statements', `${statements}, with ${spans} spans`)
  report.holds(statements > 0 && statements === spans, `${statements} statements have ${spans} spans`)
  for (const fault of faults) report.holds(false, fault)
}

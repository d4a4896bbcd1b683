import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Report } from '../report.ts'

export interface GreedyAsked {
  readonly url: string
  readonly application: string
  readonly statements: number
}

/** What the greedy program measured. */
export interface GreedyResult {
  readonly answered: number
  /** What callers were told instead of an answer. */
  readonly errors: readonly string[]
  /** Attempts to open a connection that the server refused as it was full. */
  readonly opensRefused: number
  /** The most connections that it had. */
  readonly most: number
  readonly longestMillis: number
}

const execArgv = ['--conditions=muxpool-source', '--import', 'tsx']

/** Processes of which each may have all connections of the server, and wants them, beginning at the same time. */
export async function runGreedy(
  programUrl: URL,
  processes: number,
  asked: GreedyAsked,
): Promise<readonly GreedyResult[]> {
  const program = fileURLToPath(programUrl)
  const children = Array.from({ length: processes }, () => fork(program, [JSON.stringify(asked)], { execArgv }))
  try {
    await Promise.all(children.map((child) => once(child, 'message')))
    return await Promise.all(
      children.map(async (child, n) => {
        const ended = once(child, 'exit').then(([code]) => {
          throw new Error(`greedy process ${n + 1} ended early, with code ${String(code)}`)
        })
        const told = once(child, 'message')
        child.send('go')
        const [result] = await Promise.race([told, ended])
        return result as GreedyResult
      }),
    )
  } finally {
    for (const child of children) child.kill()
  }
}

/** Everybody was answered, though there was not enough for all. */
export function judgeGreedy(
  title: string,
  results: readonly GreedyResult[],
  { statements }: GreedyAsked,
  report: Report,
): void {
  const answered = results.reduce((sum, { answered }) => sum + answered, 0)
  const refused = results.reduce((sum, { opensRefused }) => sum + opensRefused, 0)
  const asked = results.length * statements
  report.figure(title, `${answered} of ${asked} statements were answered`)
  report.figure('opens that the full server refused', `${refused}, all waited out`)
  report.figure('most connections of each', results.map(({ most }) => most).join(', '))
  report.figure('longest wait of each (ms)', results.map(({ longestMillis }) => longestMillis.toFixed(0)).join(', '))
  report.holds(answered === asked, `${asked - answered} statements were not answered`)
  // Each alone may have all: without a refusal there was no contest, and nothing is shown.
  report.holds(refused > 0, 'the server was never full')
  for (const { errors } of results) for (const error of errors) report.holds(false, `a caller saw ${error}`)
  for (const { answered, most } of results) report.holds(answered > 0 && most > 0, 'a process got no connection')
}

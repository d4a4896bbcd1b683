import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

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

const program = fileURLToPath(new URL('./greedy-program.ts', import.meta.url))
const execArgv = ['--conditions=muxpool-source', '--import', 'tsx']

/** Processes of which each may have all connections of the server, and wants them, beginning at the same time. */
export async function runGreedy(processes: number, asked: GreedyAsked): Promise<readonly GreedyResult[]> {
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

import { once } from 'node:events'
import type { BarPool } from '../bar-pool.ts'
import type { GreedyAsked, GreedyResult } from './greedy.ts'

const concurrently = 40

/** How the server refuses a connection too many. */
export type IsTooMany = (error: unknown) => boolean

/** The process is forked with its GreedyAsked as JSON. */
export const greedyAsked = (): GreedyAsked => JSON.parse(process.argv[2] ?? '{}') as GreedyAsked

/** Says that it is ready, begins when told, tells a GreedyResult. */
export async function beGreedy(pool: BarPool, { statements }: GreedyAsked, isTooMany: IsTooMany): Promise<void> {
  let opensRefused = 0
  let most = 0
  pool.events.on('openFailed', ({ error }) => {
    if (isTooMany(error)) opensRefused += 1
  })
  pool.events.on('connectionOpen', () => {
    most = Math.max(most, pool.snapshot().databaseConnections)
  })
  const errors: string[] = []
  let answered = 0
  let longestMillis = 0
  let left = statements

  async function caller(): Promise<void> {
    while (left > 0) {
      left -= 1
      const n = left
      const since = performance.now()
      try {
        if ((await pool.ask(n, 0.005)) === n) answered += 1
        else errors.push('an answer of somebody else')
      } catch (error) {
        const { code, message } = error as { code?: string; message?: string }
        errors.push(`${code}: ${message}`)
      }
      longestMillis = Math.max(longestMillis, performance.now() - since)
    }
  }

  process.send?.('ready')
  await once(process, 'message')
  await Promise.all(Array.from({ length: concurrently }, caller))
  await pool.end()
  process.send?.({ answered, errors, opensRefused, most, longestMillis } satisfies GreedyResult)
  process.disconnect()
}

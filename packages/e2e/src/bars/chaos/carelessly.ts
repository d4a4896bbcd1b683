import { setTimeout as sleep } from 'node:timers/promises'
import { Chance } from '../../differential/chance.ts'
import type { Report } from '../report.ts'

/** Something that a careless program does. */
export interface Act<Pool> {
  readonly name: string
  run(pool: Pool, chance: Chance, report: Report): Promise<unknown>
}

/** Errors are the answer to carelessness; what counts is that there is an answer. */
export const answered = (work: Promise<unknown>): Promise<unknown> => work.catch(() => {})

export interface Chaos<Pool> {
  readonly pool: Pool
  readonly acts: readonly Act<Pool>[]
  readonly operations: number
  readonly seed: number
}

/** So many acts of careless callers, all at once. Whoever hangs is named. */
export async function carelessly<Pool>({ pool, acts, operations, seed }: Chaos<Pool>, report: Report): Promise<void> {
  const chance = new Chance(seed)
  const pending = new Map<number, string>()
  let left = operations
  const caller = async (): Promise<void> => {
    while (left > 0) {
      const id = left--
      const act = chance.pick(acts)
      pending.set(id, act.name)
      await act.run(pool, chance, report).catch((error: { code?: string; message: string }) => {
        report.holds(error.code !== 'MUX_BORROW_TIMEOUT' && error.code !== 'MUX_INVARIANT', error.message)
      })
      pending.delete(id)
    }
  }
  const all = Promise.all(Array.from({ length: 24 }, caller))
  const given = new AbortController()
  const late = sleep(operations * 60 + 30_000, null, { signal: given.signal }).catch(() => null)
  await Promise.race([all, late])
  given.abort()
  report.holds(pending.size === 0, `somebody hangs: ${[...pending.values()].join(', ')}`)
}

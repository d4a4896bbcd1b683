import { setTimeout as sleep } from 'node:timers/promises'
import type { Chance } from '../../differential/chance.ts'
import type { ServerSampler } from '../../server-samples.ts'
import type { BarPool } from '../bar-pool.ts'
import type { Report } from '../report.ts'

export interface LateCancels {
  readonly pool: BarPool
  /** A statement that is cancelled after so many milliseconds, by each of the ways that a caller has. */
  readonly cancels: readonly ((millis: number) => Promise<unknown>)[]
  /** What a caller whose statement was cancelled is told. */
  readonly codes: readonly string[]
  /** What runs behind it: sends a number to the server and back. */
  readonly strangers: readonly ((n: number) => Promise<unknown>)[]
  readonly sampler: ServerSampler
  /** The most connections that the server may see. */
  readonly most: number
  readonly pairs: number
}

function held(pool: BarPool): number {
  const { quarantined, leased } = pool.snapshot().places
  return quarantined + leased
}

/** Statements that are cancelled about when they end, and strangers right behind them; ends the pool. */
export async function cancelLate(asked: LateCancels, chance: Chance, report: Report): Promise<void> {
  const { pool, cancels, codes, strangers, sampler, most, pairs } = asked
  let left = pairs
  let cancelled = 0
  let inTime = 0
  let behind = 0
  const victim = async (): Promise<void> => {
    const { code } = await chance
      .pick(cancels)(1 + chance.below(6))
      .then(
        () => ({ code: 'answered' }),
        (error: { code?: string }) => ({ code: error.code ?? String(error) }),
      )
    if (code === 'answered') inTime += 1
    else cancelled += 1
    report.holds(code === 'answered' || codes.includes(code), `a cancelled statement was told ${code}`)
  }
  const stranger = async (n: number): Promise<void> => {
    try {
      const got = await chance.pick(strangers)(n)
      report.holds(got === n, `a stranger asked for ${n} and got ${JSON.stringify(got)}`)
    } catch (error) {
      report.holds(false, `a stranger was told ${(error as Error).message}`)
    }
    behind += 1
  }
  const pair = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await Promise.all([victim(), stranger(left), stranger(left + 1)])
    }
  }
  await Promise.all(Array.from({ length: 4 }, pair))
  // A caller is told at once, and its connection comes back behind the cancel.
  for (let n = 0; n < 40 && held(pool) > 0; n++) await sleep(25)
  const { places } = pool.snapshot()
  await pool.end()
  const { max } = await sampler.stop()
  report.figure('cancelled', cancelled)
  report.figure('answered before', inTime)
  report.figure('strangers behind them', behind)
  report.figure('connections, most the server saw', max)
  report.holds(cancelled > pairs / 20 && inTime > pairs / 50, 'the cancels were not late enough to show anything')
  report.holds(places.quarantined + places.leased === 0, `connections are left ${JSON.stringify(places)}`)
  report.holds(max <= most, `the server saw ${max} connections`)
}

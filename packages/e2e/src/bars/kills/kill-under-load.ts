import type { Chance } from '../../differential/chance.ts'
import type { Report } from '../report.ts'
import type { Callers } from './callers.ts'
import { type Killer, nextAim } from './killer.ts'
import type { Ledger } from './ledger.ts'

const callersAtOnce = 24
const aimMillis = 5_000
export const settleMillis = 30_000

export interface KillsUnderLoad {
  readonly kills: number
  readonly seed: number
  readonly callers: Callers
  readonly killer: Killer
  readonly chance: Chance
  readonly ledger: Ledger
}

/** Kills so many connections, in every place. @returns whether every caller has had an answer afterwards. */
export async function killUnderLoad(asked: KillsUnderLoad, report: Report): Promise<boolean> {
  const { kills, seed, callers, killer, chance, ledger } = asked
  callers.start(callersAtOnce)
  const hits = new Map<string, number>()
  let missed = 0
  for (let n = 0; n < kills; ) {
    const aim = nextAim(chance)
    if (await killer.kill(aim, aimMillis)) {
      hits.set(aim.place, (hits.get(aim.place) ?? 0) + 1)
      n += 1
    } else if (++missed > 20) throw new Error(`nothing comes to the place "${aim.place}" any more`)
  }
  const settled = await callers.stop(settleMillis)
  report.holds(settled, `a caller hangs ${settleMillis} ms after the last kill`)
  report.figure('seed', seed)
  report.figure('kills', [...hits].map(([place, count]) => `${count} ${place}`).join(', '))
  report.figure('operations', callers.operations)
  report.figure(
    'callers told',
    Object.entries(ledger.errors)
      .map(([fate, count]) => `${count} ${fate}`)
      .join(', '),
  )
  report.holds(hits.size === 9 || kills < 200, 'not every place was hit')
  return settled
}

/** What the callers were told, held against the rows that are there. */
export function tellLedger(ledger: Ledger, times: ReadonlyMap<number, number>, report: Report): void {
  report.figure('in doubt and committed', ledger.check(times).lostReplies)
  for (const fault of ledger.faults) report.holds(false, fault)
}

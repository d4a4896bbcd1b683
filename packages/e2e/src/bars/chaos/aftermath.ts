import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from '@muxpool/pg'
import type { BarPool } from '../bar-pool.ts'
import type { Report } from '../report.ts'
import { type Chaos, carelessly } from './carelessly.ts'

/** Chaos, and what is left of it; ends the pool, which `plain` is too. */
export async function chaosAndAftermath<P extends Pick<Pool, 'resume'>>(
  chaos: Chaos<P>,
  plain: BarPool,
  report: Report,
): Promise<void> {
  const { pool, operations, seed } = chaos
  const lost = new Map<string, number>()
  plain.events.on('connectionLost', ({ place }) => lost.set(place, (lost.get(place) ?? 0) + 1))
  await carelessly(chaos, report)
  pool.resume()
  await plain.ask(1).catch(({ code }: { code?: string }) => {
    report.holds(code !== 'MUX_BORROW_TIMEOUT', 'nobody gets a connection afterwards')
  })
  // What nobody reads is closed at its deadline.
  for (let n = 0; n < 60 && plain.snapshot().clientConnections > 0; n++) await sleep(50)
  const { leases, stateDiscarded, clientConnections } = plain.snapshot()
  report.holds(clientConnections === 0, `${clientConnections} sessions are left`)
  await plain.end()
  report.figure('operations', `${operations} with seed ${seed}, ${leases} leases`)
  report.figure('connections that were reset and closed', `${stateDiscarded.reset} and ${stateDiscarded.close}`)
  report.figure('connections lost', [...lost].map(([place, count]) => `${count} ${place}`).join(', '))
}

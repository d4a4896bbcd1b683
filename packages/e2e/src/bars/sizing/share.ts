import { setTimeout as sleep } from 'node:timers/promises'
import type { BarPool } from '../bar-pool.ts'
import type { Report } from '../report.ts'

/** @param onServer how many connections the server has of this pool */
export async function takesItsShare(
  title: string,
  expected: number,
  pool: BarPool,
  onServer: () => Promise<number>,
  report: Report,
): Promise<void> {
  await pool.ask(1)
  const { maxDatabaseConnectionsAllowed: allowed } = pool.snapshot()
  const most = await filled(pool, onServer, expected)
  report.figure(title, `${allowed} in the snapshot, ${most} on the server, ${expected} expected`)
  report.holds(allowed === expected, `${title}: the snapshot allows ${allowed} connections instead of ${expected}`)
  report.holds(most === expected, `${title}: the server has ${most} connections instead of ${expected}`)
}

/** The most connections that the server has while many more statements than these run and wait. */
async function filled(pool: BarPool, onServer: () => Promise<number>, expected: number): Promise<number> {
  let running = expected * 4
  const all = Promise.all(Array.from({ length: running }, (_, n) => pool.ask(n, 0.1).finally(() => (running -= 1))))
  let most = 0
  while (running > 0) {
    most = Math.max(most, await onServer())
    await sleep(5)
  }
  await all
  return most
}

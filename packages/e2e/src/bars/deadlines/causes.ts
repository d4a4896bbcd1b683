import { setTimeout as sleep } from 'node:timers/promises'
import type { BarPool, BarSession } from '../bar-pool.ts'
import type { Report } from '../report.ts'
import { type Cause, connections, judgeWaits, waitInVain } from './waits.ts'

interface Freezing {
  freeze(): void
  thaw(): void
}

const sessions = (pool: BarPool): Promise<BarSession[]> =>
  Promise.all(Array.from({ length: connections }, () => pool.connect()))

const causes: readonly Cause<BarPool, Freezing>[] = [
  {
    title: 'all busy',
    diagnosis: 'all-busy',
    says: /all connections are busy with statements/,
    async hold(pool) {
      const running = Array.from({ length: connections }, (_, n) => pool.ask(n, 1.5))
      await sleep(100)
      return () => Promise.all(running)
    },
  },
  {
    title: 'all pinned',
    diagnosis: 'all-pinned',
    says: /held by pinned sessions/,
    async hold(pool) {
      const held = await sessions(pool)
      await Promise.all(held.map((session, n) => session.lock(n)))
      return async () => {
        for (const session of held) session.release()
      }
    },
  },
  {
    title: 'transaction never ended',
    diagnosis: 'transactions-open',
    says: /held by transactions that were begun and not ended/,
    async hold(pool) {
      const held = await sessions(pool)
      await Promise.all(held.map((session) => session.begin()))
      return async () => {
        await Promise.all(held.map((session) => session.rollback()))
        for (const session of held) session.release()
      }
    },
  },
  {
    title: 'server frozen',
    diagnosis: 'server-silent',
    says: /the server does not answer/,
    async hold(pool, server) {
      server.freeze()
      const stuck = Array.from({ length: connections }, (_, n) => pool.ask(n))
      return async () => {
        server.thaw()
        await Promise.all(stuck)
      }
    },
  },
]

/** Holds every connection of a pool in each of the ways, while so many wait. */
export async function waitForEachCause(
  server: Freezing,
  open: () => BarPool,
  waiters: number,
  report: Report,
): Promise<void> {
  for (const cause of causes) {
    const pool = open()
    await openAll(pool)
    report.holds(pool.snapshot().places.idle === connections, `${cause.title}: not all connections could be opened`)
    const letGo = await cause.hold(pool, server)
    const waits = await waitInVain(() => pool.ask(1), waiters)
    await letGo()
    await pool.end()
    judgeWaits(cause, waits, report)
  }
}

/**
 * All connections are open before, so that nobody waits for one that is being opened: on a busy machine that may take
 * longer than those who asked for them may wait, and then it goes on without them.
 */
async function openAll(pool: BarPool): Promise<void> {
  await Promise.allSettled(Array.from({ length: connections }, (_, n) => pool.ask(n, 0.05)))
  for (let n = 0; n < 200 && pool.snapshot().places.idle < connections; n++) await sleep(50)
}

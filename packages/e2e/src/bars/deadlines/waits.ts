import { setTimeout as sleep } from 'node:timers/promises'
import type { Report } from '../report.ts'

export const connections = 3
export const deadlineMillis = 500
const graceMillis = 100

/** A way to hold every connection of a pool. */
export interface Cause<Pool, Server> {
  readonly title: string
  readonly diagnosis: string
  /** Words of the message that tell a reader the cause. */
  readonly says: RegExp
  /** Takes every connection; what it returns lets go of them. */
  hold(pool: Pool, server: Server): Promise<() => Promise<unknown>>
}

interface Wait {
  readonly millis: number
  readonly error: unknown
}

/** Asks so many times while every connection is held. */
export async function waitInVain(ask: () => Promise<unknown>, waiters: number): Promise<readonly Wait[]> {
  const waits: Wait[] = []
  // Not all at once: each has a deadline of its own, and none is armed again by another's.
  await Promise.all(
    Array.from({ length: waiters }, async (_, n) => {
      await sleep(n * 7)
      const since = performance.now()
      const error = await ask().then(
        () => 'it was answered',
        (thrown: unknown) => thrown,
      )
      waits.push({ millis: performance.now() - since, error })
    }),
  )
  return waits
}

/** Everybody is told in time, and why. */
export function judgeWaits(
  { title, diagnosis, says }: Omit<Cause<never, never>, 'hold'>,
  waits: readonly Wait[],
  report: Report,
): void {
  const earliest = Math.min(...waits.map(({ millis }) => millis))
  const latest = Math.max(...waits.map(({ millis }) => millis))
  report.figure(
    title,
    `${waits.length} settled after ${earliest.toFixed(0)} to ${latest.toFixed(0)} ms, cause "${diagnosis}"`,
  )
  report.holds(earliest >= deadlineMillis - 1, `${title}: settled after ${earliest} ms`)
  report.holds(latest <= deadlineMillis + graceMillis, `${title}: settled after ${latest} ms`)
  for (const { error } of waits) {
    const told = error as { code?: unknown; diagnosis?: unknown; message?: string }
    report.holds(
      told.code === 'MUX_BORROW_TIMEOUT' && told.diagnosis === diagnosis && says.test(told.message ?? ''),
      `${title}: the diagnosis is ${told.diagnosis}: ${told.message ?? String(error)}`,
    )
  }
}

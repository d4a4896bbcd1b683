import type { Clock, OpContext } from './clock.ts'

/**
 * The promise, or `late()` as rejection when the deadline passes first. The work itself is not stopped. An answer that
 * lies in the socket's buffer, behind a blocked event loop or a process that was stopped, is in time.
 */
export function withDeadline<T>(clock: Clock, work: Promise<T>, context: OpContext, late: () => Error): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let settled = false
    const giveUp = (): void => {
      if (!settled) reject(late())
    }
    const timer = clock.setTimer(() => clock.afterPendingIo(giveUp), context.deadline - clock.now(), true)
    const settle = (): void => {
      settled = true
      timer.cancel()
    }
    work.then(
      (value) => {
        settle()
        resolve(value)
      },
      (error: unknown) => {
        settle()
        reject(error)
      },
    )
  })
}

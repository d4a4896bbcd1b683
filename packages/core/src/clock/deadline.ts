import type { Clock, OpContext } from './clock.ts'

/** The promise, or `late()` as rejection when the deadline passes first. The work itself is not stopped. */
export function withDeadline<T>(clock: Clock, work: Promise<T>, context: OpContext, late: () => Error): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = clock.setTimer(() => reject(late()), context.deadline - clock.now(), true)
    work.then(
      (value) => {
        timer.cancel()
        resolve(value)
      },
      (error: unknown) => {
        timer.cancel()
        reject(error)
      },
    )
  })
}

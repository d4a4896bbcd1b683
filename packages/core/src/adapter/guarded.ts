/** Runs what a caller wrote. It may throw, and must not break the connection by it: that is told to the process. */
export function guarded<Arguments extends readonly unknown[]>(
  run: (...given: Arguments) => unknown,
  ...given: Arguments
): void {
  try {
    run(...given)
  } catch (error) {
    tellProcess(error)
  }
}

/** What a caller's code threw where nobody of its own is there to catch it. */
export function tellProcess(error: unknown): void {
  process.nextTick(() => {
    throw error
  })
}

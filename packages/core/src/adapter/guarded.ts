/** Runs what a caller wrote. It may throw, and must not break the connection by it: that is told to the process. */
export function guarded(run: () => void): void {
  try {
    run()
  } catch (error) {
    process.nextTick(() => {
      throw error
    })
  }
}

/** Resolves when the process has been stopped for a while and goes on: in a timer, before any socket is looked at. */
export function thawed(): Promise<void> {
  return new Promise((resolve) => {
    let last = performance.now()
    const beat = setInterval(() => {
      const now = performance.now()
      if (now - last > 3_000) {
        clearInterval(beat)
        resolve()
      }
      last = now
    }, 50)
  })
}

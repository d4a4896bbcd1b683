import { setTimeout as delay } from 'node:timers/promises'

const watchMillis = 10

/** Looks again and again until it is stopped, and then gives the longest list that it saw. */
export function mostSeen(look: () => Promise<readonly string[]>): { stop(): Promise<readonly string[]> } {
  let most: readonly string[] = []
  let stopped = false
  const watching = (async () => {
    while (!stopped) {
      const now = await look()
      if (now.length > most.length) most = now
      await delay(watchMillis)
    }
  })()
  return {
    stop: async () => {
      stopped = true
      await watching
      return most
    },
  }
}

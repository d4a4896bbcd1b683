import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** The kernel hands out ports from 32768 on to outgoing connections; a server's port must not be among them. */
const range = { from: 15_000, below: 32_768 } as const
const attempts = 50

export const loopback = '127.0.0.1'

/** A port of 127.0.0.1 that was free a moment ago. Who uses it must be ready to try another. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = randomInt(range.from, range.below)
    if (await isFree(port)) return port
  }
  throw new Error(`no free port found from ${range.from} to ${range.below - 1} in ${attempts} attempts`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ host: loopback, port, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

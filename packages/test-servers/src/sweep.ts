import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { processesIn } from './processes-in.js'

/**
 * Ends what runs left behind whose keeper was killed itself, by the kernel for want of memory say: the servers whose
 * keeper no longer exists, and their directories. Where process ids mean something else, in another container that
 * shares the cache, nothing can be known and nothing is done.
 */
export function sweep(running: string): void {
  if (process.platform !== 'linux' || !existsSync(running)) return
  const here = readlinkSync('/proc/self/ns/pid')
  for (const name of readdirSync(running)) {
    const directory = join(running, name)
    const [pid, namespace] = keeperOf(directory)?.split(' ') ?? []
    if (namespace !== here || isKeeper(pid)) continue
    for (const found of processesIn(directory, 0)) {
      try {
        process.kill(found.pid, 'SIGKILL')
      } catch {
        // Gone meanwhile.
      }
    }
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
  }
}

/** Null for a directory that was made this moment, or is being removed. */
function keeperOf(directory: string): string | null {
  try {
    return readFileSync(join(directory, 'keeper.pid'), 'utf8')
  } catch {
    return null
  }
}

function isKeeper(pid: string | undefined): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('keeper-process')
  } catch {
    return false
  }
}

import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { lock } from 'proper-lockfile'

const building = new Map<string, Promise<string>>()

/**
 * Builds a directory once for all processes of this machine. It appears by one rename, so whoever sees it sees it
 * whole; the lock only saves a second process the work. A lock whose owner died is taken over after ten seconds.
 */
export function buildOnce(directory: string, build: (into: string) => Promise<void>): Promise<string> {
  const known = building.get(directory)
  if (known !== undefined) return known
  const built = buildLocked(directory, build)
  building.set(directory, built)
  built.catch(() => building.delete(directory))
  return built
}

async function buildLocked(directory: string, build: (into: string) => Promise<void>): Promise<string> {
  if (existsSync(directory)) return directory
  await mkdir(dirname(directory), { recursive: true })
  await chmod(dirname(directory), 0o755)
  const release = await lock(directory, {
    realpath: false,
    lockfilePath: `${directory}.lock`,
    stale: 10_000,
    update: 2_000,
    retries: { retries: 3_000, factor: 1, minTimeout: 100, maxTimeout: 100 },
    onCompromised: () => {},
  })
  try {
    if (existsSync(directory)) return directory
    const prefix = `${basename(directory)}.part-`
    for (const left of await readdir(dirname(directory))) {
      if (left.startsWith(prefix)) await rm(join(dirname(directory), left), { recursive: true, force: true })
    }
    const part = await mkdtemp(join(dirname(directory), prefix))
    try {
      await build(part)
      await rename(part, directory)
    } catch (error) {
      await rm(part, { recursive: true, force: true })
      if (!existsSync(directory)) throw error
    }
    return directory
  } finally {
    await release().catch(() => {})
  }
}

import { accessSync, chmodSync, constants, existsSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { canEnter, type ServerUser } from './server-user.ts'

/** Environment variable: where binaries, templates and the data of running servers are kept. */
const cacheVariable = 'MUXPOOL_SERVER_CACHE'

/**
 * A directory that this process can write to and the server's user can enter. Each server user has its own, as data
 * directories belong to one user. A repository below a home directory that only root can enter is no place for a
 * server of another user: then it is a directory of the system's temporary ones.
 */
export function cacheDirectory(user: ServerUser | null): string {
  const uid = user?.uid ?? process.getuid?.() ?? 0
  const given = process.env[cacheVariable]
  if (given !== undefined && given !== '') {
    const directory = join(resolve(given), `uid-${uid}`)
    const reason = unusable(directory, user)
    if (reason !== null) throw new Error(`${cacheVariable} is ${given}, but ${reason}`)
    return directory
  }
  const beside = join(workspace(), 'node_modules', '.cache', 'muxpool-servers', `uid-${uid}`)
  if (unusable(beside, user) === null) return beside
  const elsewhere = join(tmpdir(), `muxpool-servers-${process.getuid?.() ?? 0}`, `uid-${uid}`)
  const reason = unusable(elsewhere, user)
  if (reason !== null) throw new Error(`no place for servers: ${reason}; set ${cacheVariable}`)
  return elsewhere
}

function unusable(directory: string, user: ServerUser | null): string | null {
  try {
    makeEnterable(directory)
    accessSync(directory, constants.W_OK)
  } catch (error) {
    return `${directory} can't be written: ${(error as Error).message}`
  }
  // In a world-writable directory somebody else may have been there first and could swap what the server runs.
  const owner = lstatSync(directory).uid
  if (owner !== process.getuid?.() && owner !== 0) return `${directory} belongs to user ${owner}`
  return canEnter(user, directory) ? null : `user ${user?.name ?? 'of this process'} can't enter ${directory}`
}

/** Like mkdir -p, but all may enter what is made, whatever the umask. */
function makeEnterable(directory: string): void {
  const first = mkdirSync(directory, { recursive: true })
  if (first === undefined) return
  for (let at = directory; at.startsWith(first); at = dirname(at)) chmodSync(at, 0o755)
}

function workspace(): string {
  const source = dirname(fileURLToPath(import.meta.url))
  for (let at = source; at !== dirname(at); at = dirname(at)) {
    if (existsSync(join(at, 'pnpm-workspace.yaml'))) return at
  }
  return dirname(source)
}

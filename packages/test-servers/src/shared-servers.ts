import type { TestProject } from 'vitest/node'
import { ServerError } from './server-error.ts'
import { knownServers, type ServerKey } from './server-key.ts'
import type { SharedServer } from './vitest-context.ts'

interface Shareable {
  url(): string
  dispose(): Promise<void>
}

interface Shared {
  users: number
  readonly servers: Map<ServerKey, Promise<Shareable>>
}

/** Vitest loads a file of global setup once per project; all of them are to share the same servers. */
const place = Symbol.for('muxpool.test-servers.shared')
const global = globalThis as typeof globalThis & { [place]?: Shared }

/**
 * Starts servers for all projects of a run, or takes those that another project started, and provides them to the
 * tests. A server that can't be had is said aloud. Returns what gives them back: the last user's ends them.
 */
export async function shareServers(
  project: TestProject,
  starters: ReadonlyMap<ServerKey, () => Promise<Shareable>>,
): Promise<() => Promise<void>> {
  global[place] ??= { users: 0, servers: new Map() }
  const shared = global[place]
  shared.users++
  await Promise.all(
    [...starters].map(async ([key, start]) => {
      project.provide(`server of ${key}`, await outcome(startOnce(shared, key, start)))
    }),
  )
  return () => release(shared)
}

/** For setups that are pointless without a server; nothing of theirs may stay then. */
export async function insistOn(key: ServerKey, project: TestProject, release: () => Promise<void>): Promise<void> {
  const { missing } = project.getProvidedContext()[`server of ${key}`]
  if (missing === null) return
  await release()
  throw new ServerError(missing)
}

function startOnce(shared: Shared, key: ServerKey, start: () => Promise<Shareable>): Promise<Shareable> {
  const known = shared.servers.get(key)
  if (known !== undefined) return known
  const started = start()
  shared.servers.set(key, started)
  started.catch((error: Error) => warn(key, error))
  return started
}

function outcome(started: Promise<Shareable>): Promise<SharedServer> {
  return started.then(
    (server) => ({ url: server.url(), missing: null }),
    (error: Error) => ({ url: null, missing: error.message }),
  )
}

function warn(key: ServerKey, error: Error): void {
  const rule = '!'.repeat(100)
  console.error(`\n${rule}\n${knownServers[key].name} can't be had. Tests that need it will fail, or be left out`)
  console.error(`if MUXPOOL_ALLOW_MISSING=1.\n\n${error.message}\n${rule}\n`)
}

async function release(shared: Shared): Promise<void> {
  if (--shared.users > 0) return
  delete global[place]
  for (const server of await Promise.allSettled(shared.servers.values())) {
    if (server.status === 'fulfilled') await server.value.dispose()
  }
}

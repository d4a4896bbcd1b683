import { randomUUID } from 'node:crypto'
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildOnce } from './build-once.ts'
import { cacheDirectory } from './cache.ts'
import type { DataDirectory, Installation, ServerFamily } from './family.ts'
import { freePort } from './free-port.ts'
import { keeper } from './keeper.ts'
import { ManagedServer } from './managed-server.ts'
import { runCommand } from './run-command.ts'
import { type ServerUser, serverUser } from './server-user.ts'
import { sweep } from './sweep.ts'

/** Finds or fetches executables; what it fetches is kept in the cache, the directory that it is given. */
export type Installer = (cache: string) => Promise<Installation>

/** The same for each kind of server. */
export interface StartOptions {
  readonly settings?: Readonly<Record<string, string>> | undefined
  readonly files?: Readonly<Record<string, string>> | undefined
  readonly choosePort?: (() => Promise<number>) | undefined
}

/** A running server of a family, on a copy of a data directory that is initialised once per machine. */
export async function startManaged<Manner extends string>(
  family: ServerFamily<Manner>,
  install: Installer,
  { settings = {}, files = {}, choosePort = freePort }: StartOptions,
): Promise<ManagedServer<Manner>> {
  const user = serverUser()
  const cache = cacheDirectory(user)
  const running = join(cache, 'running')
  sweep(running)
  const installation = await install(cache)
  const template = await buildOnce(join(cache, 'templates', family.templateName(installation)), (into) =>
    initialise(family, installation, into, user),
  )
  const directory = join(running, `${family.name}-${randomUUID()}`)
  await keeper().own(directory)
  const data: DataDirectory = { directory: join(directory, 'data'), user }
  const fill = async (): Promise<void> => {
    await rm(data.directory, { recursive: true, force: true })
    await copyTemplate(template, data)
    for (const [name, content] of Object.entries(files)) await layFile(join(data.directory, name), content, user)
  }
  const server = new ManagedServer(family, installation, { directory, data }, settings, { fill, choosePort })
  try {
    await fill()
    await server.start()
    return server
  } catch (error) {
    await server.dispose()
    throw error
  }
}

async function initialise<Manner extends string>(
  family: ServerFamily<Manner>,
  installation: Installation,
  into: string,
  user: ServerUser | null,
): Promise<void> {
  const directory = join(into, 'data')
  await mkdir(directory, { mode: 0o700 })
  await give(directory, user)
  await give(into, user)
  await family.initialise(installation, { directory, user })
}

/** By cp, which can run as the server's user: then the files are its own. */
async function copyTemplate(template: string, { directory, user }: DataDirectory): Promise<void> {
  await mkdir(directory, { mode: 0o700 })
  await give(directory, user)
  await runCommand('/bin/cp', ['-Rp', `${join(template, 'data')}/.`, directory], { user })
}

async function layFile(path: string, content: string, user: ServerUser | null): Promise<void> {
  await writeFile(path, content)
  await chmod(path, 0o600)
  await give(path, user)
}

async function give(path: string, user: ServerUser | null): Promise<void> {
  if (user !== null) await chown(path, user.uid, user.gid)
}

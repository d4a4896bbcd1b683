import { randomUUID } from 'node:crypto'
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildOnce } from './build-once.ts'
import { cacheDirectory } from './cache.ts'
import type { DataDirectory, Installation, ServerFamily } from './family.ts'
import { freePort } from './free-port.ts'
import { given, givenPostgres } from './given-postgres.ts'
import { keeper } from './keeper.ts'
import { ManagedServer } from './managed-server.ts'
import { debianPostgres } from './postgres/debian-postgres.ts'
import { embeddedPostgres } from './postgres/embedded-postgres.ts'
import { postgresFamily, type StopManner } from './postgres/postgres-family.ts'
import type { PostgresOptions, PostgresServer, PostgresVersion } from './postgres-server.ts'
import { runCommand } from './run-command.ts'
import { type ServerUser, serverUser } from './server-user.ts'
import { sweep } from './sweep.ts'

type Installer = (cache: string) => Promise<Installation>

const installers: Readonly<Record<PostgresVersion, Installer>> = { 18: embeddedPostgres, 15: debianPostgres }

/**
 * Starts a PostgreSQL on a free port of 127.0.0.1; its superuser needs no password. It ends with dispose(), at the
 * latest with this process. Throws a ServerError that says what is missing where this version can't be had.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const { version = 18 } = options
  const url = given(version)
  return url === null ? startInstalled(installers[version], options) : givenPostgres(url, version, options)
}

/** The same with executables from elsewhere, and ports. */
export async function startInstalled(
  install: Installer,
  options: PostgresOptions,
  choosePort: () => Promise<number> = freePort,
): Promise<PostgresServer> {
  const { version = 18, settings = {}, superuser = 'postgres', hba = null, files = {} } = options
  const user = serverUser()
  const cache = cacheDirectory(user)
  const running = join(cache, 'running')
  sweep(running)
  const family = postgresFamily({ superuser, hba })
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
  } catch (error) {
    await server.dispose()
    throw error
  }
  return asPostgres(server, version, superuser)
}

async function initialise(
  family: ServerFamily<StopManner>,
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

function asPostgres(server: ManagedServer<StopManner>, version: number, user: string): PostgresServer {
  const database = 'postgres'
  return {
    host: server.host,
    port: server.port,
    user,
    database,
    version,
    controllable: true,
    log: server.log,
    url: (name = database) =>
      `postgres://${encodeURIComponent(user)}@${server.host}:${server.port}/${encodeURIComponent(name)}`,
    start: () => server.start(),
    stop: (manner) => server.stop(manner),
    restart: (settings) => server.restart(settings),
    kill: () => server.kill(),
    refill: () => server.refill(),
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    backends: () => server.backends(),
    processes: () => server.processes?.all().map(({ pid }) => pid) ?? [],
    dispose: () => server.dispose(),
  }
}

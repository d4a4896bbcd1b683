import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildOnce } from '../build-once.ts'
import { unpackDebianPackages, type WantedPackages } from '../debian/debian-packages.ts'
import { runByOwnLoader } from '../debian/own-loader.ts'
import type { Installation } from '../family.ts'
import { runCommand } from '../run-command.ts'
import { ServerError } from '../server-error.ts'

/** Where Debian's packages lay PostgreSQL 15. */
const place = 'usr/lib/postgresql/15/bin'

const wanted: WantedPackages = {
  suite: 'bookworm',
  packages: ['postgresql-15'],
  // Libraries only. The others are for the system's own clusters; llvm is for compiled queries (jit), which are off.
  needs: (name) => /^(lib|zlib)/.test(name) && !/perl|llvm|libz3|pam-modules|semanage|gdbm|libdb5/.test(name),
}

/** PostgreSQL 15: Debian's, if it is installed on this machine, else fetched from Debian 12. */
export async function debianPostgres(cache: string): Promise<Installation> {
  const installed = join('/', place)
  const complete = ['initdb', 'postgres'].every((name) => existsSync(join(installed, name)))
  return complete ? describe(installed) : fetchedPostgres(cache)
}

export async function fetchedPostgres(cache: string): Promise<Installation> {
  const directory = join(cache, 'debian-bookworm-postgresql-15')
  try {
    const root = await buildOnce(directory, async (into) => {
      await unpackDebianPackages(wanted, into)
      await runByOwnLoader(into, join(into, place))
    })
    return await describe(join(root, place))
  } catch (cause) {
    const remedy = 'Install the package postgresql-15, or give a running server by MUXPOOL_TEST_POSTGRES15_URL.'
    throw new ServerError(`PostgreSQL 15 is missing: ${(cause as Error).message}\n${remedy}`, { cause })
  }
}

async function describe(binaries: string): Promise<Installation> {
  const said = await runCommand(join(binaries, 'postgres'), ['--version'])
  return { version: /\d+\.\d+/.exec(said)?.[0] ?? '15', binaries }
}

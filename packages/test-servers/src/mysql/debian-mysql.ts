import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildOnce } from '../build-once.ts'
import { unpackDebianPackages, type WantedPackages } from '../debian/debian-packages.ts'
import { runByOwnLoader } from '../debian/own-loader.ts'
import type { Installation } from '../family.ts'
import type { MysqlFlavour } from '../mysql-server.ts'
import { runCommand } from '../run-command.ts'
import { ServerError } from '../server-error.ts'
import { knownServers } from '../server-key.ts'
import { mysqlPaths } from './mysql-paths.ts'

/** Where Debian's packages lay the servers. */
const place = 'usr/sbin'

/** Tests know how these behave. */
export const mysqlVersions: Readonly<Record<MysqlFlavour, string>> = { mysql: '9.7', mariadb: '10.11' }

/** Libraries only: the servers run without the tools of their packages, which need perl. */
const needs = (name: string): boolean => /^(lib|zlib)/.test(name) && !/perl|gdbm|gconv/.test(name)

const sources: Readonly<Record<MysqlFlavour, WantedPackages>> = {
  mysql: { suite: 'sid', packages: ['mysql-server-core'], needs },
  mariadb: { suite: 'bookworm', packages: ['mariadb-server-core', 'mariadb-server'], needs },
}

/**
 * MariaDB: the one installed on this machine, if it is of this version, else fetched from Debian. MySQL is always
 * fetched: installed by a package, AppArmor lets it have no data elsewhere.
 */
export async function debianMysql(flavour: MysqlFlavour, cache: string): Promise<Installation> {
  const installed = flavour === 'mariadb' ? await describe(flavour, join('/', place)).catch(() => null) : null
  return installed ?? fetchedMysql(flavour, cache)
}

export async function fetchedMysql(flavour: MysqlFlavour, cache: string): Promise<Installation> {
  const source = sources[flavour]
  const { name, variable } = knownServers[flavour]
  const directory = `debian-${source.suite}-${source.packages.at(-1)}-${mysqlVersions[flavour]}`
  try {
    const root = await buildOnce(join(cache, directory), async (into) => {
      await unpackDebianPackages(source, into)
      await runByOwnLoader(into, join(into, place))
      // Before it is kept: sid moves on.
      await describe(flavour, join(into, place))
    })
    return await describe(flavour, join(root, place))
  } catch (cause) {
    const remedy = `Give a running server by ${variable}.`
    throw new ServerError(`${name} ${mysqlVersions[flavour]} is missing: ${(cause as Error).message}\n${remedy}`, {
      cause,
    })
  }
}

async function describe(flavour: MysqlFlavour, binaries: string): Promise<Installation> {
  const { server } = mysqlPaths({ version: '', binaries }, flavour)
  if (!existsSync(server)) throw new ServerError(`${server} does not exist`)
  // 'mysqld  Ver 9.7.4-2 for Linux on x86_64 ((Debian))', 'mariadbd  Ver 10.11.18-MariaDB-0+deb12u1 for debian-linux-gnu …'
  const said = await runCommand(server, ['--no-defaults', '--version'])
  const version = /Ver (\d+\.\d+\.\d+)/.exec(said)?.[1] ?? ''
  const isRight =
    version.startsWith(`${mysqlVersions[flavour]}.`) && said.includes('MariaDB') === (flavour === 'mariadb')
  if (!isRight)
    throw new ServerError(`${server} is no ${knownServers[flavour].name} ${mysqlVersions[flavour]}: ${said.trim()}`)
  return { version, binaries }
}

import { givenMysql } from './given-mysql.ts'
import { given } from './given-server.ts'
import { debianMysql, mysqlVersions } from './mysql/debian-mysql.ts'
import { mysqlFamily } from './mysql/mysql-family.ts'
import type { MysqlOptions, MysqlServer } from './mysql-server.ts'
import { type Installer, startManaged } from './start-managed.ts'
import { controlOf } from './test-server.ts'

/**
 * Starts a MySQL or MariaDB on a free port of 127.0.0.1; root needs no password. It ends with dispose(), at the
 * latest with this process. Throws a ServerError that says what is missing where this flavour can't be had.
 */
export async function startMysql(options: MysqlOptions = {}): Promise<MysqlServer> {
  const { flavour = 'mysql' } = options
  const url = given(flavour)
  if (url !== null) return givenMysql(url, flavour, options)
  return startInstalledMysql((cache) => debianMysql(flavour, cache), options)
}

/** The same with executables from elsewhere, and ports. */
export async function startInstalledMysql(
  install: Installer,
  { flavour = 'mysql', settings, files }: MysqlOptions,
  choosePort?: () => Promise<number>,
): Promise<MysqlServer> {
  const server = await startManaged(mysqlFamily(flavour), install, { settings, files, choosePort })
  const user = 'root'
  const database = 'test'
  return {
    ...controlOf(server),
    user,
    database,
    flavour,
    version: mysqlVersions[flavour],
    url: (name = database) => `mysql://${user}@${server.host}:${server.port}/${encodeURIComponent(name)}`,
  }
}

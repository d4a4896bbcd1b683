import { createHash } from 'node:crypto'
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServerFamily } from '../family.ts'
import { plainEnvironment as env } from '../family.ts'
import type { MysqlFlavour } from '../mysql-server.ts'
import { runCommand } from '../run-command.ts'
import { mysqlPaths } from './mysql-paths.ts'
import { defaultSettings } from './mysql-settings.ts'

type Initialise = ServerFamily<never>['initialise']

/** Run once the system's own tables exist. */
const ownStatements: Readonly<Record<MysqlFlavour, readonly string[]>> = {
  mysql: ['create database test;'],
  // Debian's tables also know root from the name of the machine that they were made on.
  mariadb: ["delete from mysql.global_priv where User = 'root' and Host <> 'localhost';", 'create database test;'],
}

/** In the order of mariadb-install-db, which needs more packages than the server; without help texts and a database. */
const mariadbScripts: readonly string[] = [
  'mysql_system_tables.sql',
  'mysql_performance_tables.sql',
  'mysql_system_tables_data.sql',
  'maria_add_gis_sp_bootstrap.sql',
  'mysql_sys_schema.sql',
]

export const initialisers: Readonly<Record<MysqlFlavour, Initialise>> = {
  async mysql(installation, { directory, user }) {
    const { server, args } = mysqlPaths(installation, 'mysql')
    const statements = `${directory}.sql`
    await writeFile(statements, `${ownStatements.mysql.join('\n')}\n`)
    // The server's user reads it, whatever the umask.
    await chmod(statements, 0o644)
    const order = ['--initialize-insecure', `--init-file=${statements}`, `--datadir=${directory}`]
    await runCommand(server, ['--no-defaults', ...args, ...asOptions('mysql'), ...order], { user, env })
    // Each copy of the directory is to make an identity of its own.
    await rm(join(directory, 'auto.cnf'), { force: true })
  },

  async mariadb(installation, { directory, user }) {
    const { server, share, args } = mysqlPaths(installation, 'mariadb')
    const scripts = await Promise.all(mariadbScripts.map((name) => readFile(join(share, name), 'utf8')))
    const input = [
      'create database if not exists mysql;',
      'use mysql;',
      'set @auth_root_socket = null;',
      ...scripts,
      ...ownStatements.mariadb,
      '',
    ].join('\n')
    // As mariadb-install-db: the scripts name their engines, and hold a line longer than the default allows.
    const order = ['--bootstrap', '--enforce-storage-engine=', '--max-allowed-packet=8M', `--datadir=${directory}`]
    await runCommand(server, ['--no-defaults', ...args, ...asOptions('mariadb'), ...order], { user, env, input })
  },
}

/** Part of a template's name: what it was made by. */
export function recipe(flavour: MysqlFlavour): string {
  const all = JSON.stringify([ownStatements[flavour], mariadbScripts, defaultSettings[flavour]])
  return createHash('sha256').update(all).digest('hex').slice(0, 12)
}

function asOptions(flavour: MysqlFlavour): string[] {
  return Object.entries(defaultSettings[flavour]).map(([name, value]) => `--${name.replaceAll('_', '-')}=${value}`)
}

import { join } from 'node:path'
import type { Installation } from '../family.ts'
import type { MysqlFlavour } from '../mysql-server.ts'

const executables: Readonly<Record<MysqlFlavour, string>> = { mysql: 'mysqld', mariadb: 'mariadbd' }

/** Where Debian's packages lay a server, from the directory of its executable: `usr/sbin`. */
export function mysqlPaths(
  { binaries }: Installation,
  flavour: MysqlFlavour,
): { readonly server: string; readonly share: string; readonly args: readonly string[] } {
  const base = join(binaries, '..')
  const share = join(base, 'share', 'mysql')
  return {
    server: join(binaries, executables[flavour]),
    share,
    args: [
      `--basedir=${base}`,
      `--lc-messages-dir=${share}`,
      `--character-sets-dir=${join(share, 'charsets')}`,
      `--plugin-dir=${join(base, 'lib', 'mysql', 'plugin')}`,
    ],
  }
}

import type { TestProject } from 'vitest/node'
import { given } from './given-server.ts'
import type { MysqlFlavour } from './mysql-server.ts'
import { shareServers } from './shared-servers.ts'
import { startMysql } from './start-mysql.ts'

/** Enough for many test files at once. Locks are seen in performance_schema, which MariaDB has off by default. */
const settings: Readonly<Record<MysqlFlavour, Readonly<Record<string, string>>>> = {
  mysql: { max_connections: '200' },
  mariadb: {
    max_connections: '200',
    performance_schema: 'ON',
    performance_schema_instrument: 'wait/lock/metadata/sql/mdl=ON',
  },
}

/** The same as vitest-global.ts for one MySQL and one MariaDB; a project may have both setups. */
export default function setup(project: TestProject): Promise<() => Promise<void>> {
  return shareServers(
    project,
    new Map((['mysql', 'mariadb'] as const).map((flavour) => [flavour, () => start(flavour)])),
  )
}

function start(flavour: MysqlFlavour): ReturnType<typeof startMysql> {
  return startMysql({ flavour, ...(given(flavour) === null ? { settings: settings[flavour] } : {}) })
}

import type { MysqlFlavour } from './mysql-server.ts'
import type { PostgresVersion } from './postgres-server.ts'

/** Names a server that tests can have: a major version of PostgreSQL, or the flavour of MySQL. */
export type ServerKey = PostgresVersion | MysqlFlavour

interface KnownServer {
  /** For messages. */
  readonly name: string
  /** Environment variable that names a running server to use instead of one of our own. */
  readonly variable: string
}

export const knownServers: Readonly<Record<ServerKey, KnownServer>> = {
  18: { name: 'PostgreSQL 18', variable: 'MUXPOOL_TEST_POSTGRES18_URL' },
  15: { name: 'PostgreSQL 15', variable: 'MUXPOOL_TEST_POSTGRES15_URL' },
  mysql: { name: 'MySQL', variable: 'MUXPOOL_TEST_MYSQL_URL' },
  mariadb: { name: 'MariaDB', variable: 'MUXPOOL_TEST_MARIADB_URL' },
}

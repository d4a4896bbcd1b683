import type { MysqlStopManner } from './mysql/mysql-family.ts'
import type { TestServer } from './test-server.ts'

/** MySQL 9.7, or MariaDB 10.11. */
export type MysqlFlavour = 'mysql' | 'mariadb'

export interface MysqlOptions {
  /** Default 'mysql'. */
  readonly flavour?: MysqlFlavour
  /** Lines of the option file; SET PERSIST goes over them. */
  readonly settings?: Readonly<Record<string, string>>
  /** Files to lay into the data directory, by name, readable by the server only: certificates and keys. */
  readonly files?: Readonly<Record<string, string>>
}

/**
 * Its user is root, without a password and from this machine only; its default database is 'test', empty. backends()
 * are inode numbers of the sockets that the server holds to clients. It closes the socket of a client that leaves a
 * moment before it frees the client's place among max_connections: Threads_connected tells the places.
 */
export interface MysqlServer extends TestServer<MysqlStopManner> {
  readonly flavour: MysqlFlavour
  /** Two numbers, '9.7' or '10.11'. */
  readonly version: string
}

import type { StopManner } from './postgres/postgres-family.ts'
import type { TestServer } from './test-server.ts'

export type PostgresVersion = 18 | 15

export interface PostgresOptions {
  /** Default 18. */
  readonly version?: PostgresVersion
  /** Lines of postgresql.conf; ALTER SYSTEM goes over them. */
  readonly settings?: Readonly<Record<string, string>>
  /** Default 'postgres'. */
  readonly superuser?: string
  /** Lines of pg_hba.conf. Default: everyone on this machine, without a password. */
  readonly hba?: readonly string[]
  /** Files to lay into the data directory, by name, readable by the server only: certificates and keys. */
  readonly files?: Readonly<Record<string, string>>
}

/** Its default database is 'postgres'; backends() are the ids of the processes that serve clients. */
export interface PostgresServer extends TestServer<StopManner> {
  /** Major version. */
  readonly version: number
}

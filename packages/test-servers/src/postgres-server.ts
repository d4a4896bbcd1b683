import type { StopManner } from './postgres/postgres-family.ts'

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

export interface PostgresServer {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  /** Major version. */
  readonly version: number
  /** False for a server given by an environment variable: it can't be stopped, frozen, or asked for its processes. */
  readonly controllable: boolean
  /** File to which the server writes its log; null if it is given. */
  readonly log: string | null
  /** Connection string; default database 'postgres'. */
  url(database?: string): string
  /** Again after stop, on the same port with the same data. */
  start(): Promise<void>
  /** Default 'fast': ends sessions, keeps what was committed. */
  stop(manner?: StopManner): Promise<void>
  /** Stops fast and starts with these settings in addition to those it had. */
  restart(settings?: Readonly<Record<string, string>>): Promise<void>
  /** SIGKILL to all its processes. The next start recovers from the log, but with fsync off only this process's data. */
  kill(): Promise<void>
  /** Throws all data away; same port and settings, running again if it ran. */
  refill(): Promise<void>
  /** Stops all its processes where they are (SIGSTOP): the kernel still accepts connections, nobody answers. */
  freeze(): void
  thaw(): void
  /** Ids of the processes that serve clients. */
  backends(): number[]
  /** Ids of all its processes. */
  processes(): number[]
  /** Stops it and removes the data. */
  dispose(): Promise<void>
}

import { type MysqlFlavour, type PostgresVersion, startMysql, startPostgres, type TestServer } from '../src/index.ts'
import { debianMysql } from '../src/mysql/debian-mysql.ts'
import { debianPostgres } from '../src/postgres/debian-postgres.ts'
import { embeddedPostgres } from '../src/postgres/embedded-postgres.ts'
import { knownServers, type ServerKey } from '../src/server-key.ts'
import { startInstalledMysql } from '../src/start-mysql.ts'
import { startInstalled } from '../src/start-postgres.ts'

type Settings = Readonly<Record<string, string>>
type AnyServer = TestServer<'fast' | 'immediate'>

/** What differs between the servers for the tests of what they have in common. */
export interface Subject {
  readonly key: ServerKey
  readonly name: string
  start(options?: { readonly settings?: Settings }): Promise<AnyServer>
  /** On a port of this function's choice. */
  startOn(choosePort: () => Promise<number>): Promise<AnyServer>
  readonly version: number | string
  /** Its version as it says itself. */
  readonly versionQuery: string
  /** Statement, and what it answers on a server with default settings. */
  readonly facts: readonly (readonly [query: string, answer: unknown])[]
  readonly maxConnections: { readonly query: string; answer(setting: number): unknown }
  /** Settings for a restart, and what they are seen by. */
  readonly setting: { readonly settings: Settings; readonly query: string; readonly answer: unknown }
  /** Goes over that setting; null where the server knows no such thing. */
  readonly persist: { readonly statement: string; readonly answer: unknown } | null
  readonly refused: { readonly settings: Settings; readonly says: RegExp }
  /** What makes a user without password; how many of those get in beside one superuser; the error of the next. */
  readonly full: {
    readonly settings: Settings
    readonly plainUser: readonly string[]
    readonly room: number
    readonly error: Readonly<Record<string, unknown>>
  }
  /** Port of the client as the server sees it. */
  readonly clientPort: string
  readonly leastProcesses: number
}

function postgres(version: PostgresVersion): Subject {
  return {
    key: version,
    name: knownServers[version].name,
    start: (options = {}) => startPostgres({ version, ...options }),
    startOn: (choosePort) =>
      startInstalled(version === 18 ? embeddedPostgres : debianPostgres, { version }, choosePort),
    version,
    versionQuery: "select split_part(current_setting('server_version'), '.', 1)::int",
    facts: [
      ['show fsync', 'off'],
      ['show server_encoding', 'UTF8'],
      ['show listen_addresses', '127.0.0.1'],
      ['show unix_socket_directories', ''],
      ["select '2026-07-01 12:00+00'::timestamptz at time zone 'Europe/Berlin' = timestamp '2026-07-01 14:00'", true],
    ],
    maxConnections: { query: 'show max_connections', answer: String },
    setting: { settings: { work_mem: '7MB' }, query: 'show work_mem', answer: '7MB' },
    persist: { statement: "alter system set work_mem = '9MB'", answer: '9MB' },
    refused: { settings: { work_mem: 'a lot' }, says: /invalid value for parameter "work_mem"/ },
    full: {
      settings: { max_connections: '12', superuser_reserved_connections: '3' },
      plainUser: ['create role plain login'],
      room: 8,
      error: { code: '53300' },
    },
    clientPort: 'select inet_client_port()',
    leastProcesses: 4,
  }
}

function mysql(flavour: MysqlFlavour, version: string): Subject {
  return {
    key: flavour,
    name: knownServers[flavour].name,
    start: (options = {}) => startMysql({ flavour, ...options }),
    startOn: (choosePort) => startInstalledMysql((cache) => debianMysql(flavour, cache), { flavour }, choosePort),
    version,
    versionQuery: "select substring_index(version(), '.', 2)",
    facts: [
      ['select @@innodb_flush_method', 'nosync'],
      ['select @@bind_address', '127.0.0.1'],
      ['select @@socket', ''],
      ['select @@log_bin', 0],
      ['select @@local_infile', 1],
      ['select @@system_time_zone', 'UTC'],
      ['select @@default_storage_engine', 'InnoDB'],
      ['select current_user()', 'root@localhost'],
      // Nobody else may get in without a password, nameless users least of all: they go before named ones.
      ["select group_concat(user) from mysql.user where user not like 'mysql.%' and user <> 'mariadb.sys'", 'root'],
      ["select count(*) from information_schema.tables where table_schema = 'test'", 0],
      [`select version() like '%MariaDB%'`, flavour === 'mariadb' ? 1 : 0],
    ],
    maxConnections: { query: 'select @@max_connections', answer: Number },
    setting: { settings: { sort_buffer_size: '300K' }, query: 'select @@sort_buffer_size', answer: 307_200 },
    persist: flavour === 'mysql' ? { statement: 'set persist sort_buffer_size = 400000', answer: 400_000 } : null,
    refused: { settings: { nonsense: 'much' }, says: /unknown variable 'nonsense=much'/ },
    full: {
      // Not less: MariaDB takes 10 for it.
      settings: { max_connections: '12' },
      plainUser: ['create user plain', 'grant all on test.* to plain'],
      room: 11,
      error: { errno: 1040 },
    },
    clientPort: `select cast(substring_index(host, ':', -1) as signed) from information_schema.processlist where id = connection_id()`,
    leastProcesses: 1,
  }
}

export const subjects: readonly Subject[] = [
  postgres(18),
  postgres(15),
  mysql('mysql', '9.7'),
  mysql('mariadb', '10.11'),
]

/** One of each kind, for what takes long and does not depend on a version. */
export const kinds: readonly Subject[] = subjects.filter(({ key }) => key !== 15)

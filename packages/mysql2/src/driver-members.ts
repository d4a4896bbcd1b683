import type { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import type { Mysql2PoolCluster, Mysql2PromiseCluster } from './driver-cluster-members.ts'

/**
 * Every member of mysql2 that muxpool touches and that its own types do not declare, or declare otherwise.
 * Verified on mysql2 3.24.5; test/driver-members.test.ts names what a newer version changed.
 */

export interface Mysql2Socket extends Duplex {
  readonly remoteAddress?: string
  readonly remotePort?: number
  ref?(): void
  unref?(): void
}

/** One packet of the protocol. The parser uses one object for all of them: what is kept must be cloned. */
export interface Mysql2Packet {
  readonly sequenceId: number
  /** More than one for a payload of 16 MB and beyond. */
  numPackets: number
  readonly buffer: Buffer
  readonly start: number
  readonly end: number
  clone(): Mysql2Packet
  asError(encoding: string): ServerError
}

/** What a server says against a statement, as mysql2 makes it. */
export interface ServerError extends Error {
  code?: string
  errno?: number
  sqlState?: string
  sql?: string | undefined
  fatal?: boolean
}

export interface OutgoingPacket {
  length(): number
  writeHeader(sequenceId: number): void
  readonly buffer: Buffer
}

/** A command of the driver, or something that behaves like one. */
export interface CommandLike {
  /** @param packet none for the start. True: the command has ended. */
  execute(packet: Mysql2Packet | undefined, connection: Mysql2Connection): boolean
  onResult?: ((...answer: unknown[]) => void) | undefined
}

/** `Query`, `Execute`, `Prepare`, `Ping` … as their constructors make them. */
export interface Mysql2Command extends CommandLike, EventEmitter {
  /** private: the next step of the state machine; null before the start. */
  next: unknown
  sql?: string
  query?: string
  values?: unknown
  /** Undefined: as the configuration says. */
  namedPlaceholders?: unknown
  /** Milliseconds; the driver only stops to listen. */
  timeout?: number | undefined
  /** private: where a stream's back-pressure goes. */
  _connection?: Mysql2Connection | null
  /** private: the file that LOAD DATA LOCAL sends. */
  _localStream?: { destroy?(error?: Error): unknown } | null
  _streamFactory?: ((path: string) => unknown) | undefined
  /** `Prepare` and its statement. */
  options?: StatementOptions
  /** `ChangeUser`: the configuration that it writes into. */
  currentConfig?: Mysql2Config
  /** private: what the caller gave a `Query`, or an `Execute`. */
  readonly _queryOptions?: { readonly signal?: AbortSignal; readonly sql?: unknown; readonly typeCast?: unknown }
  readonly _executeOptions?: { readonly signal?: AbortSignal }
  /** `Execute`: what it runs, once it is prepared. */
  statement?: PreparedInfo | undefined
}

/** `PreparedStatementInfo`, as prepare() hands it out. Its class is not exported. */
export interface PreparedInfo {
  readonly id: number
  readonly query: string
  /** private: where `execute` and `close` send their commands. */
  readonly _connection: { addCommand(command: CommandLike): unknown }
}

export interface StatementOptions {
  readonly sql: string
  readonly values?: unknown
  readonly nestTables?: unknown
  readonly rowsAsArray?: unknown
}

export interface PreparedStatement {
  readonly id: number
}

/** private: `_statements`, where the driver looks for what it has prepared. */
export interface StatementCache {
  get(key: string): PreparedStatement | undefined
  set(key: string, statement: PreparedStatement): void
  delete(key: string): boolean
  clear(): void
}

export interface Mysql2Config {
  stream: unknown
  charsetNumber: number
  clientFlags: number
  readonly typeCast?: unknown
}

/** What a pool keeps of its options for its connections; each of them has a copy of its own. */
export interface Mysql2ConnectionConfig extends Mysql2Config {
  readonly host: string
  readonly port: number
  readonly socketPath?: string | undefined
  readonly database?: string | undefined
  readonly gracefulEnd: boolean
  readonly maxPreparedStatements: number
  readonly [name: string]: unknown
}

/** `pool.config`. Its class is not exported. */
export interface Mysql2PoolConfig {
  readonly connectionConfig: Mysql2ConnectionConfig
  readonly waitForConnections: boolean
  /** Read each time a connection may be opened; 0 is no limit. */
  readonly connectionLimit: number
  readonly queueLimit: number
}

export interface Mysql2PoolBase extends EventEmitter {
  readonly config: Mysql2PoolConfig
  /** private: nothing is handed out any more. */
  _closed: boolean
  query(sql: unknown, values?: unknown, callback?: unknown): Mysql2Command
  execute(sql: unknown, values?: unknown, callback?: unknown): void
}

/** A connection of a pool, as callers have it in their hands. */
export interface Mysql2PoolConnection extends EventEmitter {
  query(sql: unknown, values?: unknown, callback?: unknown): Mysql2Command
  execute(sql: unknown, values?: unknown, callback?: unknown): Mysql2Command
  changeUser(options: unknown, callback?: unknown): Mysql2Command
  end(callback?: () => void): unknown
  promise(): unknown
}

export interface Mysql2Connection extends EventEmitter {
  readonly config: Mysql2Config
  readonly threadId: number | null
  /** The raw socket, or the one of TLS around it. */
  readonly stream: Mysql2Socket
  /** What errors and column names are decoded by. */
  clientEncoding: string
  sequenceId: number
  /** private: by what the server called itself. */
  readonly _isMariaDB: boolean
  readonly _paused: boolean
  readonly _handshakePacket: unknown
  readonly _paused_packets: { push(packet: Mysql2Packet | undefined): void }
  readonly _command: CommandLike | null | undefined
  _statements: StatementCache
  addCommand(command: CommandLike): unknown
  handlePacket(packet?: Mysql2Packet): void
  writePacket(packet: OutgoingPacket): void
  write(buffer: Buffer): void
  _resetSequenceId(): void
  pause(): void
  resume(): void
  end(): unknown
}

type CommandConstructor = new (options: StatementOptions, callback?: unknown) => Mysql2Command

/** What muxpool takes from the module object of mysql2. */
export interface Mysql2Module {
  readonly Connection: (new (options: {
    readonly config: Mysql2Config
  }) => Mysql2Connection) & {
    statementKey(options: StatementOptions): string
    createQuery(sql: unknown, values: unknown, callback: unknown, config: Mysql2ConnectionConfig): Mysql2Command
    readonly prototype: Mysql2Connection
  }
  readonly ConnectionConfig: (new (
    options: object,
  ) => Mysql2ConnectionConfig) & {
    parseUrl(url: string): { readonly [name: string]: unknown }
  }
  readonly Pool: new (options: { readonly config: Mysql2PoolConfig }) => Mysql2PoolBase
  readonly PoolConnection: { readonly prototype: Mysql2PoolConnection }
  readonly PoolCluster: new (options?: object) => Mysql2PoolCluster
  createPool(options: object): Mysql2PoolBase
  createPoolClusterPromise(): Mysql2PromiseCluster
}

/** Classes that mysql2 does not export. */
export type CommandClasses = Readonly<
  Record<'Query' | 'Prepare' | 'Execute' | 'Ping' | 'ResetConnection' | 'ChangeUser', CommandConstructor>
>

import { ErrorCode, MuxError, errorTable } from "@muxpool/core";
import { ControlRows, ControlStatement, Driver, Engine, OpContext, Pin, PinReport, PoolEvents, PoolOptions as PoolOptions$1, PoolSnapshot, Settled, Ticket, TxStatus, WireSink } from "@muxpool/core/adapter";
import { EventEmitter } from "node:events";
import { Duplex } from "node:stream";
import { AsyncResource } from "node:async_hooks";
import * as promises from "mysql2/promise";
import * as mysql2 from "mysql2";
import { PoolClusterOptions as PoolClusterOptions$1 } from "mysql2";

/** A node of a cluster. */
interface Mysql2ClusterNode {
  readonly id: string;
  pool: object;
}
interface Mysql2PoolCluster extends EventEmitter {
  /** private: the nodes by their id. */
  readonly _nodes: {
    readonly [id: string]: Mysql2ClusterNode;
  };
  add(id: unknown, config?: object): void;
}
/** The cluster's face with promises. Its class is not exported. */
interface Mysql2PromiseCluster extends EventEmitter {
  readonly poolCluster: Mysql2PoolCluster;
}
/**
* Every member of mysql2 that muxpool touches and that its own types do not declare, or declare otherwise.
* Verified on mysql2 3.24.5; test/driver-members.test.ts names what a newer version changed.
*/
interface Mysql2Socket extends Duplex {
  readonly remoteAddress?: string;
  readonly remotePort?: number;
  ref?(): void;
  unref?(): void;
}
/** One packet of the protocol. The parser uses one object for all of them: what is kept must be cloned. */
interface Mysql2Packet {
  readonly sequenceId: number;
  /** More than one for a payload of 16 MB and beyond. */
  numPackets: number;
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
  clone(): Mysql2Packet;
  asError(encoding: string): ServerError;
}
/** What a server says against a statement, as mysql2 makes it. */
interface ServerError extends Error {
  code?: string;
  errno?: number;
  sqlState?: string;
  sql?: string | undefined;
  fatal?: boolean;
}
interface OutgoingPacket {
  length(): number;
  writeHeader(sequenceId: number): void;
  readonly buffer: Buffer;
}
/** A command of the driver, or something that behaves like one. */
interface CommandLike {
  /** @param packet none for the start. True: the command has ended. */
  execute(packet: Mysql2Packet | undefined, connection: Mysql2Connection): boolean;
  onResult?: ((...answer: unknown[]) => void) | undefined;
}
/** `Query`, `Execute`, `Prepare`, `Ping` … as their constructors make them. */
interface Mysql2Command extends CommandLike, EventEmitter {
  /** private: the next step of the state machine; null before the start. */
  next: unknown;
  sql?: string;
  query?: string;
  values?: unknown;
  /** Undefined: as the configuration says. */
  namedPlaceholders?: unknown;
  /** Milliseconds; the driver only stops to listen. */
  timeout?: number | undefined;
  /** private: where a stream's back-pressure goes. */
  _connection?: Mysql2Connection | null;
  /** private: the file that LOAD DATA LOCAL sends. */
  _localStream?: {
    destroy?(error?: Error): unknown;
  } | null;
  _streamFactory?: ((path: string) => unknown) | undefined;
  /** `Prepare` and its statement. */
  options?: StatementOptions;
  /** `ChangeUser`: the configuration that it writes into. */
  currentConfig?: Mysql2Config;
  /** private: what the caller gave a `Query`, or an `Execute`. */
  readonly _queryOptions?: {
    readonly signal?: AbortSignal;
    readonly sql?: unknown;
    readonly typeCast?: unknown;
  };
  readonly _executeOptions?: {
    readonly signal?: AbortSignal;
  };
  /** `Execute`: what it runs, once it is prepared. */
  statement?: PreparedInfo | undefined;
}
/** `PreparedStatementInfo`, as prepare() hands it out. Its class is not exported. */
interface PreparedInfo {
  readonly id: number;
  readonly query: string;
  /** private: where `execute` and `close` send their commands. */
  readonly _connection: {
    addCommand(command: CommandLike): unknown;
  };
}
interface StatementOptions {
  readonly sql: string;
  readonly values?: unknown;
  readonly nestTables?: unknown;
  readonly rowsAsArray?: unknown;
}
interface PreparedStatement {
  readonly id: number;
}
/** private: `_statements`, where the driver looks for what it has prepared. */
interface StatementCache {
  get(key: string): PreparedStatement | undefined;
  set(key: string, statement: PreparedStatement): void;
  delete(key: string): boolean;
  clear(): void;
}
interface Mysql2Config {
  stream: unknown;
  charsetNumber: number;
  clientFlags: number;
  readonly typeCast?: unknown;
}
/** What a pool keeps of its options for its connections; each of them has a copy of its own. */
interface Mysql2ConnectionConfig extends Mysql2Config {
  readonly host: string;
  readonly port: number;
  readonly socketPath?: string | undefined;
  readonly database?: string | undefined;
  readonly gracefulEnd: boolean;
  readonly maxPreparedStatements: number;
  readonly [name: string]: unknown;
}
/** `pool.config`. Its class is not exported. */
interface Mysql2PoolConfig {
  readonly connectionConfig: Mysql2ConnectionConfig;
  readonly waitForConnections: boolean;
  /** Read each time a connection may be opened; 0 is no limit. */
  readonly connectionLimit: number;
  readonly queueLimit: number;
}
interface Mysql2PoolBase extends EventEmitter {
  readonly config: Mysql2PoolConfig;
  /** private: nothing is handed out any more. */
  _closed: boolean;
  query(sql: unknown, values?: unknown, callback?: unknown): Mysql2Command;
  execute(sql: unknown, values?: unknown, callback?: unknown): void;
}
/** A connection of a pool, as callers have it in their hands. */
interface Mysql2PoolConnection extends EventEmitter {
  query(sql: unknown, values?: unknown, callback?: unknown): Mysql2Command;
  execute(sql: unknown, values?: unknown, callback?: unknown): Mysql2Command;
  changeUser(options: unknown, callback?: unknown): Mysql2Command;
  end(callback?: () => void): unknown;
  promise(): unknown;
}
interface Mysql2Connection extends EventEmitter {
  readonly config: Mysql2Config;
  readonly threadId: number | null;
  /** The raw socket, or the one of TLS around it. */
  readonly stream: Mysql2Socket;
  /** What errors and column names are decoded by. */
  clientEncoding: string;
  sequenceId: number;
  /** private: by what the server called itself. */
  readonly _isMariaDB: boolean;
  readonly _paused: boolean;
  readonly _handshakePacket: unknown;
  readonly _paused_packets: {
    push(packet: Mysql2Packet | undefined): void;
  };
  readonly _command: CommandLike | null | undefined;
  _statements: StatementCache;
  addCommand(command: CommandLike): unknown;
  handlePacket(packet?: Mysql2Packet): void;
  writePacket(packet: OutgoingPacket): void;
  write(buffer: Buffer): void;
  _resetSequenceId(): void;
  pause(): void;
  resume(): void;
  end(): unknown;
}
/** What muxpool takes from the module object of mysql2. */
interface Mysql2Module {
  readonly Connection: (new (options: {
    readonly config: Mysql2Config;
  }) => Mysql2Connection) & {
    statementKey(options: StatementOptions): string;
    createQuery(sql: unknown, values: unknown, callback: unknown, config: Mysql2ConnectionConfig): Mysql2Command;
    readonly prototype: Mysql2Connection;
  };
  readonly ConnectionConfig: (new (options: object) => Mysql2ConnectionConfig) & {
    parseUrl(url: string): {
      readonly [name: string]: unknown;
    };
  };
  readonly Pool: new (options: {
    readonly config: Mysql2PoolConfig;
  }) => Mysql2PoolBase;
  readonly PoolConnection: {
    readonly prototype: Mysql2PoolConnection;
  };
  readonly PoolCluster: new (options?: object) => Mysql2PoolCluster;
  createPool(options: object): Mysql2PoolBase;
  createPoolClusterPromise(): Mysql2PromiseCluster;
}
/** What runs on each new connection before any session has it, in this order. */
interface ConnectionHooks {
  readonly initQuery: readonly string[];
  /** Awaited; its rejection closes the connection. */
  readonly onConnect: ((connection: Mysql2Connection) => unknown) | null;
  /** Emits the pool's `connection` event. */
  readonly announce: (connection: Mysql2Connection) => void;
}
interface Place {
  readonly host: string;
  readonly port: number;
}
/** What an OK packet says of the session, beside its result. */
interface SessionReport {
  /** System variables that were set, in order. */
  readonly variables: readonly (readonly [name: string, value: string])[];
  readonly schema: string | null;
  /** Something that no variable shows: user variable, temporary table, SQL-prepared statement. */
  readonly changed: boolean;
  /** The statements that would start the transaction anew; '' is none. */
  readonly characteristics: string | null;
  /** Eight letters, of which the last is L while LOCK TABLES holds. */
  readonly transaction: string | null;
}
/** What one connection's server has reported of the session's state since the connection was as new. */
declare class SessionReports {
  #private;
  constructor(tell: (name: string, value: string) => void);
  static changesMeaning({
    variables,
    schema
  }: SessionReport): boolean;
  /** Variables that may differ from those of a new connection. */
  get names(): readonly string[];
  take({
    variables,
    schema,
    changed,
    characteristics,
    transaction
  }: SessionReport): void;
  /** The connection is as new, and its reports are on. */
  clear(): void;
}
/**
* How an answer looks: results (of which there may be several), what a prepared statement is made of, one packet, or
* the packets of an authentication.
*/
type ReplyShape = "results" | "prepared" | "single" | "login";
/**
* What one session has prepared, by the driver's keys, as a private connection would remember it. A statement means
* what it meant when it was prepared: its tables are those of the schema of that time.
*/
declare class SessionStatements {
  #private;
  /** @param most as the driver's `maxPreparedStatements`. */
  constructor(most: number);
  has(key: string): boolean;
  remember(key: string, {
    sql,
    nestTables,
    rowsAsArray
  }: StatementOptions): void;
  /** As `unprepare`: the next use prepares anew. */
  forget(key: string): void;
  forgetAll(): void;
  get all(): readonly (readonly [key: string, options: StatementOptions])[];
}
/** What a carrier takes down a connection: a caller's statement, or one of the pool's own. */
interface Cargo {
  /** How many commands make it: Execute comes behind its Prepare. */
  readonly steps: number;
  commandAt(step: number): CommandLike;
  shapeAt(step: number): ReplyShape;
  readonly context: AsyncResource;
  /** To read its answer runs code of the caller's, in his context: how values are cast, where a file comes from. */
  readonly callsBack: boolean;
  /** What the driver itself said against it, before anything was sent. */
  readonly refusal: Error | null;
  driverRefuses(error: Error): void;
  /** The connection is chosen: from now until it is told, no answer of the driver reaches the caller. */
  goesTo(connection: Mysql2Connection): void;
  /** Everything of it has been answered. */
  reachBoundary(): void;
  /** What the server said against it, for the driver's own command to tell. */
  serverRefuses(packet: Mysql2Packet, connection: Mysql2Connection): ServerError;
  /** Core has moved: now the caller may hear. Success is told by the driver. */
  tell(error: Error | null, connection: Mysql2Connection): void;
}
interface MysqlTicket extends Ticket, Cargo {
  /** What the session has prepared. */
  readonly statements: SessionStatements;
  /** It leaves the connection with somebody else's identity. */
  readonly changesUser: boolean;
}
/**
* What one connection has prepared, in the order of use, in the place where the driver looks for it. A statement is bound
* to the schema, sql_mode and character sets of its Prepare: once a session may have changed those, it sees its own only.
*/
declare class KeptStatements implements StatementCache {
  #private;
  constructor(connection: Mysql2Connection);
  get owner(): SessionStatements | null;
  get(key: string): PreparedStatement | undefined;
  /** The driver has prepared a statement: nothing is under way, so that others can be closed at once. */
  set(key: string, statement: PreparedStatement): void;
  delete(key: string): boolean;
  /** The server has dropped them all. */
  clear(): void;
  /** Closes all but those of the owner. False: there are none. */
  makeRoom(): boolean;
  /**
  * From now on the connection's statements are those of one session. The state of the connection is still the one in
  * which they were prepared.
  * @returns what the session has prepared, and the connection has not.
  */
  claim(session: SessionStatements, forget: boolean): readonly StatementOptions[];
}
/** The driver's connection, which says what it has written and refuses what it can't place. */
interface WireConnection extends Mysql2Connection {
  readonly kept: KeptStatements;
  /** How many packets were written since the socket was opened. */
  readonly written: number;
  /** Called for a packet that can't belong to what runs; nothing behind it proves anything. */
  unreadable: (error: Error) => void;
  /** Called for an end of rows that tells of the session, before it is acted upon. */
  told: (report: SessionReport) => unknown;
  /** Whether a transaction is open, as far as was told. */
  isInTransaction: () => boolean;
  /** What is written while an answer is read waits until all is read. Not while it logs in: TLS puts another socket there. */
  writesBehindReads: boolean;
}
/**
* One physical connection as the wire shows it. The transaction state comes from the flags of OK and EOF packets and
* from nothing else; an error packet has none.
*/
declare class MysqlWire {
  #private;
  readonly connection: WireConnection;
  readonly reports: SessionReports;
  /** A session has made it somebody else's. */
  strange: boolean;
  constructor(connection: WireConnection, sink: WireSink);
  get tx(): TxStatus;
  get owed(): number;
  get usable(): boolean;
  /** Where it really leads, while it is there. */
  get place(): Place | null;
  get gone(): boolean;
  get job(): unknown;
  /** Calls back at the next boundary. */
  whenIdle(listener: () => void): void;
  run(ticket: MysqlTicket, settled: Settled<MysqlTicket>): boolean;
  /** Resolves at the boundary; rejects with what the server said, or with the loss of the connection. */
  control<C extends Cargo>(cargo: C): Promise<C>;
  /** Says good-bye behind what runs; the server ends the socket. */
  leave(): void;
  /** Cuts the wire; what was owed is told that the connection was ended on purpose. */
  destroy(): void;
  fail(error: Error): void;
  get fault(): Error | null;
  /** Calls back when the socket is gone; at once when it is. */
  whenGone(listener: () => void): void;
  hold(yes: boolean): void;
}
interface ConnectorParts {
  readonly mysql2: Mysql2Module;
  readonly hooks: ConnectionHooks;
  /** The driver's options, made anew for each connection; `password` may be a function, which is asked each time. */
  readonly config: () => ConnectionOptions | Promise<ConnectionOptions>;
}
interface ConnectionOptions {
  readonly password?: unknown;
  readonly [name: string]: unknown;
}
/** What is needed of a copy of mysql2: its module object, in whichever way it was imported. */
type DriverModule = Pick<typeof mysql2, "createPool" | "createConnection">;
/**
* Every option of mysql2's pool and connections, and muxpool's own. `connectionLimit` is mysql2's name of
* `maxConnections`, `idleTimeout` of `idleConnectionTimeoutMillis`, `connectTimeout` of `connectTimeoutMillis`.
*/
interface PoolOptions extends Omit<mysql2.PoolOptions, "password">, Partial<Nullable<PoolOptions$1>> {
  /** A function is asked for each new connection. */
  password?: string | (() => string | Promise<string>) | undefined;
  /**
  * Asked for each new connection, and for those that the pool needs for its own signals: who it logs in as, from then
  * on. What is left out is as `user` and `password` say. When it throws, the connection could not be opened.
  */
  credentials?: (() => Credentials | Promise<Credentials>) | undefined;
  /** The copy of mysql2 to use instead of the one that this package finds. */
  readonly driver?: DriverModule;
}
interface Credentials {
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}
type Nullable<T> = { -readonly [K in keyof T]: T[K] | undefined };
/** What every session has beside the members of mysql2's connections. */
interface SessionMembers {
  /** Why the session keeps a connection at the moment; null when it does not. */
  readonly pinned: Pin | null;
  /** Keeps one connection from the next statement on, until the result is disposed of. */
  pin(): Disposable;
}
/** mysql2's PoolConnection as mysql2 declares it, and muxpool's own members. */
interface PoolConnection$1 extends mysql2.PoolConnection, SessionMembers {}
/** mysql2's Connection as mysql2 declares it, and muxpool's own members. */
interface Connection$1 extends mysql2.Connection, SessionMembers {}
/** A session with promises, as mysql2's own class makes it of one. */
interface PromiseSession extends promises.PoolConnection {}
/**
* A session of its own, with the members of mysql2's Connection. Those of equal options share physical connections, as
* many as the server allows, which are closed with the last of them.
* @param options or a URL, whose parameters are options.
* @throws as `createPool`
*/
declare function createConnection(options: PoolOptions | string): Connection$1;
/** @returns what resolves with a connection once the server was reached; rejects with why it could not be. */
declare function createPromiseConnection(options: PoolOptions | string): Promise<promises.Connection>;
interface TransactionOptions {
  readonly isolationLevel?: "read uncommitted" | "read committed" | "repeatable read" | "serializable";
  readonly readOnly?: boolean;
  /** InnoDB reads as of the beginning of the transaction, not as of its first read. */
  readonly consistentSnapshot?: boolean;
}
/** mysql2's Pool with sessions that cost no connection. Everything that mysql2's Pool has is there; this is what it has besides. */
interface Pool$1 extends Omit<mysql2.Pool, "getConnection"> {
  getConnection(callback: (error: NodeJS.ErrnoException | null, connection: PoolConnection$1) => unknown): void;
  /** Muxpool's own events; the pool itself emits only what mysql2's Pool emits. */
  readonly events: PoolEvents;
  /** Begins, runs, commits; rolls back what throws. Nothing is run twice. */
  transaction<R>(work: (tx: PromiseSession) => Promise<R>, options?: TransactionOptions): Promise<R>;
  /** A session for the time of `work`. */
  withSession<R>(work: (connection: PromiseSession) => Promise<R>): Promise<R>;
  snapshot(): PoolSnapshot;
  /** Counts anew from now on. */
  resetSnapshot(): void;
  pinReport(): PinReport;
  /** Statements wait from now on; what runs goes on to its boundary. */
  pause(): void;
  resume(): void;
  /** Replaces every connection at its next boundary. */
  reconnect(): void;
  [Symbol.asyncDispose](): Promise<void>;
}
/**
* A pool whose sessions cost no connection, with the members and callbacks of mysql2's.
* @param options or a URL, whose parameters are options.
* @throws MuxError `MUX_OPTION_UNKNOWN` for a name that is no option, `MUX_OPTION_RANGE` for a value out of its range.
*/
declare function createPool(options: PoolOptions | string): Pool$1;
/** Which node is taken: each in turn, any, or the first that is there. */
type Selector = "RR" | "RANDOM" | "ORDER";
type Answered<C> = (error: NodeJS.ErrnoException | null, connection: C) => unknown;
interface PoolClusterOptions extends PoolClusterOptions$1 {
  /** The copy of mysql2 to use instead of the one that this package finds. */
  readonly driver?: DriverModule;
}
/** Some nodes of a cluster, by a pattern. */
interface PoolNamespace<C = PoolConnection$1> {
  getConnection(callback: Answered<C>): void;
  query: mysql2.Pool["query"];
  execute: mysql2.Pool["execute"];
}
/** mysql2's PoolCluster, whose nodes are pools with sessions that cost no connection. */
interface PoolCluster$1 extends Omit<mysql2.PoolCluster, "add" | "of" | "getConnection"> {
  add(config: PoolOptions): void;
  add(id: string, config: PoolOptions | string): void;
  of(pattern?: string | RegExp, selector?: Selector | Lowercase<Selector>): PoolNamespace;
  getConnection(callback: Answered<PoolConnection$1>): void;
  getConnection(pattern: string | RegExp, callback: Answered<PoolConnection$1>): void;
  getConnection(pattern: string | RegExp, selector: string, callback: Answered<PoolConnection$1>): void;
}
/**
* Several pools under names, of which patterns and selectors choose, with the members and callbacks of mysql2's.
* @param options mysql2's: `canRetry` (true), `removeNodeErrorCount` (5), `restoreNodeTimeout` (0 ms), `defaultSelector` (RR).
*/
declare function createPoolCluster(options?: PoolClusterOptions): PoolCluster$1;
interface PromisePoolClusterOptions extends PoolClusterOptions {
  /** The class that promises are made of; the language's own by default. */
  readonly Promise?: PromiseConstructorLike;
}
/** mysql2's own class over a pool of muxpool's, which is its `pool`. */
interface PromisePool extends Omit<promises.Pool, "pool"> {
  readonly pool: Pool$1;
}
/** mysql2's own class over a cluster of muxpool's. */
interface PromisePoolCluster extends promises.PoolCluster {
  readonly poolCluster: PoolCluster$1;
  add(config: PoolOptions): void;
  add(id: string, config: PoolOptions | string): void;
  remove(pattern: string | RegExp): void;
}
/**
* A pool with promises: mysql2's own class over the pool of `createPool`.
* @param options or a URL; `Promise` is the class that its promises are made of.
* @throws as `createPool`
*/
declare function createPromisePool(options: PoolOptions | string): PromisePool;
/** A cluster with promises: mysql2's own class over the cluster of `createPoolCluster`. */
declare function createPromisePoolCluster(options?: PromisePoolClusterOptions): PromisePoolCluster;
interface MysqlDriverParts extends ConnectorParts {
  readonly engine: Engine;
  /** A connection that had been opened is closed. */
  readonly removed: (connection: Mysql2Connection) => void;
}
/** Core's port to mysql2. */
declare class MysqlDriver implements Driver<MysqlWire, MysqlTicket> {
  #private;
  readonly name = "mysql2";
  readonly engine: Engine;
  readonly can: Driver<MysqlWire, MysqlTicket>["can"];
  constructor(parts: MysqlDriverParts);
  open(sink: WireSink, context: OpContext): Promise<MysqlWire>;
  close(wire: MysqlWire, manner: "drain" | "abort"): Promise<void>;
  submit(wire: MysqlWire, ticket: MysqlTicket, settled: Settled<MysqlTicket>): boolean;
  control(wire: MysqlWire, batch: readonly ControlStatement[], context: OpContext): Promise<readonly ControlRows[]>;
  tx(wire: MysqlWire): TxStatus;
  owed(wire: MysqlWire): number;
  cancel(wire: MysqlWire, context: OpContext): Promise<void>;
  reset(wire: MysqlWire, context: OpContext): Promise<void>;
  claim(wire: MysqlWire, {
    statements
  }: MysqlTicket, forget: boolean, context: OpContext): Promise<void> | null;
  pulse(context: OpContext): Promise<boolean>;
  hold(wire: MysqlWire, yes: boolean): void;
  judgeOpenError(error: Error): "permanent" | "transient" | "full";
}
type Driver$1 = typeof mysql2;
type ClassOf<T> = abstract new (...args: never[]) => T;
/** What mysql2 exports and its types leave out. */
interface Untyped {
  readonly Pool: ClassOf<Pool$1>;
  readonly PoolConnection: ClassOf<PoolConnection$1>;
  readonly PoolCluster: ClassOf<PoolCluster$1>;
  readonly Connection: ClassOf<mysql2.Connection>;
  readonly ConnectionConfig: new (options: object) => object;
  readonly createQuery: (...args: unknown[]) => mysql2.Query;
}
/** For `instanceof`: pools come from `createPool`. */
declare const Pool: Untyped["Pool"];
type Pool = Pool$1;
declare const PoolConnection: Untyped["PoolConnection"];
type PoolConnection = PoolConnection$1;
declare const PoolCluster: Untyped["PoolCluster"];
type PoolCluster = PoolCluster$1;
declare const Connection: Untyped["Connection"];
declare const ConnectionConfig: Untyped["ConnectionConfig"];
declare const createQuery: Untyped["createQuery"];
declare const createServer: Driver$1["createServer"];
declare const authPlugins: Driver$1["authPlugins"];
declare const escapeValue: Driver$1["escape"];
declare const escapeId: Driver$1["escapeId"];
declare const format: Driver$1["format"];
declare const raw: Driver$1["raw"];
declare const Types: Driver$1["Types"];
declare const TypedParameter: Driver$1["TypedParameter"];
declare const Charsets: Driver$1["Charsets"];
declare const CharsetToEncoding: Driver$1["CharsetToEncoding"];
declare const setMaxParserCache: Driver$1["setMaxParserCache"];
declare const clearParserCache: Driver$1["clearParserCache"];
/** Something that a program can see muxpool's face do otherwise than mysql2's own classes. */
interface Deviation {
  readonly id: string;
  /** The members or events it shows at, as `pool.getConnection`, `connection.threadId`, `pool:enqueue`. */
  readonly member: string;
  /** What mysql2 does. */
  readonly mysql2: string;
  /** What muxpool does. */
  readonly muxpool: string;
  readonly why: string;
}
/** Every deliberate difference from mysql2's classes. The tests of the face assert each of them. */
declare const deviations: readonly Deviation[];
export { CharsetToEncoding, Charsets, Connection, ConnectionConfig, type ConnectionOptions, type ConnectorParts, type Deviation, type DriverModule, type ErrorCode, MuxError, MysqlDriver, type MysqlDriverParts, Pool, PoolCluster, type PoolClusterOptions, PoolConnection, type PoolNamespace, type PoolOptions, type PromiseSession, type TransactionOptions, TypedParameter, Types, authPlugins, clearParserCache, createConnection as connect, createConnection, createPromiseConnection as createConnectionPromise, createPool, createPoolCluster, createPromisePoolCluster as createPoolClusterPromise, createPromisePool as createPoolPromise, createQuery, createServer, deviations, errorTable, escapeValue as escape, escapeId, format, raw, setMaxParserCache };
import * as promises from "mysql2/promise";
import { ErrorCode, MuxError, errorTable } from "@muxpool/core";
import { Pin, PinReport, PoolEvents, PoolOptions as PoolOptions$1, PoolSnapshot } from "@muxpool/core/adapter";
import * as mysql2 from "mysql2";
import { PoolClusterOptions } from "mysql2";

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
/** A session with promises, as mysql2's own class makes it of one. */
interface PromiseSession extends promises.PoolConnection {}
/** @returns what resolves with a connection once the server was reached; rejects with why it could not be. */
declare function createPromiseConnection(options: PoolOptions | string): Promise<promises.Connection>;
/** Which node is taken: each in turn, any, or the first that is there. */
type Selector = "RR" | "RANDOM" | "ORDER";
type Answered<C> = (error: NodeJS.ErrnoException | null, connection: C) => unknown;
interface PoolClusterOptions$1 extends PoolClusterOptions {
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
interface PoolCluster extends Omit<mysql2.PoolCluster, "add" | "of" | "getConnection"> {
  add(config: PoolOptions): void;
  add(id: string, config: PoolOptions | string): void;
  of(pattern?: string | RegExp, selector?: Selector | Lowercase<Selector>): PoolNamespace;
  getConnection(callback: Answered<PoolConnection$1>): void;
  getConnection(pattern: string | RegExp, callback: Answered<PoolConnection$1>): void;
  getConnection(pattern: string | RegExp, selector: string, callback: Answered<PoolConnection$1>): void;
}
interface TransactionOptions {
  readonly isolationLevel?: "read uncommitted" | "read committed" | "repeatable read" | "serializable";
  readonly readOnly?: boolean;
  /** InnoDB reads as of the beginning of the transaction, not as of its first read. */
  readonly consistentSnapshot?: boolean;
}
/** mysql2's Pool with sessions that cost no connection. Everything that mysql2's Pool has is there; this is what it has besides. */
interface Pool extends Omit<mysql2.Pool, "getConnection"> {
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
interface PromisePoolClusterOptions extends PoolClusterOptions$1 {
  /** The class that promises are made of; the language's own by default. */
  readonly Promise?: PromiseConstructorLike;
}
/** mysql2's own class over a pool of muxpool's, which is its `pool`. */
interface PromisePool extends Omit<promises.Pool, "pool"> {
  readonly pool: Pool;
}
/** mysql2's own class over a cluster of muxpool's. */
interface PromisePoolCluster extends promises.PoolCluster {
  readonly poolCluster: PoolCluster;
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
type Driver$1 = typeof mysql2;
declare const escapeValue: Driver$1["escape"];
declare const escapeId: Driver$1["escapeId"];
declare const format: Driver$1["format"];
declare const raw: Driver$1["raw"];
declare const Types: Driver$1["Types"];
declare const TypedParameter: Driver$1["TypedParameter"];
declare const Charsets: Driver$1["Charsets"];
declare const CharsetToEncoding: Driver$1["CharsetToEncoding"];
type Driver = typeof promises;
/** What mysql2 exports and its types leave out. */
interface Untyped {
  readonly PromisePool: abstract new (...args: never[]) => promises.Pool;
  readonly PromiseConnection: Driver["Connection"];
  readonly PromisePoolConnection: Driver["PoolConnection"];
  readonly setMaxParserCache: (max: number) => void;
  readonly clearParserCache: () => void;
}
/** For `instanceof`: pools come from `createPool`. */
declare const PromisePool$1: Untyped["PromisePool"];
declare const PromiseConnection: Driver["Connection"];
declare const PromisePoolConnection: Driver["PoolConnection"];
declare const Connection: Driver["Connection"];
declare const PoolConnection: Driver["PoolConnection"];
declare const setMaxParserCache: Untyped["setMaxParserCache"];
declare const clearParserCache: Untyped["clearParserCache"];
export { CharsetToEncoding, Charsets, Connection, type ErrorCode, MuxError, type PromisePool as Pool, type PromisePoolCluster as PoolCluster, PoolConnection, type PoolOptions, PromiseConnection, PromisePool$1 as PromisePool, PromisePoolConnection, TypedParameter, Types, clearParserCache, createPromiseConnection as createConnection, createPromisePool as createPool, createPromisePoolCluster as createPoolCluster, errorTable, escapeValue as escape, escapeId, format, raw, setMaxParserCache };
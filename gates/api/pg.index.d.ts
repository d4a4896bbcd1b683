import * as pg from "pg";
import { ErrorCode, MuxError, errorTable } from "@muxpool/core";
import { Pin, PinReport, PoolEvents, PoolOptions as PoolOptions$1, PoolSnapshot } from "@muxpool/core/adapter";

/** `pg.utils`, which libraries use to make values as pg sends them. */
interface PgUtils {
  prepareValue(value: unknown): unknown;
  normalizeQueryConfig(config: unknown, values?: unknown, callback?: unknown): object;
  escapeIdentifier(text: string): string;
  escapeLiteral(text: string): string;
}
/** What is needed of a copy of pg: its module object, in whichever way it was imported. */
type DriverModule = Pick<typeof pg, "Client" | "Pool" | "Query" | "TypeOverrides">;
/**
* Every option of pg's Pool and Client, and muxpool's own. `max` is pg's name of `maxConnections`, `min` of
* `keepConnections`, `idleTimeoutMillis` of `idleConnectionTimeoutMillis`, `connectionTimeoutMillis` of
* `connectionBorrowTimeoutMillis` and `connectTimeoutMillis`; `query_timeout` of `statementTimeoutMillis`.
*/
interface PoolOptions extends pg.PoolConfig, Partial<Nullable<PoolOptions$1>> {
  /** The copy of pg to use instead of the one that this package finds; for `createPool`. */
  readonly driver?: DriverModule;
}
type Nullable<T> = { -readonly [K in keyof T]: T[K] | undefined };
/** What every session has beside the members of pg's clients. */
interface SessionMembers {
  /** Why the session keeps a connection at the moment; null when it does not. */
  readonly pinned: Pin | null;
  /** Keeps one connection from the next statement on, until the result is disposed of. */
  pin(): Disposable;
  /** Ends the session. */
  [Symbol.asyncDispose](): Promise<void>;
}
/** The members as pg declares them, and muxpool's own. */
interface PoolClient extends pg.PoolClient, SessionMembers {}
/** pg.Client for libraries that make their own clients: each is a session, and equal configurations share connections. */
interface Client$1 extends pg.Client, SessionMembers {
  connect(): Promise<Client$1>;
  connect(callback: ((error: Error) => void) | ((error: null, client: Client$1) => void)): void;
}
/** Stands where `typeof pg.Client` is wanted. */
interface ClientConstructor extends Omit<typeof pg.Client, "prototype"> {
  new (config?: string | PoolOptions): Client$1;
  readonly prototype: Client$1;
}
interface TransactionOptions {
  readonly isolationLevel?: "read uncommitted" | "read committed" | "repeatable read" | "serializable";
  readonly readOnly?: boolean;
  readonly deferrable?: boolean;
}
/** pg.Pool with sessions that cost no connection. Everything that pg.Pool has is there; this is what it has besides. */
interface Pool$1 extends pg.Pool {
  connect(): Promise<PoolClient>;
  connect(callback: (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void): void;
  /** Muxpool's own events; the pool itself emits only what pg.Pool emits. */
  readonly events: PoolEvents;
  /** Begins, runs, commits; rolls back what throws. Nothing is run twice. */
  transaction<R>(work: (tx: PoolClient) => Promise<R>, options?: TransactionOptions): Promise<R>;
  /** A session for the time of `work`. */
  withSession<R>(work: (client: PoolClient) => Promise<R>): Promise<R>;
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
/** Stands where `typeof pg.Pool` is wanted. */
interface PoolConstructor extends Omit<typeof pg.Pool, "prototype"> {
  new (options?: PoolOptions): Pool$1;
  readonly prototype: Pool$1;
}
/** A pool class that extends the Pool of the given copy of pg, so that `instanceof` holds for that copy. */
declare function poolClassFor(driver: DriverModule): PoolConstructor;
type Pool = Pool$1;
/** The pool class for the copy of pg that this package finds. */
declare const Pool: PoolConstructor;
/**
* A pool whose sessions cost no connection.
* @throws MuxError `MUX_OPTION_UNKNOWN` for a name that is no option, `MUX_OPTION_RANGE` for a value out of its range.
*/
declare function createPool(options?: PoolOptions): Pool;
/** A client class for the given copy of pg. */
declare function clientClassFor(driver: DriverModule): ClientConstructor;
type Client = Client$1;
/** The client class for the copy of pg that this package finds. */
declare const Client: ClientConstructor;
/** Something that a program can see muxpool's face do otherwise than pg's own classes. */
interface Deviation {
  readonly id: string;
  /** The members or events it shows at, as `pool.connect`, `client.processID`, `pool:error`. */
  readonly member: string;
  /** What pg does. */
  readonly pg: string;
  /** What muxpool does. */
  readonly muxpool: string;
  readonly why: string;
}
/** Every deliberate difference from pg.Pool and PoolClient. The tests of the face assert each of them. */
declare const deviations: readonly Deviation[];
declare const types: typeof pg.types;
declare const defaults: typeof pg.defaults;
declare const DatabaseError: typeof pg.DatabaseError;
declare const Query: typeof pg.Query;
declare const Result: typeof pg.Result;
declare const Connection: typeof pg.Connection;
declare const TypeOverrides: typeof pg.TypeOverrides;
declare const escapeIdentifier: typeof pg.escapeIdentifier;
declare const escapeLiteral: typeof pg.escapeLiteral;
declare const utils: PgUtils;
export { Client, type ClientConstructor, Connection, DatabaseError, type Deviation, type DriverModule, type ErrorCode, MuxError, Pool, type PoolClient, type PoolConstructor, type PoolOptions, Query, Result, type TransactionOptions, TypeOverrides, clientClassFor, createPool, defaults, deviations, errorTable, escapeIdentifier, escapeLiteral, poolClassFor, types, utils };
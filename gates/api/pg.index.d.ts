import pg from "pg";
import { ErrorCode, MuxError, errorTable } from "@muxpool/core";
import { Pin, PinReport, PoolEvents, PoolOptions as PoolOptions$1, PoolSnapshot } from "@muxpool/core/adapter";

/**
* Every option of pg's Pool and Client, and muxpool's own. `max` is pg's name of `maxConnections`, `idleTimeoutMillis` of
* `idleConnectionTimeoutMillis`, `connectionTimeoutMillis` of `connectionBorrowTimeoutMillis` and `connectTimeoutMillis`;
* `query_timeout` of `statementTimeoutMillis`.
*/
interface PoolOptions extends pg.PoolConfig, Partial<Nullable<PoolOptions$1>> {
  /** The copy of pg to use instead of the one that this package finds; for `createPool`. */
  readonly driver?: typeof pg;
}
type Nullable<T> = { -readonly [K in keyof T]: T[K] | undefined };
/** The members as pg declares them, and muxpool's own. */
interface PoolClient extends pg.PoolClient {
  readonly pinned: Pin | null;
  pin(): Disposable;
  [Symbol.asyncDispose](): Promise<void>;
}
interface TransactionOptions {
  readonly isolationLevel?: "read uncommitted" | "read committed" | "repeatable read" | "serializable";
  readonly readOnly?: boolean;
  readonly deferrable?: boolean;
}
/** pg.Pool with sessions that cost no connection. Everything that pg.Pool has is there; this is what it has besides. */
interface Pool extends Omit<pg.Pool, "connect" | "end"> {
  connect(): Promise<PoolClient>;
  connect(callback: (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void): void;
  end(): Promise<void>;
  end(callback: () => void): void;
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
interface PoolConstructor extends Omit<typeof pg.Pool, "prototype"> {
  new (options?: PoolOptions): Pool;
  readonly prototype: Pool;
}
/** A pool class that extends the Pool of the given copy of pg, so that `instanceof` holds for that copy. */
declare function poolClassFor(driver: typeof pg): PoolConstructor;
/** The pool class for the copy of pg that this package finds. */
declare const Pool: PoolConstructor;
/**
* A pool whose sessions cost no connection.
* @throws MuxError `MUX_OPTION_UNKNOWN` for a name that is no option, `MUX_OPTION_RANGE` for a value out of its range.
*/
declare function createPool(options?: PoolOptions): Pool;
/** pg.Client for libraries that make their own clients: each is a session, and equal configurations share connections. */
interface Client extends Omit<pg.Client, "connect"> {
  connect(): Promise<Client>;
  connect(callback: (error: Error | null) => void): void;
}
interface ClientConstructor extends Omit<typeof pg.Client, "prototype"> {
  new (config?: string | PoolOptions): Client;
  readonly prototype: Client;
}
declare function clientClassFor(driver: typeof pg): ClientConstructor;
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
declare const TypeOverrides: typeof pg.TypeOverrides;
declare const escapeIdentifier: typeof pg.escapeIdentifier;
declare const escapeLiteral: typeof pg.escapeLiteral;
export { Client, type ClientConstructor, DatabaseError, type Deviation, type ErrorCode, MuxError, Pool, type PoolClient, type PoolConstructor, type PoolOptions, Query, type TransactionOptions, TypeOverrides, clientClassFor, createPool, defaults, deviations, errorTable, escapeIdentifier, escapeLiteral, poolClassFor, types };
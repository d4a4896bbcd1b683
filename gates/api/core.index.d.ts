/** The words that every layer shares. Types only. */
declare const brand: unique symbol;
/** Identity of a virtual session; never equal to a ConnectionId, so that the compiler refuses to mix them. */
type SessionId = number & {
  readonly [brand]: "session";
};
/** Identity of a physical connection. */
type ConnectionId = number & {
  readonly [brand]: "connection";
};
/** Transaction state as the server said it at a boundary. `unknown` is never treated as `none`. */
type TxStatus = "none" | "open" | "failed" | "unknown";
/** What is known of a statement that did not succeed. `in-doubt`: it was sent and its reply was lost. */
type Fate = "ok" | "not-sent" | "refused-by-server" | "in-doubt";
/** Where a failure happened. */
type Phase = "queue" | "connect" | "init" | "validate" | "replay" | "statement" | "reset" | "close";
/** Where a connection is. A connection is in exactly one place, and the place is its state. */
type Place = "opening" | "idle" | "leased" | "shared" | "probing" | "settling" | "resetting" | "quarantined" | "closing" | "gone";
type SessionState = "detached" | "waiting" | "attached" | "pinned" | "broken" | "ended";
/** Why a session is pinned, as its user sees it. */
interface Pin {
  /** Kind of session state that can't leave the connection, e.g. `temporary`, `advisory-lock`, `setting`. */
  readonly reason: string;
  /** Id of the rule that saw it, e.g. `pg.set`; `user` for an explicit `pin()`. */
  readonly rule: string;
  /** The statement without any literal; null where there was none or it can't be read. */
  readonly digest: string | null;
  /** When it began: milliseconds since the epoch. */
  readonly since: number;
}
/** Why the gate does not let a connection go to another session as it is. One name for each question. */
type GateQuestion = "replies-owed" | "transaction-not-idle" | "cancel-in-flight" | "stream-unread" | "obligations-held" | "imprint-unknown" | "expired" | "generation-retired" | "draining";
/** One row per code: what it means, whether trying again can help, what to do. The reference page is made from it. */
interface ErrorRow {
  readonly meaning: string;
  readonly retryable: boolean;
  readonly advice: string;
}
type ErrorCode = "MUX_BORROW_TIMEOUT" | "MUX_QUEUE_FULL" | "MUX_ABORTED" | "MUX_POOL_ENDED" | "MUX_CONNECT_FAILED" | "MUX_CONNECT_TIMEOUT" | "MUX_INIT_FAILED" | "MUX_CONNECTION_LOST" | "MUX_SESSION_BROKEN" | "MUX_SESSION_ENDED" | "MUX_STATEMENT_TIMEOUT" | "MUX_TRANSACTION_TIMEOUT" | "MUX_IDLE_CLIENT_TIMEOUT" | "MUX_PIN_REFUSED" | "MUX_LOOKBACK_LOST" | "MUX_TRANSACTION_OPEN" | "MUX_TRANSACTION_ROLLED_BACK" | "MUX_OPTION_UNKNOWN" | "MUX_OPTION_RANGE" | "MUX_DRIVER_UNSUPPORTED" | "MUX_INVARIANT";
declare const errorTable: { readonly [code in ErrorCode]: ErrorRow };
interface MuxErrorDetail {
  readonly phase: Phase;
  readonly fate?: Fate;
  readonly cause?: unknown;
}
/** Every error that muxpool makes itself. Errors of the server pass through untouched. */
declare class MuxError extends Error {
  readonly code: ErrorCode;
  readonly phase: Phase;
  readonly fate: Fate;
  readonly retryable: boolean;
  constructor(code: ErrorCode, message: string, detail: MuxErrorDetail);
  /** True for errors of any loaded copy of muxpool: two packages may bring two copies of core. */
  static override [Symbol.hasInstance](value: unknown): boolean;
}
/** Options of the core. An adapter adds its driver's own; times are milliseconds, 0 or absent as each row says. */
interface PoolOptions {
  readonly name: string;
  readonly maxConnections: number | null;
  readonly maxConnectionsPercent: number | null;
  readonly maxIdleConnectionsPercent: number | null;
  readonly minConnections: number;
  readonly keepConnections: number;
  readonly share: {
    readonly of: number;
  } | null;
  readonly maxWaiting: number;
  readonly maxUses: number;
  readonly connectionBorrowTimeoutMillis: number;
  readonly connectTimeoutMillis: number;
  readonly borrowTransactionTimeoutMillis: number;
  readonly transactionTimeoutMillis: number;
  readonly idleClientTimeoutMillis: number;
  readonly idleConnectionTimeoutMillis: number;
  readonly maxConnectionLifetimeMillis: number;
  readonly statementTimeoutMillis: number;
  readonly resetTimeoutMillis: number;
  readonly closeTimeoutMillis: number;
  readonly endTimeoutMillis: number;
  readonly validateAfterIdleMillis: number;
  readonly maxClassifiedBytes: number;
  readonly profile: "muxpool" | "session";
  readonly onPin: "allow" | "warn" | "throw";
  readonly leakDetection: boolean;
  readonly initQuery: string | readonly string[] | null;
}
interface OptionRow<T> {
  readonly type: "integer" | "number" | "string" | "boolean" | "choice" | "object" | "sql";
  /** Unit of the value, for documents and messages. */
  readonly unit: string;
  readonly default: T;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  /** What it bounds, and what happens when it strikes. */
  readonly what: string;
  /** Whether a change of the value on a running pool has effect. */
  readonly live: boolean;
}
/** The table: option pages, checks and messages are made from it. */
declare const optionTable: { readonly [K in keyof PoolOptions]-?: OptionRow<PoolOptions[K]> };
export { type ConnectionId, type ErrorCode, type ErrorRow, type Fate, type GateQuestion, MuxError, type OptionRow, type Phase, type Pin, type Place, type PoolOptions, type SessionId, type SessionState, type TxStatus, errorTable, optionTable };
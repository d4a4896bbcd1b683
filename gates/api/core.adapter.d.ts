import { AsyncResource } from "node:async_hooks";
import { Socket } from "node:net";
import { EventEmitter } from "eventemitter3";

/** Equal for configurations whose connections are alike. @param beside what they hang on beside the options. */
declare function configurationIdentity(given: object, ...beside: readonly unknown[]): string;
/** A statement of the pool itself: qualified names, values as parameters only. */
interface ControlStatement {
  readonly text: string;
  readonly values?: readonly unknown[];
}
type ControlRows = readonly (readonly unknown[])[];
/** Time is handed in: no other folder reads a clock or sets a timer, so that tests can move time themselves. */
interface Clock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Milliseconds since the epoch; for people, never for decisions. */
  wallTime(): number;
  /** A number in [0, 1). */
  random(): number;
  /** @param hold whether the timer keeps the process alive: only where a caller waits for it. */
  setTimer(fire: () => void, millis: number, hold: boolean): Timer;
  /** After the input and output that is ready now was handled. */
  afterPendingIo(run: () => void): void;
}
interface Timer {
  cancel(): void;
  /** Whether it keeps the process alive from now on. */
  hold(yes: boolean): void;
}
/** Limits of every wait of an operation. */
interface OpContext {
  /** Monotonic time at which the operation must have given up. */
  readonly deadline: number;
}
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
/**
* What one statement may do to the session that runs it, said before it runs.
*
* The words are the same for every engine; rules and functions of an engine are tables that map to them.
* An effect says "may", never "did": it is counted whether the statement succeeds or not.
*/
type EffectKind = "begin" | "end" | "savepoint" | "setting" | "local-setting" | "next-transaction" | "role" | "session-authorization" | "schema" | "user-variable" | "sql-prepare" | "sql-execute" | "sql-deallocate" | "temporary" | "hold-cursor" | "cursor" | "advisory-lock" | "advisory-unlock" | "table-lock" | "table-unlock" | "listen" | "unlisten" | "notify" | "sequence-advance" | "sequence-look-back" | "diagnostics-look-back" | "random-seed" | "discard" | "inspect" | "identity" | "copy" | "terminate" | "foreign" | "routine" | "opaque" | "load" | "unknown";
/** Which kinds of state a `discard` ends. */
type DiscardExtent = "all" | "temp" | "plans" | "sequences" | "settings" | "cursor" | "cursors" | "listen" | "sql-prepared" | "advisory-locks";
interface Effect {
  readonly kind: EffectKind;
  /** Id of the row of the rules that said so, e.g. `pg.set`. */
  readonly rule: string;
  /**
  * Setting, role, channel, statement, cursor, savepoint or routine, as the server would fold it; what is looked back at.
  * Absent on a kind that needs one: the text does not show it.
  */
  readonly name?: string;
  /** Schema of a `routine`; null when the text does not say one. */
  readonly schema?: string | null;
  /**
  * New value, as text. For `setting`, `role`, `session-authorization`: null is the start value (RESET, DEFAULT),
  * absent is a value that the text does not show (expression, parameter, FROM CURRENT).
  */
  readonly value?: string | null;
  /** Key of an advisory lock in the engine's own notation; null when the text does not show it. */
  readonly key?: string | null;
  /** Shared advisory lock. */
  readonly shared?: true;
  readonly extent?: DiscardExtent;
  /** Ends with the transaction at the latest (temporary table with ON COMMIT DROP, transaction-level lock). */
  readonly until?: "transaction";
  /** Number n of the parameter `$n` that carries the name. */
  readonly nameParameter?: number;
  /** Number n of the parameter `$n` that carries the value. */
  readonly valueParameter?: number;
  /** Numbers of the parameters that carry the parts of the key, in order. */
  readonly keyParameters?: readonly number[];
}
/**
* `read`: returns rows, writes nothing by itself and locks no rows (functions called are effects of their own).
* `write`: changes or locks rows. `ddl`: changes the schema or the catalogue. `transaction`: begins or ends one.
* `other`: everything else.
*/
type StatementVerb = "read" | "write" | "ddl" | "transaction" | "other";
interface ClassifiedStatement {
  /** The statement without the separator, surrounding white space and comments. */
  readonly text: string;
  /** Offset of `text` in the classified text, in UTF-16 units. */
  readonly start: number;
  /** Offset behind `text`. */
  readonly end: number;
  readonly verb: StatementVerb;
  readonly effects: readonly Effect[];
  /** What of the statements before it nobody can ask for any more behind it, beside the row count. */
  readonly leaves?: readonly Diagnostic[];
}
/** What servers of MySQL's family tell of a statement to those that come behind it. */
type Diagnostic = "row-count" | "found-rows" | "warnings";
interface Classification {
  /** In the order in which the server runs them. Empty statements are left out. */
  readonly statements: readonly ClassifiedStatement[];
  /** True when any statement has an effect of kind `unknown`. */
  readonly unknown: boolean;
}
/** How many connections the server really gives this user on this database. */
interface ServerLimits {
  /** After reserved slots and the limits of role and database. */
  readonly usableConnections: number;
  readonly version: string;
}
/** What calling a routine of the server's catalogue may do. */
interface RoutineFacts {
  /** What cleans the connection afterwards. */
  readonly cleanup: "none" | "reset" | "close";
  /** Asks for what the session's sequences gave last. */
  readonly looksBack: boolean;
  /** Moves a sequence by its own words. */
  readonly moves: boolean;
  /** Asks what the statement before it has left: rows found or changed, warnings. */
  readonly asks?: boolean;
}
/** What runs stateful routines without naming them, by the names that a text must show to reach it. */
interface Dependents {
  /** Relations, types and routines. */
  readonly names: ReadonlySet<string>;
  readonly operators: ReadonlySet<string>;
  /** Schemas of the relations and types among them, for texts that say one; a name that is missing matches with any. */
  readonly schemas?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Relations that reach them only when a text writes. */
  readonly written?: ReadonlySet<string>;
  /** Something reaches them that no name shows. */
  readonly everything: boolean;
}
/** How it is found out that a connection remembers a movement since it last forgot all. */
interface LookBackProof {
  /** Whose answers need it; routines that look back do, too. */
  readonly rule: string;
  readonly ask: ControlStatement;
  proves(answer: ControlRows): boolean;
}
/** A database dialect: its rules are data, and nothing of it knows a driver. */
interface Engine {
  readonly name: string;
  /** Pure; never throws. */
  classify(text: string): Classification;
  /** The statement without literals. */
  digest(text: string): string;
  readonly limitsQuery: ControlStatement;
  readLimits(answer: ControlRows): ServerLimits;
  /** Behind these a session may see less of the catalogue than others do; absent where everybody sees all of it. */
  readonly catalogueHiddenBy?: ReadonlySet<EffectKind>;
  /** Routines that users defined, by folded name. */
  readonly routinesQuery: ControlStatement;
  /** @param dependents bodies that name them have what they have. */
  readRoutines(answer: ControlRows, dependents?: Dependents): ReadonlyMap<string, RoutineFacts>;
  /** Null, whatever it is asked about: what the routines' query answered says it too, and so does the stamp. */
  dependentsQuery(routines: readonly string[]): ControlStatement | null;
  /** @param routines those that were asked about */
  readDependents(answer: ControlRows, routines: readonly string[]): Dependents;
  mentions(text: string, dependents: Dependents): boolean;
  /** Cheap: a text that changes whenever one of these routines does. Asked each time that one may have. */
  readonly routinesStampQuery: ControlStatement;
  readStamp(answer: ControlRows): string;
  readonly rollback: ControlStatement;
  /** Ends everything that a reset can end; absent where the protocol has a message of its own for that. */
  readonly reset?: ControlStatement;
  /** Forgets what sequences gave on this connection. */
  readonly forgetSequences: ControlStatement;
  /** Where a forgotten movement is answered as if there had never been one, instead of by an error. */
  readonly lookBackProof?: LookBackProof;
  /** Overwrites what statements tell of those before them; absent where none does. */
  readonly forgetDiagnostics?: ControlStatement;
  /** How a rule's pin can be avoided, for messages. */
  avoid(rule: string): string | null;
}
/**
* A statement as a session was given it, before a connection is chosen. The adapter makes it, core reads it.
* What the caller is handed (promise, emitter, submittable) stays the adapter's secret.
*/
interface Ticket {
  /** What core may classify; null: it can't be read, so it pins. */
  readonly text: string | null;
  /** Whether the reply is one answer, or a stream whose end only the wire tells (cursor, COPY). */
  readonly flow: "rows" | "stream";
  /** The async context of the caller: submitting, calling back and events happen in it. */
  readonly context: AsyncResource;
  /** Milliseconds after which the statement is cancelled; 0: the pool's option decides. */
  readonly timeoutMillis: number;
  readonly signal: AbortSignal | null;
  /**
  * For a stream whose rows go on after its session was released: from now on, whether its reader has stopped taking
  * them since it was last asked. Without it, one that is not at its end counts as stopped.
  */
  watchReader?(): () => boolean;
  /** Tells the caller that the statement failed, in the driver's own manner. At most one answer is ever told. */
  refuse(error: Error): void;
}
interface Boundary {
  readonly tx: TxStatus;
  readonly fate: Fate;
  readonly error: Error | null;
}
/** What comes by itself, without a statement that asked for it. */
interface WireSink {
  /** A reported setting. `solicited` is false outside of any statement: then it changes the baseline. */
  setting(name: string, value: string, solicited: boolean): void;
  /** Something may have changed that is not told: nobody else has the connection before a reset. */
  doubted(): void;
  pushed(kind: "notification" | "notice", payload: unknown): void;
  /** At most once; every step that was owed has had its boundary before. */
  lost(error: Error | null): void;
}
interface DriverCapabilities {
  readonly settingReports: "all" | "some" | "none";
  readonly pipelining: boolean;
  readonly streams: boolean;
}
/** Called once for each submitted ticket, in order, at its own boundary, before the caller hears of it. */
type Settled<T extends Ticket> = (ticket: T, boundary: Boundary) => void;
/** What core needs of a database driver. W is the adapter's own object for one physical connection. */
interface Driver<W extends object, T extends Ticket> {
  readonly name: string;
  readonly engine: Engine;
  readonly can: DriverCapabilities;
  /** Resolves with a connection that is authenticated and in the state that every new session expects. */
  open(sink: WireSink, context: OpContext): Promise<W>;
  /** Never rejects; resolves once the socket is gone. */
  close(wire: W, manner: "drain" | "abort"): Promise<void>;
  /**
  * Writes now. `settled` comes at the boundary, or when the connection is lost. False: the connection can't be
  * written to any more, nothing was sent, and the ticket is untouched.
  */
  submit(wire: W, ticket: T, settled: Settled<T>): boolean;
  /** The pool's own statements, one after another; none: a sign of life only. Rejects at the first that fails. */
  control(wire: W, batch: readonly ControlStatement[], context: OpContext): Promise<readonly ControlRows[]>;
  /** The transaction state of the last boundary. */
  tx(wire: W): TxStatus;
  /** Replies still owed; an assertion of the gate, not a source. */
  owed(wire: W): number;
  /** Cancels what runs on the connection; resolves only when the cancel can no longer land on a later statement. */
  cancel(wire: W, context: OpContext): Promise<void>;
  /** Brings the connection back to the state of a new one, or rejects. */
  reset(wire: W, context: OpContext): Promise<void>;
  /**
  * Statement names belong to sessions. From now until the reset the connection's names are those of the ticket's
  * session: its own are prepared where missing; with `forget` all others are dropped. Null: nothing to do.
  */
  claim(wire: W, ticket: T, forget: boolean, context: OpContext): Promise<void> | null;
  /** Whether the server answers at all, without needing one of its connection slots. */
  pulse(context: OpContext): Promise<boolean>;
  /** Whether the socket keeps the process alive. */
  hold(wire: W, yes: boolean): void;
  /** Sorts an error of `open`: can another attempt help, and is the server merely full? */
  judgeOpenError(error: Error): "permanent" | "transient" | "full";
}
/** Runs what a caller wrote. It may throw, and must not break the connection by it: that is told to the process. */
declare function guarded<Arguments extends readonly unknown[]>(run: (...given: Arguments) => unknown, ...given: Arguments): void;
/** What a caller's code threw where nobody of its own is there to catch it. */
declare function tellProcess(error: unknown): void;
/**
* A socket that reads into one buffer of its own and hands out copies. Node's own way allocates 64 KiB for each read,
* cuts them to what has come and takes it through a queue: for a short answer that costs more than to parse it.
*
* Copies, because binary values and pieces of COPY are views of what was handed out. A new buffer for each read is no
* way: Node goes on with the old one when anything throws in the tick of the read.
* https://nodejs.org/api/net.html#new-netsocketoptions (`onread`)
*/
declare function leanSocket(): Socket;
/**
* The async context of the pool itself: opening, control statements and timers run in it. Otherwise the request that
* happened to open a connection would be kept alive by it, and its trace would own everything that happens there.
*/
declare class PoolContext {
  #private;
  run<R>(work: () => R): R;
}
/** What a room is closed by. */
interface Room {
  readonly pool: {
    end(): Promise<unknown>;
  };
}
/** Rooms that all who come with the same configuration share. Each is closed when the last of them leaves. */
declare class SharedRooms<M extends object, R extends Room> {
  #private;
  /** @returns the room, and what its user calls once, when he leaves. */
  enter(driver: M, identity: string, make: () => R): {
    readonly room: R;
    readonly leave: () => void;
  };
}
/**
* The promise, or `late()` as rejection when the deadline passes first. The work itself is not stopped. An answer that
* lies in the socket's buffer, behind a blocked event loop or a process that was stopped, is in time.
*/
declare function withDeadline<T>(clock: Clock, work: Promise<T>, context: OpContext, late: () => Error): Promise<T>;
declare const systemClock: Clock;
type ErrorCode = "MUX_BORROW_TIMEOUT" | "MUX_QUEUE_FULL" | "MUX_ABORTED" | "MUX_POOL_ENDED" | "MUX_CONNECT_FAILED" | "MUX_CONNECT_TIMEOUT" | "MUX_INIT_FAILED" | "MUX_CONNECTION_LOST" | "MUX_SESSION_BROKEN" | "MUX_SESSION_ENDED" | "MUX_STATEMENT_TIMEOUT" | "MUX_TRANSACTION_TIMEOUT" | "MUX_IDLE_CLIENT_TIMEOUT" | "MUX_PIN_REFUSED" | "MUX_LOOKBACK_LOST" | "MUX_TRANSACTION_OPEN" | "MUX_TRANSACTION_ROLLED_BACK" | "MUX_OPTION_UNKNOWN" | "MUX_OPTION_RANGE" | "MUX_DRIVER_UNSUPPORTED" | "MUX_INVARIANT";
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
/** Says what happened to a statement, on an error that keeps its own class and text. */
declare function withFate<E extends Error>(error: E, fate: Fate): E;
/** How many connections are in each place. */
type Census = { [place in Place]: number };
/** Counts them as they move. */
declare class Headcount {
  #private;
  enter(place: number): void;
  move(from: number, to: number): void;
  get opening(): number;
  get probing(): number;
  get closing(): number;
  /** All of them, as they are now. */
  census(): Census;
}
/** A place for one connection, taken before it is dialled and given back after its socket is gone. */
declare class Slot {
  #private;
  readonly id: number;
  constructor();
}
/**
* The hard bound. generic-pool counts slots, not connections: making a slot can't fail, spin or hang, so connections
* that are opening or closing count by themselves. Order, choice, waiting, expiry and time are muxpool's own; of
* generic-pool's features its evictor, timeouts, validation, clear() and use() are never used.
*/
declare class Slots {
  #private;
  readonly ceiling: number;
  constructor(ceiling: number);
  get taken(): number;
  /** Null when every slot is taken: callers wait in muxpool's queue, never in generic-pool's. */
  take(): Promise<Slot> | null;
  giveBack(slot: Slot): Promise<void>;
  drain(): Promise<void>;
}
/** Who has the exclusive use of a connection; the multiplexer's lease. */
interface Holder {
  readonly since: number;
}
/** One physical connection. Its place is its state, and `move` is the only way to change it. */
declare class Connection<W extends object> {
  #private;
  readonly id: ConnectionId;
  readonly slot: Slot;
  /** Connections of an older generation are retired at their next boundary. */
  readonly generation: number;
  /** Set once the connection is open. */
  wire: W | null;
  tx: TxStatus;
  holder: Holder | null;
  /** What the driver calls at each boundary. One for its whole life. */
  settled: ((ticket: Ticket, boundary: Boundary) => void) | null;
  /** Age at which it is replaced; monotonic. */
  expiresAt: number;
  openedAt: number;
  idleSince: number;
  uses: number;
  /** Time leaped, or a neighbour died: ask for a sign of life before the next use. */
  suspect: boolean;
  /** Reported settings that differ from the baseline: what the wire itself says of the imprint. */
  readonly strayed: Map<string, string>;
  /** Something may have changed that the wire does not tell of. */
  doubtful: boolean;
  readonly baseline: Map<string, string>;
  /** Whose sequence values it remembers: `clean`, one session's, or of several. */
  sequencesOf: SessionId | "clean" | "many";
  /** Whose statement was the last, and what of those before him can still be asked for: see mux/diagnostics.ts. */
  ranBy: SessionId | null;
  othersLeft: number;
  constructor(id: ConnectionId, slot: Slot, generation: number, headcount: Headcount);
  get place(): Place;
  move(to: Place): void;
}
/** What the multiplexer knows of a session. It answers to no other part of it. */
interface Borrower<W extends object, T extends Ticket> {
  readonly id: SessionId;
  /** A connection is the session's until it gives the lease back. */
  granted(lease: Lease<W, T>): void;
  /** No connection will come; the session holds nothing. */
  denied(error: Error): void;
  /** The statement that the session submitted has reached its boundary. */
  settled(ticket: T, boundary: Boundary): void;
  /** The connection of its lease is gone; the lease is over. */
  lost(error: Error | null): void;
  /** A notice or notification arrived on its connection. */
  pushed(kind: "notification" | "notice", payload: unknown): void;
  /** Its transaction made no progress: its connection is cut. */
  takeBack(why: string): void;
  /** It ran no statement for too long. */
  expire(): void;
  /** Where its transaction, pin or borrow began, when that was kept. */
  readonly origin: string | null;
  /** Whether something of it lives in the connection. */
  readonly holds: "nothing" | "transaction" | "obligation";
}
/** The exclusive right of one session to one connection until a boundary. Used once: given back, it stays so. */
declare class Lease<W extends object, T extends Ticket> {
  readonly connection: Connection<W>;
  borrower: Borrower<W, T>;
  readonly since: number;
  /** The statement that was written and has not settled: a session writes one at a time. */
  inFlight: T | null;
  /** The transaction state of the last boundary that was seen on the lease. */
  tx: TxStatus;
  /** Whether a statement was sent on it: before that nothing of the session lives in the connection. */
  used: boolean;
  /** The async context of the last statement that was sent on it: events of the connection belong to it. */
  context: AsyncResource | null;
  /** When a statement was last written or settled. */
  progressAt: number;
  /** A transaction without progress was reported. */
  reported: boolean;
  over: boolean;
  constructor(connection: Connection<W>, borrower: Borrower<W, T>, now: number);
}
/** Who holds the connections, oldest holder first. */
interface HolderCount {
  readonly pinned: number;
  /** In a transaction, with no statement in flight: the application thinks. */
  readonly idleInTransaction: number;
  readonly running: number;
  /** In a transaction at their last boundary, whatever else they are. */
  readonly inTransaction: number;
  readonly oldest: {
    readonly ageMillis: number;
    readonly origin: string | null;
  } | null;
}
/** What happens in a pool, told as it happens. Layers below are handed one; it must not throw. */
interface PoolObserver {
  /** A session got a connection; `waitMicros` since it asked. */
  borrow(session: SessionId, connection: ConnectionId, waitMicros: number): void;
  /** A session gave its connection back; `transaction` when it had begun one. */
  return(session: SessionId, connection: ConnectionId, transaction: boolean): void;
  /** A statement must wait for a connection. */
  wait(session: SessionId, waiting: number): void;
  pin(session: SessionId, connection: ConnectionId, pin: Pin, stack: string | null): void;
  /** `endedBy`: what ended the pin (`session-end`, a statement's digest, `connection-lost`). */
  unpin(session: SessionId, connection: ConnectionId, pin: Pin, endedBy: string): void;
  /** A connection was reset or closed with state that its session had left on it. */
  stateDiscarded(connection: ConnectionId, how: "reset" | "close", because: GateQuestion | "session-destroyed"): void;
  connectionOpen(connection: ConnectionId, openMicros: number): void;
  connectionLost(connection: ConnectionId, error: Error | null, place: string): void;
  connectionClose(connection: ConnectionId, because: string): void;
  openFailed(error: Error, nextTryMillis: number): void;
  /** A transaction or a pin makes no progress, or a session was released in a transaction. */
  leak(session: SessionId, what: "transaction" | "pin" | "released-in-transaction", ageMillis: number, stack: string | null): void;
  /** A statement settled; `micros` between writing it and its boundary. */
  statement(micros: number, fate: Fate): void;
  /** Time jumped: the process was stopped, or its event loop was blocked. */
  leap(millis: number): void;
}
declare const silentObserver: PoolObserver;
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
/** The known name that is nearest to a misspelt one, or null when none is near. */
declare function nearestName(name: string, known: readonly string[]): string | null;
declare const coreOptionNames: readonly string[];
/** Checks what was given and fills in the defaults. Names that core does not know are the adapter's business. */
declare function checkOptions(given: {
  readonly [name: string]: unknown;
}): PoolOptions;
/** A bound of an adapter's own that may change at any time. Asked for, so that the options stay plain data. */
interface LiveBound {
  /** What `maxConnections` would be now. */
  readonly maxConnections: () => number | null;
  /** No value of it goes above this. */
  readonly ceiling: number;
}
/** How many connections may exist now. The slots are the ceiling; this admission limit lies at or below it. */
declare class Limits {
  #private;
  constructor(clock: Clock, options: PoolOptions, onLambda: boolean, live?: LiveBound | null);
  /** The bound that options and server give, before back-pressure. */
  get allowed(): number;
  /** The bound that holds now. */
  get current(): number;
  get maxIdle(): number;
  learn(server: ServerLimits): void;
  /** The server said that it is full while `open` connections were ours: keep to these for a while. */
  serverFull(open: number): void;
}
/** `unknown`: never reached. `suspect`: it was good, and a connection was lost since. `out`: the last attempt failed. */
type TargetHealth = "unknown" | "good" | "suspect" | "out";
/** Says when the target may be dialled, so that a dead server is asked by one attempt at a time. */
declare class Breaker {
  #private;
  lastError: Error | null;
  constructor(clock: Clock);
  get health(): TargetHealth;
  /** How many attempts may be under way at the same time. */
  get parallel(): number;
  /** Milliseconds until the next attempt may start. */
  delay(): number;
  succeeded(): void;
  /** @returns milliseconds until the next attempt. */
  failed(error: Error): number;
  /** It answers, and has no room for one more: what is open is as good as before. @returns 0: the limit waits, not the target. */
  full(error: Error): number;
  connectionLost(): void;
}
/** Idle connections, last in first out: what is not needed grows old at the bottom and can be closed. */
declare class IdleSet<W extends object> {
  #private;
  get length(): number;
  push(connection: Connection<W>): void;
  take(prefers: ConnectionId | null): Connection<W> | null;
  remove(connection: Connection<W>): boolean;
  /** Oldest first. */
  [Symbol.iterator](): Iterator<Connection<W>>;
}
/** What the store tells the layer above. */
interface StoreListener<W extends object, T extends Ticket> {
  opened(connection: Connection<W>): void;
  /** @param forWaiters the error that those who wait must be given now; null: they wait on. */
  openFailed(forWaiters: Error | null): void;
  settled(connection: Connection<W>, ticket: T, boundary: Boundary): void;
  pushed(connection: Connection<W>, kind: "notification" | "notice", payload: unknown): void;
  lost(connection: Connection<W>, error: Error | null): void;
  /** A slot is free again. */
  freed(): void;
  /** Runs on each new connection before it is used. */
  prepare(wire: W, deadline: number): Promise<void>;
}
interface StoreParts<W extends object, T extends Ticket> {
  readonly driver: Driver<W, T>;
  readonly clock: Clock;
  readonly options: PoolOptions;
  readonly slots: Slots;
  readonly limits: Limits;
  readonly breaker: Breaker;
  readonly observer: PoolObserver;
}
/** The physical connections: opens, keeps idle ones, closes. Knows nothing of sessions. */
declare class Store<W extends object, T extends Ticket> {
  #private;
  readonly headcount: Headcount;
  readonly connections: Set<Connection<W>>;
  readonly idle: IdleSet<W>;
  generation: number;
  /** Whether any connection was ever opened. */
  everGood: boolean;
  constructor(parts: StoreParts<W, T>, listener: StoreListener<W, T>);
  /** Attempts to open that are under way. */
  get attempts(): number;
  /** Whether one more attempt may start now. Without an open connection what was known of the server is old. */
  get canOpen(): boolean;
  /** Starts one attempt. It belongs to the pool: whoever waits for it may go away, and its connection stays. */
  open(): void;
  /** The function that the driver calls at each boundary of this connection. One for its whole life. */
  settledOf(connection: Connection<W>): (ticket: T, boundary: Boundary) => void;
  /** Puts a connection that passed the gate among the idle ones. */
  rest(connection: Connection<W>, now: number): void;
  /** The connection that was used last, so that the others can grow old and be closed. */
  takeIdle(prefers: ConnectionId | null): Connection<W> | null;
  /** Politely, then by force. Its slot is free only when the socket is gone. */
  close(connection: Connection<W>, because: string): Promise<void>;
  /** Cuts the wire; whatever was owed is settled as in doubt, then `lost` follows. */
  abort(connection: Connection<W>): void;
}
/** Opens connections because waiters exist: one attempt for each waiter that has none, inside limit and breaker. */
declare class Opener<W extends object, T extends Ticket> {
  #private;
  /**
  * @param wanted how many connections are wanted beyond those that exist.
  * @param awaited whether anybody waits for one: only then a retry keeps the process alive.
  */
  constructor(clock: Clock, store: Store<W, T>, breaker: Breaker, wanted: () => number, awaited: () => boolean);
  demand(): void;
  /** Nobody waits any more: the timer must not keep the process alive. */
  rest(): void;
  stop(): void;
}
/** One session that waits for a connection. The deadline is absolute and is never armed again. */
declare class Waiter<B> {
  readonly borrower: B;
  readonly since: number;
  deadline: number;
  previous: Waiter<B> | null;
  next: Waiter<B> | null;
  queued: boolean;
  constructor(borrower: B, since: number, deadline: number);
}
/** Who waits, oldest first. Removal is O(1); looking for expired ones is O(n), done once for each due deadline. */
declare class WaitQueue<B> {
  #private;
  get length(): number;
  push(waiter: Waiter<B>): void;
  /** Back to the head: it was served already, and its connection turned out to be gone. */
  unshift(waiter: Waiter<B>): void;
  shift(): Waiter<B> | null;
  remove(waiter: Waiter<B>): boolean;
  [Symbol.iterator](): IterableIterator<Waiter<B>>;
  earliestDeadline(): number;
  /** Removes and gives those whose deadline has passed, oldest first. */
  takeExpired(now: number): readonly Waiter<B>[];
  takeAll(): readonly Waiter<B>[];
  /** Time stood still for the whole process: nobody loses what it could not use. */
  extend(millis: number): void;
}
/**
* `ROW_COUNT()`, `FOUND_ROWS()` and `SHOW WARNINGS` answer from what ran on the connection before, and no statement
* overwrites all of it: on MySQL an INSERT leaves the found rows of whoever selected last, on MariaDB a `SELECT 1` the
* warnings. A connection remembers who ran last, and what may still be of somebody else before him.
*/
interface DiagnosticsUse {
  /** Bits of what the text asks for and does not itself overwrite first. */
  readonly needs: number;
  /** Bits of what nobody can ask for any more behind the text. */
  readonly overwrites: number;
  /** What it calls may ask too, for something of its own or for whatever it finds. */
  readonly asksWithin: boolean;
}
/** What cleans a connection after a cause: nothing is stronger than `close`. */
type Cleanup = "none" | "reset" | "close";
interface PinCause {
  readonly reason: EffectKind | "first-statement" | "explicit";
  readonly rule: string;
  readonly cleanup: Cleanup;
}
/** Everything that a session must know of a text, worked out once for each text. */
interface Verdict {
  /** Which knowledge of the catalogue it rests on. */
  readonly epoch: number;
  readonly causes: readonly PinCause[];
  readonly begins: boolean;
  readonly rollsBack: boolean;
  /** Asks what the session did last on its connection. */
  readonly looksBack: boolean;
  /** And is answered as if there were nothing where it was forgotten. */
  readonly looksBackUnwarned: boolean;
  /** May move a sequence, whether the text shows it or not. */
  readonly mayAdvance: boolean;
  /** Moves a sequence by its own words (nextval, setval), or does whatever no text shows. */
  readonly movesExplicitly: boolean;
  /** What it asks of the statements before it, and overwrites of what they left. */
  readonly diagnostics: DiagnosticsUse;
  /** May define routines, and so change what calls of them do. */
  readonly mayDefine: boolean;
  /** Words about the transaction only: no query, so that they may still be the first of their transaction. */
  readonly runsNothing: boolean;
  /** Calls what only the server's catalogue knows. */
  readonly callsRoutines: boolean;
  /** The connection's statement names must be the session's own; `forget`: and nobody else's may be seen. */
  readonly claims: "nothing" | "own" | "forget";
  readonly discards: readonly DiscardExtent[];
}
interface MultiplexerParts<W extends object, T extends Ticket> {
  readonly driver: Driver<W, T>;
  readonly clock: Clock;
  readonly options: PoolOptions;
  readonly limits: Limits;
  readonly breaker: Breaker;
  readonly observer: PoolObserver;
  /** Looks for a leap of time before anything is decided by time. */
  readonly beforeExpiry: (now: number) => void;
}
/**
* The heart: whoever asks gets a connection, one session at a time, and a connection goes to the next only through
* the gate. Core moves its own state before any caller hears of a boundary.
*/
declare class Multiplexer<W extends object, T extends Ticket> {
  #private;
  readonly opener: Opener<W, T>;
  /** Callers without a statement that want to know whether the server can be reached. */
  hopers: number;
  constructor(parts: MultiplexerParts<W, T>, store: Store<W, T>);
  get queue(): WaitQueue<Borrower<W, T>>;
  /** The leases that are not over. */
  get leases(): readonly Lease<W, T>[];
  /**
  * Asks for a connection. The answer is `granted`, at once where one is idle, or `denied`.
  * @param again it was served before, and nothing was sent: it goes to the head, with its old deadline.
  * @returns what it waits by; null when it was answered.
  */
  borrow(borrower: Borrower<W, T>, since: number, prefers: ConnectionId | null, again: boolean): Waiter<Borrower<W, T>> | null;
  giveUp(waiter: Waiter<Borrower<W, T>>): void;
  /** Writes a statement, in the async context of its caller. False: nothing was sent, the connection is of no use. */
  submit(lease: Lease<W, T>, ticket: T): boolean;
  /** Called by the driver, before the caller hears of the boundary. */
  settled(connection: Connection<W>, ticket: T, boundary: Boundary): void;
  /**
  * The session parts with its connection.
  * @param cleanup what it may have left there.
  * @param now read at its boundary.
  */
  giveBack(lease: Lease<W, T>, cleanup: Cleanup, transaction: boolean, now?: number): void;
  /** Ends the transaction that a session left open, then takes its connection back. */
  rollBack(lease: Lease<W, T>, cleanup: Cleanup): Promise<void>;
  /** Closes the connection of a lease: nothing of it may reach anyone else. */
  discard(lease: Lease<W, T>): void;
  /** Asks the server to cancel the statement of a lease; its caller hears what the server says. */
  cancel(lease: Lease<W, T>, ticket: T): void;
  /** Cuts the wire of a session that makes no progress; it is told by `lost`. */
  takeBack(lease: Lease<W, T>): void;
  /** Offers an idle connection to the one that has waited longest, in the same tick. */
  serve(connection: Connection<W>): void;
  lost(connection: Connection<W>, error: Error | null): void;
  pushed(connection: Connection<W>, kind: "notification" | "notice", payload: unknown): void;
  /** No connection will come: those who wait are told why. */
  denyAll(error: Error): void;
  /** The process stood still: nobody loses the time that he could not use, and idle connections may be dead. */
  leaped(millis: number): void;
  pause(): void;
  /** Serves as many as there are idle connections, and opens for the rest. */
  resume(): void;
  drain(): void;
  /** Nobody may have a connection any more. */
  close(): void;
}
/** Where a transaction, a pin or a borrow began: made into text only when it is told. */
interface Origin {
  readonly stack?: string;
}
/** The caller's frames are those above this function. */
type Below = (...args: never[]) => unknown;
/**
* What a kind of session state does to its session.
* `ignore`: nothing is kept. `pin-reset`, `pin-close`: the session keeps its connection until it ends, which is then
* reset, or closed because no reset covers the cause. `look-up`: the server's catalogue decides.
*/
type ProfileAction = "ignore" | "pin-reset" | "pin-close" | "look-up";
interface Profile {
  readonly name: string;
  /** Pins at the first statement, whatever it is. */
  readonly pinsAtFirstStatement: boolean;
  readonly actions: { readonly [kind in EffectKind]: ProfileAction };
}
/** What the server's catalogue says about routines. */
interface Catalogue {
  readonly routines: ReadonlyMap<string, RoutineFacts>;
  readonly dependents: Dependents;
  /** Whether any of the routines keeps state. */
  readonly keepsState: boolean;
}
/** Which knowledge of the catalogue a reading will replace. */
type Reading = number;
/** Turns what the classifier saw into what a profile does about it. */
declare class Judge {
  #private;
  constructor(engine: Engine, profile: Profile);
  /** A statement that may define routines has taken effect: what is known of them is no longer true. */
  routinesMayHaveChanged(): void;
  /** Null: what is known is good. When it is only old, one statement reads, and the others go by what is known. */
  beginReading(now: number): Reading | null;
  /** What a verdict rests on is still known, and nobody has to read the catalogue first. */
  stands(verdict: Verdict, now: number): boolean;
  endReading(): void;
  /** Nothing has changed since the last reading, says its stamp. */
  confirms(stamp: string, reading: Reading, now: number): boolean;
  /** Some routine keeps state, so that what runs it matters too. */
  get knowsState(): boolean;
  learnRoutines(catalogue: Catalogue, stamp: string, reading: Reading, now: number): void;
  /**
  * The verdict on a text that was judged a moment ago: the catalogue may have been read since.
  * @param reads false: the session can't read it, and something may have been defined.
  */
  judgeAgain(text: string | null | undefined, verdict: Verdict, reads: boolean): Verdict;
  /** @param text anything but a text can't be read, and pins. */
  judge(text: string | null | undefined): Verdict;
}
/** Whether any session of the pool ever looked back. From then on writers start on connections that remember nothing. */
interface SequenceCare {
  seen: boolean;
}
/** What the sessions of one pool share. */
interface SessionParts<W extends object, T extends Ticket> {
  readonly mux: Multiplexer<W, T>;
  readonly judge: Judge;
  readonly driver: Driver<W, T>;
  readonly clock: Clock;
  readonly options: PoolOptions;
  readonly observer: PoolObserver;
  readonly care: SequenceCare;
  /** Refuses (by throwing) or warns, as `onPin` says. */
  readonly beforePin: (cause: PinCause, digest: string | null) => void;
  readonly ended: () => void;
}
/** What a face wants to hear of its session. */
interface SessionListener {
  pushed(kind: "notification" | "notice", payload: unknown): void;
  /** The connection that held the session's transaction or obligations is gone. */
  lost(error: Error): void;
  /** Everything that it was given has been answered. */
  drained(): void;
  /** The session is over, and what it held was given back. */
  over?(): void;
}
/** What a caller holds: it costs no connection, and runs its statements one after another. */
declare class Session<W extends object, T extends Ticket> implements Borrower<W, T> {
  #private;
  readonly id: SessionId;
  advancedOn: ConnectionId | null;
  advancedApart: boolean;
  ranOn: ConnectionId | null;
  listener: SessionListener | null;
  constructor(id: SessionId, parts: SessionParts<W, T>);
  get state(): SessionState;
  get pinned(): Pin | null;
  get transaction(): TxStatus;
  get holds(): "nothing" | "transaction" | "obligation";
  get origin(): string | null;
  /** The adapter's object of the connection that the session holds now. */
  get wire(): W | null;
  get active(): T | null;
  /** Statements that wait for the one before them. */
  get backlog(): readonly T[];
  /** Keeps the stack of whoever borrowed, for `leakDetection`. */
  keepOrigin(origin: Origin): void;
  /**
  * Goes on with what a session of one statement has begun.
  * @param lease what the statement was sent on; null: it waits.
  */
  takeOver(ticket: T, verdict: Verdict, askedAt: number, lease: Lease<W, T> | null): void;
  /** @param below the caller's frames are those above this function, in stacks that name where something began. */
  run(ticket: T, below?: Below): void;
  granted(lease: Lease<W, T>): void;
  denied(error: Error): void;
  settled(ticket: T, boundary: Boundary): void;
  lost(error: Error | null): void;
  /** Its transaction made no progress: the connection is cut, and the session says why from now on. */
  takeBack(why: string): void;
  pushed(kind: "notification" | "notice", payload: unknown): void;
  /** From the next statement on the session keeps its connection, until the returned function is called. */
  pin(): () => void;
  /** Asks the server to cancel a statement that runs; one that waits behind it is forgotten without an answer, as in pg. */
  cancel(ticket: T): void;
  /** No more statements. What was left open is rolled back, what was left behind is reset or closed. */
  end(manner: "release" | "destroy"): void;
  /** It ran no statement for too long. */
  expire(): void;
}
/**
* A session for one statement, as `pool.query` wants it. Nearly every statement is plain: it asks for nothing before it
* runs, and leaves nothing behind. Whatever else turns up, in the text, at the grant or at the boundary, makes a whole
* session, which goes on with the statement from there; this one only passes on to it from then on.
*/
declare class SoleSession<W extends object, T extends Ticket> implements Borrower<W, T> {
  #private;
  readonly id: SessionId;
  advancedOn: ConnectionId | null;
  advancedApart: boolean;
  ranOn: ConnectionId | null;
  readonly origin: null;
  readonly holds = "nothing";
  constructor(id: SessionId, parts: SessionParts<W, T>);
  /**
  * For one statement.
  * @param below as for `Session.run`
  */
  run(ticket: T, below?: Below): void;
  granted(lease: Lease<W, T>): void;
  denied(error: Error): void;
  settled(ticket: T, boundary: Boundary): void;
  lost(error: Error | null): void;
  /** `release`: behind its statement, which goes on. */
  end(manner: "release" | "destroy"): void;
  takeBack(): void;
  /** It has its statement, or nothing. */
  expire(): void;
  pushed(): void;
}
/** One instant of the pool; the places add up to the connections. */
interface PoolState {
  readonly sessions: number;
  readonly waiting: number;
  readonly limit: number;
  readonly allowed: number;
  readonly places: Readonly<Census>;
  /** Connections past their lifetime that are still in use: they are closed at their next boundary. */
  readonly expired: number;
  readonly holders: HolderCount;
}
/** What an end had to cut off: sessions that still held a connection at the deadline. */
interface Straggler {
  readonly origin: string | null;
  readonly holds: "nothing" | "transaction" | "obligation";
}
/** What core gives an adapter's faces. */
interface MuxPool<W extends object, T extends Ticket> {
  /** Costs no connection. */
  session(): Session<W, T>;
  /** For one statement, with which it ends. Counts as a session. */
  sole(): SoleSession<W, T>;
  /** How many are open. */
  readonly sessions: number;
  /** Null when the server is known to be good now; else settles when a connection was opened, or could not be. */
  whenGood(): Promise<void> | null;
  state(): PoolState;
  pause(): void;
  resume(): void;
  /** Retires every connection at its next boundary. */
  reconnect(): void;
  /**
  * Opens no session any more; those that are open go on until they are released or endTimeoutMillis has passed. Resolves
  * when every socket is closed, with those that had to be cut off.
  */
  end(): Promise<readonly Straggler[]>;
}
interface MuxPoolParts {
  readonly clock?: Clock;
  readonly observer: PoolObserver;
  /** AWS Lambda runs one handler at a time in a process. */
  readonly onLambda?: boolean;
  /** Bounds the pool instead of the option `maxConnections`. */
  readonly live?: LiveBound;
  /** Says a warning to whoever runs the program. */
  readonly warn: (message: string, code: string) => void;
}
/** Wires the parts; no logic of its own. */
declare function createMuxPool<W extends object, T extends Ticket>(driver: Driver<W, T>, options: PoolOptions, parts: MuxPoolParts): MuxPool<W, T>;
interface OfPool {
  /** The option `name` of the pool. */
  readonly pool: string;
}
interface OfLease extends OfPool {
  readonly session: SessionId;
  readonly connection: ConnectionId;
}
interface BorrowEvent extends OfLease {
  /** Microseconds since the session asked. */
  readonly waitMicros: number;
}
interface ReturnEvent extends OfLease {
  /** Whether the session had begun a transaction on it. */
  readonly transaction: boolean;
}
interface WaitEvent extends OfPool {
  readonly session: SessionId;
  /** How many wait now, this one included. */
  readonly waiting: number;
}
interface PinEvent extends OfLease, Pin {
  /** Where the transaction or the pin began, innermost frame first; null when the caller was not on the stack. */
  readonly stack: string | null;
}
interface UnpinEvent extends OfLease, Pin {
  readonly heldMillis: number;
  /** What ended it: `session-end`, `discard`, `connection-lost`. */
  readonly endedBy: string;
}
interface StateDiscardedEvent extends OfPool {
  readonly connection: ConnectionId;
  readonly how: "reset" | "close";
  readonly because: GateQuestion | "session-destroyed";
}
interface ConnectionOpenEvent extends OfPool {
  readonly connection: ConnectionId;
  readonly openMicros: number;
}
interface ConnectionLostEvent extends OfPool {
  readonly connection: ConnectionId;
  readonly error: Error | null;
  /** Where it was: `idle`, `leased`, … */
  readonly place: string;
}
interface ConnectionCloseEvent extends OfPool {
  readonly connection: ConnectionId;
  readonly because: string;
}
interface OpenFailedEvent extends OfPool {
  readonly error: Error;
  /** Milliseconds until the next attempt may start. */
  readonly nextTryMillis: number;
}
interface LeakEvent extends OfPool {
  readonly session: SessionId;
  readonly what: "transaction" | "pin" | "released-in-transaction";
  readonly ageMillis: number;
  readonly stack: string | null;
}
interface LeapEvent extends OfPool {
  readonly millis: number;
}
/** Name and payload of each event. The same objects go to the diagnostics channels. */
interface PoolEventMap {
  borrow: [BorrowEvent];
  return: [ReturnEvent];
  wait: [WaitEvent];
  pin: [PinEvent];
  unpin: [UnpinEvent];
  stateDiscarded: [StateDiscardedEvent];
  connectionOpen: [ConnectionOpenEvent];
  connectionLost: [ConnectionLostEvent];
  connectionClose: [ConnectionCloseEvent];
  openFailed: [OpenFailedEvent];
  leak: [LeakEvent];
  leap: [LeapEvent];
}
/** What `pool.events` is. */
type PoolEvents = EventEmitter<PoolEventMap>;
/** All pins by one rule and one statement since the pool's start or the last `reset()`. */
interface PinReportRow {
  /** Kind of state that keeps a session on its connection. */
  readonly reason: string;
  readonly rule: string;
  /** The statement without any literal; null where there was none, or it could not be read, or in a row of `others`. */
  readonly digest: string | null;
  /** True for the row that stands for all statements that found no room of their own. */
  readonly others: boolean;
  /** How many different sessions were pinned. */
  readonly sessions: number;
  readonly count: number;
  /** Pins that are held now; they are part of `count` and of the times. */
  readonly held: number;
  readonly pinnedMillis: number;
  readonly longestMillis: number;
  /** How often each end came: `session-end`, `discard`, `connection-lost`. */
  readonly endedBy: {
    readonly [end: string]: number;
  };
  /** When the first of them began, milliseconds since 1970. */
  readonly firstSince: number;
  /** Where the first of them began. */
  readonly firstStack: string | null;
  /** How the program gets along without this pin; null where nothing is known. */
  readonly avoid: string | null;
}
/** What `pool.pinReport()` gives: the longest time first. It holds no values of statements, so it may be logged. */
declare class PinReport {
  readonly rows: readonly PinReportRow[];
  constructor(rows: readonly PinReportRow[]);
  /** A table for people, then for each row its statement, its place in the program and how to avoid it. */
  toString(): string;
}
/** How long something took, of everything that was recorded since the pool's start or the last `reset()`. Microseconds. */
interface LatencySummary {
  readonly count: number;
  /** Exact. 0 when nothing was recorded. */
  readonly mean: number;
  /** Half took no longer than this. Within 1 %, as every percentile here. */
  readonly p50: number;
  readonly p99: number;
  /** Exact. */
  readonly max: number;
}
/**
* One instant of a pool. What is counted, it counts since the pool's start or the last `reset()`.
* The table of metrics (`metricTable`) says what each number means, and which of them add up.
*/
interface PoolSnapshot {
  readonly name: string;
  /** When it was taken, milliseconds since 1970. */
  readonly at: number;
  /** Since when is counted, milliseconds since 1970. */
  readonly since: number;
  readonly clientConnections: number;
  readonly clientConnectionsPeak: number;
  readonly waiting: number;
  readonly databaseConnections: number;
  readonly databaseConnectionsPeak: number;
  readonly databaseConnectionsCurrentlyBorrowed: number;
  readonly databaseConnectionsCurrentlySessionPinned: number;
  readonly databaseConnectionsCurrentlyInTransaction: number;
  readonly maxDatabaseConnectionsAllowed: number;
  readonly maxDatabaseConnectionsNow: number;
  readonly places: { readonly [place in Exclude<Place, "gone">]: number };
  readonly databaseConnectionRequests: number;
  readonly databaseConnectionsSetupSucceeded: number;
  readonly databaseConnectionsSetupFailed: number;
  readonly databaseConnectionsSetupLatency: LatencySummary;
  readonly databaseConnectionsLost: number;
  readonly databaseConnectionsClosed: number;
  readonly leases: number;
  readonly transactions: number;
  readonly databaseConnectionsBorrowLatency: LatencySummary;
  readonly waits: {
    readonly count: number;
    readonly queue: LatencySummary;
    readonly open: LatencySummary;
  };
  readonly queryRequests: number;
  readonly queryRequestsByFate: { readonly [fate in Fate]: number };
  readonly queryDatabaseResponseLatency: LatencySummary;
  readonly multiplexingRatio: number;
  readonly pins: number;
  readonly pinsByReason: {
    readonly [reason: string]: number;
  };
  readonly stateDiscarded: {
    readonly reset: number;
    readonly close: number;
  };
  readonly leaks: {
    readonly transaction: number;
    readonly pin: number;
    readonly "released-in-transaction": number;
  };
  readonly leaps: number;
}
interface ObservatoryParts {
  /** The option `name` of the pool. */
  readonly name: string;
  readonly clock: {
    now(): number;
    wallTime(): number;
  };
  /** How many sessions are open now. Read at each lease: it must cost next to nothing. */
  readonly sessions: () => number;
  /** How a rule's pin can be avoided: the engine's. */
  readonly avoid: (rule: string) => string | null;
  /** Says a warning to whoever runs the program. */
  readonly warn: (message: string, code: string) => void;
  /** Hears of a lost connection before listeners do. */
  readonly lost?: (error: Error | null, place: string) => void;
  /** Gets one line for each pin. */
  readonly log?: (line: string) => void;
}
/** Turns what happens in one pool into events, channels, numbers and the report of pins. Nothing it does reaches the pool. */
declare class Observatory implements PoolObserver {
  #private;
  constructor(parts: ObservatoryParts);
  get events(): PoolEvents;
  /** @param state of the same instant. */
  snapshot(state: PoolState): PoolSnapshot;
  pinReport(): PinReport;
  /** Counts from 0 again. What is held or open now stays, and counts from now on. */
  reset(): void;
  borrow(session: SessionId, connection: ConnectionId, waitMicros: number): void;
  return(session: SessionId, connection: ConnectionId, transaction: boolean): void;
  wait(session: SessionId, waiting: number): void;
  statement(micros: number, fate: Fate): void;
  pin(session: SessionId, connection: ConnectionId, pin: Pin, stack: string | null): void;
  unpin(session: SessionId, connection: ConnectionId, pin: Pin, endedBy: string): void;
  stateDiscarded(connection: ConnectionId, how: "reset" | "close", because: GateQuestion | "session-destroyed"): void;
  connectionOpen(connection: ConnectionId, openMicros: number): void;
  connectionLost(connection: ConnectionId, error: Error | null, place: string): void;
  connectionClose(connection: ConnectionId, because: string): void;
  openFailed(error: Error, nextTryMillis: number): void;
  leak(session: SessionId, what: "transaction" | "pin" | "released-in-transaction", ageMillis: number, stack: string | null): void;
  leap(millis: number): void;
}
export { type Boundary, type Clock, type ControlRows, type ControlStatement, type Driver, type DriverCapabilities, type Engine, type Fate, type LiveBound, MuxError, type MuxPool, type MuxPoolParts, Observatory, type OpContext, type Pin, type PinReport, PoolContext, type PoolEvents, type PoolObserver, type PoolOptions, type PoolSnapshot, type PoolState, type RoutineFacts, type ServerLimits, type Session, type SessionId, type SessionListener, type Settled, SharedRooms, type SoleSession, type Straggler, type Ticket, type Timer, type TxStatus, type WireSink, checkOptions, configurationIdentity, coreOptionNames, createMuxPool, guarded, leanSocket, nearestName, silentObserver, systemClock, tellProcess, withDeadline, withFate };
import { AsyncResource } from "node:async_hooks";

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
/** Transaction state as the server said it at a boundary. `unknown` is never treated as `none`. */
type TxStatus = "none" | "open" | "failed" | "unknown";
/** What is known of a statement that did not succeed. `in-doubt`: it was sent and its reply was lost. */
type Fate = "ok" | "not-sent" | "refused-by-server" | "in-doubt";
/** A statement of the pool itself: qualified names, values as parameters only. */
interface ControlStatement {
  readonly text: string;
  readonly values?: readonly unknown[];
}
type ControlRows = readonly (readonly unknown[])[];
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
/** What the caller of a statement was told. */
interface Told {
  readonly rows: readonly (readonly unknown[])[];
  readonly error: Error | null;
}
/** Statements in the words of the driver's server. */
interface SubjectTexts {
  /** Answers one row with the number 1. */
  readonly one: string;
  /** The server refuses it. */
  readonly fails: string;
  readonly begin: string;
  readonly rollback: string;
  /** Runs until it is cancelled. */
  readonly waits: string;
  /** Leaves something on the connection, and shows it: one row, whose value differs on a new connection. */
  readonly leaves: string;
  readonly shows: string;
}
/** What the server makes of a transaction in which a statement has failed. */
type AfterError = "failed" | "open";
/** A driver with a server behind it. Each case has a new one. */
interface Subject<W extends object, T extends Ticket> {
  readonly driver: Driver<W, T>;
  readonly clock: Clock;
  readonly texts: SubjectTexts;
  readonly afterError: AfterError;
  ticket(text: string, heard: (told: Told) => void): T;
  /** The server ends the connection. */
  kill(wire: W): Promise<void>;
  /** How many connections of this driver the server has. */
  connections(): Promise<number>;
  /** From now on nothing comes from the server, and nothing goes to it. */
  freeze(): void;
  /** Whether the connection keeps the process alive. */
  holds(wire: W): boolean;
  /** A driver that the same server refuses. */
  readonly refused: Driver<W, T>;
  /** A statement that changes a setting which the server reports, with the report that follows. */
  readonly reported: {
    readonly text: string;
    readonly name: string;
    readonly value: string;
  };
  close(): Promise<void>;
}
/** One connection under test, and everything that was told of it, in order. */
declare class Bench<W extends object, T extends Ticket> {
  readonly subject: Subject<W, T>;
  readonly driver: Driver<W, T>;
  readonly wire: W;
  readonly log: string[];
  readonly boundaries: Boundary[];
  private constructor();
  static open<W extends object, T extends Ticket>(subject: Subject<W, T>): Promise<Bench<W, T>>;
  get context(): OpContext;
  /** Submits a statement; resolves when its caller was told. */
  run(text: string, wire?: W): Promise<Told>;
  start(text: string, wire?: W): {
    readonly told: Promise<Told>;
    readonly sent: boolean;
    readonly ticket: T;
  };
  /** Cancels what runs until its caller was told: a signal that overtakes the statement on its way hits nothing. */
  cancelUntil(told: Promise<Told>): Promise<Told>;
  /** As the core does it: in the async context of the caller. */
  submit(ticket: T, text: string, wire?: W, settled?: () => void): boolean;
  /** What was told of losses and statements, without settings and notices. */
  get story(): readonly string[];
}
declare function within(clock: Clock, millis?: number): OpContext;
/** Waits for something that comes by itself: by looking, as nothing else tells of it. */
declare function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void>;
/** Something that every driver must do. It throws when this one does not. */
interface ConformanceCase {
  readonly name: string;
  run<W extends object, T extends Ticket>(subject: Subject<W, T>): Promise<void>;
}
declare const conformanceCases: readonly ConformanceCase[];
/** Cases that a driver can't pass, by name, each with the reason. */
type ConformanceSkips = {
  readonly [name: string]: string;
};
/**
* The cases with what is to be skipped. Any test runner can run them: a new subject for each, closed behind it.
* @throws AssertionError for a skip of a case that does not exist, or without a reason.
*/
declare function conformance(skips?: ConformanceSkips): readonly {
  readonly name: string; /** Null: it must pass. */
  readonly skip: string | null;
  run<W extends object, T extends Ticket>(open: () => Promise<Subject<W, T>>): Promise<void>;
}[];
/** An error as a server sends it. */
declare class FakeServerError extends Error {
  readonly code: string;
  constructor(code: string, message: string);
}
type FakeRows = readonly (readonly unknown[])[];
type FakeReply = {
  readonly rows: FakeRows;
  readonly error: FakeServerError | null;
};
/** What all connections of one server see. */
declare class FakeDatabase {
  readonly tables: Map<string, string[]>;
  readonly sequences: Map<string, number>;
  readonly locks: Map<string, FakeBackend>;
}
/** One server process: transaction, settings, temporary tables, locks and sequences as a real one has them. */
declare class FakeBackend {
  #private;
  tx: TxStatus;
  settings: Map<string, string>;
  temporary: Set<string>;
  readonly advanced: Map<string, number>;
  /** A cancel has arrived; it hits whatever runs next. */
  interrupted: boolean;
  constructor(database: FakeDatabase);
  /** The keys of the advisory locks that it holds. */
  get locks(): readonly string[];
  /** @param text null: a sign of life; a cancel that lands on it is lost. */
  execute(text: string | null): FakeReply;
  begin(): FakeRows;
  finish(keep: boolean): FakeRows;
  /** Each row has a number from a sequence, as by a column default: no text shows that it moves. */
  insert(table: string, value: string): FakeRows;
  read(table: string): FakeRows;
  lock(key: string): FakeRows;
  unlock(key: string): boolean;
  advance(name: string): number;
  discardAll(): FakeRows;
  /** The connection is gone: the server rolls back, and everything that lived in the process ends. */
  exit(): void;
}
interface FakeAnswer {
  readonly rows: FakeRows;
  readonly error: Error | null;
}
interface FakeTicketParts {
  readonly timeoutMillis?: number;
  readonly signal?: AbortSignal;
  /** Called with the answer. */
  readonly heard?: (answer: FakeAnswer) => void;
}
/** A statement for the fake server. Of its answers the first is told, as every adapter must do it. */
declare class FakeTicket implements Ticket {
  #private;
  readonly text: string;
  readonly flow = "rows";
  readonly context: AsyncResource;
  readonly timeoutMillis: number;
  readonly signal: AbortSignal | null;
  /** What the caller was told; null while he waits. */
  answer: FakeAnswer | null;
  constructor(text: string, parts?: FakeTicketParts);
  tell(answer: FakeAnswer): void;
  refuse(error: Error): void;
}
/** What the network is about to bring: a test may keep it, change the order, or never let it happen. */
interface FakeEvent {
  readonly kind: "open" | "reply" | "cancel" | "close" | "pulse";
  readonly wire: FakeWire | null;
  readonly happen: () => void;
}
interface Job {
  /** Null: only a sign of life. */
  readonly text: string | null;
  readonly ticket: FakeTicket | null;
  /** The reply, or null with the reason why there will be none. */
  readonly done: (reply: FakeReply | null, lost: Error) => void;
}
interface FakeWireParts {
  readonly database: FakeDatabase;
  readonly sink: WireSink;
  readonly schedule: (event: FakeEvent) => void;
  /** Called in the moment in which the server runs a statement. */
  readonly watch: (wire: FakeWire, text: string | null, ticket: FakeTicket | null) => void;
  readonly gone: (wire: FakeWire) => void;
}
/** One connection of the fake server: one statement at a time, each with one boundary. */
declare class FakeWire {
  #private;
  readonly backend: FakeBackend;
  place: "open" | "closing" | "gone";
  /** Whether it keeps the process alive. */
  held: boolean;
  constructor(parts: FakeWireParts);
  get busy(): boolean;
  /** What it was asked to run, and has not answered. */
  get runs(): string | null;
  /** @returns false when nothing can be written. */
  run(job: Job): boolean;
  /** A statement of the pool's own; rejects with the server's error, or with the loss. */
  ask(text: string | null): Promise<FakeRows>;
  /** A cancel has arrived: it hits what runs, or what runs next. */
  interrupt(): void;
  /** A setting that the server reports by itself. */
  report(name: string, value: string, solicited: boolean): void;
  /** Something may have changed, says the server, and not what. */
  doubt(): void;
  push(kind: "notification" | "notice", payload: unknown): void;
  /** Resolves when the socket is gone. */
  close(manner: "drain" | "abort"): Promise<void>;
  /** The connection is gone. `ran`: the server has done what it was asked to do, and the reply is lost. */
  lose(error?: Error | null, ran?: boolean): void;
}
type FakeOpenError = Error & {
  readonly kind?: "permanent" | "transient" | "full";
};
/** A driver with its server in memory: everything happens when, and in the order in which, the test lets it. */
declare class FakeDriver implements Driver<FakeWire, FakeTicket> {
  #private;
  readonly name = "fake";
  readonly can: DriverCapabilities;
  readonly engine: Engine;
  readonly database: FakeDatabase;
  /** Connections that are open or closing; with `opening` all that the server has to bear. */
  readonly wires: Set<FakeWire>;
  opening: number;
  attempts: number;
  /** The error with which the next attempt fails. */
  failOpen: () => FakeOpenError | null;
  /** Lets happen what is ready: at once, if a test does not say otherwise. */
  schedule: (event: FakeEvent) => void;
  /** Sees every statement in the moment in which the server runs it; a text of null is a sign of life. */
  watch: FakeWireParts["watch"];
  /** Whether taking a session's statement names costs a round trip. */
  claims: boolean;
  constructor(clock: Clock);
  open(sink: WireSink, context: OpContext): Promise<FakeWire>;
  close(wire: FakeWire, manner: "drain" | "abort"): Promise<void>;
  submit(wire: FakeWire, ticket: FakeTicket, settled: Settled<FakeTicket>): boolean;
  control(wire: FakeWire, batch: readonly ControlStatement[], context: OpContext): Promise<readonly ControlRows[]>;
  tx(wire: FakeWire): TxStatus;
  owed(wire: FakeWire): number;
  cancel(wire: FakeWire): Promise<void>;
  reset(wire: FakeWire, context: OpContext): Promise<void>;
  claim(wire: FakeWire, _ticket: FakeTicket, _forget: boolean, context: OpContext): Promise<void> | null;
  pulse(context: OpContext): Promise<boolean>;
  hold(wire: FakeWire, yes: boolean): void;
  judgeOpenError(error: Error): "permanent" | "transient" | "full";
}
/** What one private connection would have answered: the measure for a session that shares connections with others. */
declare class ReferenceSession {
  #private;
  /** @param cancelled whether a cancel hits the statement. */
  answer(text: string, cancelled?: boolean): FakeReply;
  /** Everything that lives in the connection, to be compared with the one that is used in its place. */
  get state(): ReturnType<typeof stateOf>;
  /** What the session has committed. */
  get tables(): ReadonlyMap<string, readonly string[]>;
  /** The connection was lost, and another one is opened in its place. */
  reconnected(): void;
}
/** What a session can find on a connection. */
declare function stateOf(backend: FakeBackend): {
  readonly tx: string;
  readonly settings: readonly string[];
  readonly temporary: readonly string[];
  readonly locks: readonly string[];
};
/** Lets everything run that waits for no time: promises, ticks, and input that is ready. */
declare function settle(): Promise<void>;
/** A clock whose time moves only when it is told to. The same seed gives the same random numbers. */
declare class VirtualClock implements Clock {
  #private;
  /** @param seed a whole number; it starts the random numbers. */
  constructor(seed?: number);
  now(): number;
  wallTime(): number;
  /** mulberry32: small, and the same on every machine. */
  random(): number;
  setTimer(fire: () => void, millis: number, hold: boolean): Timer;
  afterPendingIo(run: () => void): void;
  /** Timers that have not fired, and how many of them keep the process alive. */
  get timers(): {
    readonly pending: number;
    readonly holding: number;
  };
  /** Milliseconds until the next timer; null when there is none. */
  get untilNext(): number | null;
  /** The process stands still: time passes, and nothing runs. Timers that are due fire with the next `advance`. */
  leap(millis: number): void;
  /** Moves time on, with every timer in its turn and everything that follows from it. */
  advance(millis: number): Promise<void>;
  /** Time stands; what is ready runs, and behind it what waits for pending input. */
  flush(): Promise<void>;
}
export { type AfterError, Bench, type ConformanceCase, type ConformanceSkips, type FakeAnswer, FakeBackend, FakeDatabase, FakeDriver, type FakeEvent, type FakeOpenError, type FakeReply, type FakeRows, FakeServerError, FakeTicket, type FakeTicketParts, FakeWire, ReferenceSession, type Subject, type SubjectTexts, type Told, VirtualClock, conformance, conformanceCases, settle, stateOf, until, within };
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
/** What a text means hangs on the server, its version and the session's sql_mode. */
interface Dialect {
  readonly family: "mysql" | "mariadb";
  /** As in executable comments: 90704 is 9.7.4. */
  readonly version: number;
  /** Backslashes escape in strings; not under NO_BACKSLASH_ESCAPES. */
  readonly backslashes: boolean;
  /** Double quotes are those of names. */
  readonly ansiQuotes: boolean;
  /** `$$…$$` is a string; else a dollar sign is a letter. */
  readonly dollarQuotes: boolean;
}
interface MysqlClassifyOptions {
  /** Default: either, and what either would do counts. */
  readonly server?: Dialect["family"];
  /** As the server tells it, e.g. `8.0.36` or `10.11.18-MariaDB`; default: any version, as `server` says. */
  readonly serverVersion?: string;
  /** The session's `sql_mode`; default: any, and what a text does under any of them counts. */
  readonly sqlMode?: string;
  /** Longer texts (UTF-8 bytes) are unknown without being read; default 1,048,576. */
  readonly maxClassifiedBytes?: number;
}
/** One mebibyte. */
declare const defaultMaxClassifiedBytes: number;
/**
* What each statement of a text may do to its session, on MySQL and on MariaDB. Pure; never throws, whatever the text;
* takes time in proportion to the text's length. Fails closed: what can't be read is `unknown`.
*
* What a text means hangs on the server, its version and its `sql_mode`. As far as the options leave that open, all
* readings of the text count together: the statements are those of the likeliest reading, with the effects of all.
*
* It sees the text and nothing else. Not in the text, and so for the server's catalogue to tell: triggers, views, and
* what routines of users do.
*/
declare function classify(text: string, options?: MysqlClassifyOptions): Classification;
/**
* The text without anything that a user may have put into it: strings and numbers become `?`, lists of them `(...)`,
* values of SET and names of savepoints and prepared statements `?`; comments and white space go. At most 1,024
* characters; `…` where it was cut, or where another `sql_mode` would see the end of a string elsewhere.
*/
declare function digest(text: string): string;
/** A statement of the pool itself: qualified names, values as parameters only. */
interface ControlStatement {
  readonly text: string;
  readonly values?: readonly unknown[];
}
type ControlRows = readonly (readonly unknown[])[];
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
type MysqlEngineOptions = MysqlClassifyOptions;
/**
* MySQL and MariaDB as core sees them. Without `server`, `serverVersion` and `sqlMode` all of them at once, which is
* right for any server: a text that they read differently counts as all that it may be.
*/
declare function mysqlEngine(options?: MysqlEngineOptions): Engine;
/** One row of an engine's rules: what the docs say about it, and what it may announce. */
interface RuleRow<Id extends string> {
  readonly id: Id;
  /** Spellings, as the docs show them. */
  readonly forms: string;
  /** Kinds of effect that this rule can announce; none: the statement leaves nothing behind. */
  readonly effects: readonly EffectKind[];
  readonly what: string;
  /** How a program gets along without the pin; null: nothing to avoid. */
  readonly avoid: string | null;
  /** Page of the manual that proves the row. */
  readonly proof: string;
}
/** One row of the rules: what the docs say about it, and what it may announce. */
type Rule = RuleRow<RuleId>;
type RuleId = "mysql.query" | "mysql.write" | "mysql.schema" | "mysql.admin" | "mysql.show" | "mysql.explain" | "mysql.begin" | "mysql.commit" | "mysql.rollback" | "mysql.release-connection" | "mysql.savepoint" | "mysql.xa" | "mysql.next-transaction" | "mysql.set" | "mysql.set-names" | "mysql.set-global" | "mysql.set-statement" | "mysql.reading-rules" | "mysql.schema-charset" | "mysql.user-variable" | "mysql.set-role" | "mysql.resource-group" | "mysql.use" | "mysql.drop-schema" | "mysql.alter-schema" | "mysql.prepare" | "mysql.execute" | "mysql.execute-immediate" | "mysql.deallocate" | "mysql.temporary" | "mysql.handler" | "mysql.lock-tables" | "mysql.unlock-tables" | "mysql.flush" | "mysql.server-lock" | "mysql.server-unlock" | "mysql.get-lock" | "mysql.release-lock" | "mysql.service-lock" | "mysql.last-insert-id" | "mysql.set-last-insert-id" | "mysql.sequence-advance" | "mysql.sequence-look-back" | "mysql.diagnostics" | "mysql.identity" | "mysql.kill" | "mysql.routine" | "mysql.call" | "mysql.block" | "mysql.binlog" | "mysql.function-state" | "mysql.unknown-word" | "mysql.unread-form" | "mysql.unreadable" | "mysql.ambiguous" | "mysql.too-long";
/** Every rule of the classifier; the reference page is made from it. */
declare const mysqlRules: readonly Rule[];
export { type Classification, type ClassifiedStatement, type DiscardExtent, type Effect, type EffectKind, type MysqlClassifyOptions, type MysqlEngineOptions, type Rule, type StatementVerb, classify, defaultMaxClassifiedBytes, digest, mysqlEngine, mysqlRules };
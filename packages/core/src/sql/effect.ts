/**
 * What one statement may do to the session that runs it, said before it runs.
 *
 * The words are the same for every engine; rules and functions of an engine are tables that map to them.
 * An effect says "may", never "did": it is counted whether the statement succeeds or not.
 */
export type EffectKind =
  /** Transaction control. For information: the truth about transactions is the wire. */
  | 'begin'
  /** COMMIT, ROLLBACK, PREPARE TRANSACTION and their other spellings. */
  | 'end'
  /** SAVEPOINT, RELEASE, ROLLBACK TO. */
  | 'savepoint'
  /** A setting of the session is set (`value` is text), or goes back to its start value (`value` is null). */
  | 'setting'
  /** A setting of the current transaction only; nothing is kept. */
  | 'local-setting'
  /** What the next transaction will be like, and no other: it is used up by whatever opens one. */
  | 'next-transaction'
  | 'role'
  | 'session-authorization'
  /** The schema that names without one are looked up in; `name` is the new one. */
  | 'schema'
  /** A variable of the user (`name`, folded) is set: `value` is the text of a constant. */
  | 'user-variable'
  /** SQL-level PREPARE; `name` is the statement, `value` the text behind AS. */
  | 'sql-prepare'
  | 'sql-execute'
  | 'sql-deallocate'
  /** An object that lives in this connection only; see `until`. */
  | 'temporary'
  /** A cursor that outlives its transaction. */
  | 'hold-cursor'
  /** A cursor that ends with its transaction. */
  | 'cursor'
  | 'advisory-lock'
  | 'advisory-unlock'
  /** Locks on tables, or on the whole server, that outlive the transaction. */
  | 'table-lock'
  | 'table-unlock'
  | 'listen'
  | 'unlisten'
  | 'notify'
  | 'sequence-advance'
  /** Reads what the last advance on this connection gave (currval, lastval). */
  | 'sequence-look-back'
  /** Reads what the statement before this one left: row counts, found rows, warnings, profiles. */
  | 'diagnostics-look-back'
  | 'random-seed'
  /** Ends state of the kinds named by `extent`. */
  | 'discard'
  /** Shows what lives on the connection, so that it would show what is not the session's own. */
  | 'inspect'
  /** Names the connection itself (process id, port): differs between connections. */
  | 'identity'
  /** The protocol goes into copy mode. */
  | 'copy'
  /** Ends or cancels another backend. */
  | 'terminate'
  /** Lives in the server process and no reset statement ends it: the connection must be closed. */
  | 'foreign'
  /**
   * Calls a function by a name that users may have defined, whether a rule names it too or not. The caller looks it up
   * in the server's catalogue; what is not there is harmless.
   */
  | 'routine'
  /** Runs code that the text can't show. */
  | 'opaque'
  /** Loads a library into the server process; no reset unloads it. */
  | 'load'
  /** No rule, text that can't be read, or text over a limit. */
  | 'unknown'

/** Which kinds of state a `discard` ends. */
export type DiscardExtent =
  | 'all'
  | 'temp'
  | 'plans'
  | 'sequences'
  /** All settings; not role, session authorization, transaction modes or the random seed. */
  | 'settings'
  /** One cursor, by `name`. */
  | 'cursor'
  | 'cursors'
  | 'listen'
  | 'sql-prepared'
  | 'advisory-locks'

export interface Effect {
  readonly kind: EffectKind
  /** Id of the row of the rules that said so, e.g. `pg.set`. */
  readonly rule: string
  /**
   * Setting, role, channel, statement, cursor, savepoint or routine, as the server would fold it; what is looked back at.
   * Absent on a kind that needs one: the text does not show it.
   */
  readonly name?: string
  /** Schema of a `routine`; null when the text does not say one. */
  readonly schema?: string | null
  /**
   * New value, as text. For `setting`, `role`, `session-authorization`: null is the start value (RESET, DEFAULT),
   * absent is a value that the text does not show (expression, parameter, FROM CURRENT).
   */
  readonly value?: string | null
  /** Key of an advisory lock in the engine's own notation; null when the text does not show it. */
  readonly key?: string | null
  /** Shared advisory lock. */
  readonly shared?: true
  readonly extent?: DiscardExtent
  /** Ends with the transaction at the latest (temporary table with ON COMMIT DROP, transaction-level lock). */
  readonly until?: 'transaction'
  /** Number n of the parameter `$n` that carries the name. */
  readonly nameParameter?: number
  /** Number n of the parameter `$n` that carries the value. */
  readonly valueParameter?: number
  /** Numbers of the parameters that carry the parts of the key, in order. */
  readonly keyParameters?: readonly number[]
}

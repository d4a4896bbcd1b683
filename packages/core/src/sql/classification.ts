import type { Effect } from './effect.ts'

/**
 * `read`: returns rows, writes nothing by itself and locks no rows (functions called are effects of their own).
 * `write`: changes or locks rows. `ddl`: changes the schema or the catalogue. `transaction`: begins or ends one.
 * `other`: everything else.
 */
export type StatementVerb = 'read' | 'write' | 'ddl' | 'transaction' | 'other'

export interface ClassifiedStatement {
  /** The statement without the separator, surrounding white space and comments. */
  readonly text: string
  /** Offset of `text` in the classified text, in UTF-16 units. */
  readonly start: number
  /** Offset behind `text`. */
  readonly end: number
  readonly verb: StatementVerb
  readonly effects: readonly Effect[]
  /** What of the statements before it nobody can ask for any more behind it, beside the row count. */
  readonly leaves?: readonly Diagnostic[]
}

/** What servers of MySQL's family tell of a statement to those that come behind it. */
export type Diagnostic = 'row-count' | 'found-rows' | 'warnings'

export interface Classification {
  /** In the order in which the server runs them. Empty statements are left out. */
  readonly statements: readonly ClassifiedStatement[]
  /** True when any statement has an effect of kind `unknown`. */
  readonly unknown: boolean
}

export interface ClassifyOptions {
  /** The session's `standard_conforming_strings`; default true. False: backslashes escape in plain strings. */
  readonly standardConformingStrings?: boolean
  /** Longer texts (UTF-8 bytes) are unknown without being read; default 262,144. */
  readonly maxClassifiedBytes?: number
}

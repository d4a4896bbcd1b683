import type { BarSession } from '../bar-pool.ts'

/** Inserts a row into the ledger, slowly or not. Null, or what is wrong with the answer. */
export type Insert = (id: number, slow: boolean) => Promise<string | null>

/** Where statements run: in a session, or each for itself. */
export interface Runs {
  readonly insert: Insert
  /** A state of the session, as the server tells it now. */
  state(): Promise<unknown>
}

export interface LoadSession extends Runs, Omit<BarSession, 'lock'> {
  /** Sets the state, which pins the session. */
  set(): Promise<unknown>
  /** Closes its connection too. */
  destroy(): void
}

/** The pool whose connections are killed. */
export interface LoadPool extends Runs {
  /** The state of a session that nobody has set, and of one that has. */
  readonly states: { readonly fresh: unknown; readonly set: unknown }
  connect(): Promise<LoadSession>
  transaction(work: (insert: Insert) => Promise<void>): Promise<unknown>
  /** An insert that the server refuses. */
  refused(id: number): Promise<unknown>
}

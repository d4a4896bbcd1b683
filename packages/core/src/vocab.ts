/** The words that every layer shares. Types only. */

declare const brand: unique symbol
/** Identity of a virtual session; never equal to a ConnectionId, so that the compiler refuses to mix them. */
export type SessionId = number & { readonly [brand]: 'session' }
/** Identity of a physical connection. */
export type ConnectionId = number & { readonly [brand]: 'connection' }

/** Transaction state as the server said it at a boundary. `unknown` is never treated as `none`. */
export type TxStatus = 'none' | 'open' | 'failed' | 'unknown'

/** What is known of a statement that did not succeed. `in-doubt`: it was sent and its reply was lost. */
export type Fate = 'ok' | 'not-sent' | 'refused-by-server' | 'in-doubt'

/** Where a failure happened. */
export type Phase = 'queue' | 'connect' | 'init' | 'validate' | 'replay' | 'statement' | 'reset' | 'close'

/** Where a connection is. A connection is in exactly one place, and the place is its state. */
export type Place =
  | 'opening'
  | 'idle'
  | 'leased'
  | 'shared'
  | 'probing'
  | 'settling'
  | 'resetting'
  | 'quarantined'
  | 'closing'
  | 'gone'

export type SessionState = 'detached' | 'waiting' | 'attached' | 'pinned' | 'broken' | 'ended'

/** Why a session is pinned, as its user sees it. */
export interface Pin {
  /** Kind of session state that can't leave the connection, e.g. `temporary`, `advisory-lock`, `setting`. */
  readonly reason: string
  /** Id of the rule that saw it, e.g. `pg.set`; `user` for an explicit `pin()`. */
  readonly rule: string
  /** The statement without any literal; null where there was none or it can't be read. */
  readonly digest: string | null
  /** When it began: milliseconds since the epoch. */
  readonly since: number
}

/** Why the gate does not let a connection go to another session as it is. One name for each question. */
export type GateQuestion =
  | 'replies-owed'
  | 'transaction-not-idle'
  | 'cancel-in-flight'
  | 'stream-unread'
  | 'obligations-held'
  | 'imprint-unknown'
  | 'expired'
  | 'generation-retired'
  | 'draining'

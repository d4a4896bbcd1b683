import type { MysqlStateKind } from './mysql/state-kinds.ts'

/** What a program for PostgreSQL touches. Every kind has at least one program and one move of the random generator. */
export const stateKinds = [
  'stateless',
  'transaction',
  'savepoint',
  'failed-transaction',
  'two-phase',
  'setting',
  'local-setting',
  'role',
  'protocol-prepared',
  'sql-prepared',
  'temporary',
  'hold-cursor',
  'cursor',
  'advisory-lock',
  'listen',
  'notify',
  'sequence',
  'discard',
  'random-seed',
  'load',
  'foreign',
  'multi-statement',
  'do-block',
  'routine',
  'copy',
  'stream',
  'error',
] as const

export type StateKind = (typeof stateKinds)[number] | MysqlStateKind

/** A statement in the driver's own form. Placeholders of `names.ts` are replaced in `text`, `name` and string values. */
export interface QuerySpec {
  readonly text?: string
  readonly name?: string
  readonly values?: readonly unknown[]
  readonly rowMode?: 'array'
}

export type Statement = string | QuerySpec

export type Action =
  | { readonly query: Statement }
  /** Runs while the next steps run; its outcome is observed at the session's `join`. */
  | { readonly background: Statement }
  | { readonly join: true }
  /** Waits until the session's background statement waits for a lock, as the server sees it. */
  | { readonly untilBlocked: true }
  /** Handed to one session in one tick, without waiting in between. */
  | { readonly burst: readonly Statement[] }
  /** pg-cursor: reads so many rows each time, then closes it or leaves it open. */
  | { readonly cursor: Statement; readonly reads: readonly number[]; readonly leaveOpen?: true }
  /** pg-query-stream: all rows, or only the first `take` and then destroyed. */
  | { readonly stream: Statement; readonly take?: number }
  /** pg-copy-streams: `fail` destroys the stream with this message after the lines. */
  | { readonly copyIn: string; readonly lines: readonly string[]; readonly fail?: string }
  | { readonly copyOut: string }
  /** Waits for so many notifications since the last such step, and observes all that have come. */
  | { readonly notifications: number }
  /** Gives the session back and takes a new one with the same number. */
  | { readonly reconnect: 'release' | 'destroy' }
  | { readonly release: 'release' | 'destroy' }
  /** Run on a connection that is not the subject's, by a superuser. */
  | { readonly elsewhere: string }
  /** Waits until the server shows none of the program's advisory locks. A release is not answered: this is its answer. */
  | { readonly untilUnlocked: true }
  /** mysql2: what only its connections have. */
  | MysqlAction
  /** `light` holds nothing on the connection; `deep` shows everything and may pin. See `probe.ts`. */
  | { readonly probe: 'light' | 'deep' }

export type MysqlAction =
  | { readonly execute: Statement }
  /** Makes a handle with this name; it is run and closed by its name. */
  | { readonly prepare: string; readonly as: string }
  | { readonly run: string; readonly values?: readonly unknown[] }
  | { readonly close: string }
  | { readonly changeUser: { readonly user?: string; readonly password?: string; readonly database?: string } }
  | { readonly method: 'beginTransaction' | 'commit' | 'rollback' | 'ping' | 'reset' }
  /** LOAD DATA LOCAL: the driver asks for the file and gets these lines. */
  | { readonly infile: string; readonly lines: readonly string[] }

/** Session 0 is `pool.query`; sessions 1 to 3 are connected when first used. Default 1. */
export type SessionNumber = 0 | 1 | 2 | 3

export type Step = Action & { readonly session?: SessionNumber; readonly label?: string }

export interface Program {
  readonly name: string
  readonly covers: readonly StateKind[]
  /** `never`: stateless statements and transactions only; a pool that pins one of its sessions has pinned falsely. */
  readonly pins: 'never' | 'may'
  /** Run by a superuser before the program, in a fresh schema `{s}`. */
  readonly setup?: readonly string[]
  readonly steps: readonly Step[]
  /**
   * Run while nothing else does. A server throws plans away when other sessions change many objects, and with them
   * what Parse has fixed: what such a program sees would depend on the others.
   */
  readonly alone?: true
  /** Lowest major version that has what the program uses. */
  readonly since?: number
  /** The only server that has what the program uses. */
  readonly only?: 'mysql' | 'mariadb'
}

export const sessionsOf = (program: Program): ReadonlySet<SessionNumber> =>
  new Set(program.steps.map((step) => step.session ?? 1))

const of =
  (session: SessionNumber) =>
  (query: Statement, label?: string): Step => ({ query, session, ...(label === undefined ? {} : { label }) })

/** Shorthand of the program files: a statement of session 1, 2 or 3, or of `pool.query`. */
export const q: (query: Statement, label?: string) => Step = of(1)
export const q2: typeof q = of(2)
export const q3: typeof q = of(3)
export const qPool: typeof q = of(0)
export const light: Step = { probe: 'light' }
export const deep: Step = { probe: 'deep' }

import type { Fate, Phase } from './vocab.ts'

/** One row per code: what it means, whether trying again can help, what to do. The reference page is made from it. */
export interface ErrorRow {
  readonly meaning: string
  readonly retryable: boolean
  readonly advice: string
}

export type ErrorCode =
  | 'MUX_BORROW_TIMEOUT'
  | 'MUX_QUEUE_FULL'
  | 'MUX_ABORTED'
  | 'MUX_POOL_ENDED'
  | 'MUX_CONNECT_FAILED'
  | 'MUX_CONNECT_TIMEOUT'
  | 'MUX_INIT_FAILED'
  | 'MUX_CONNECTION_LOST'
  | 'MUX_SESSION_BROKEN'
  | 'MUX_SESSION_ENDED'
  | 'MUX_STATEMENT_TIMEOUT'
  | 'MUX_TRANSACTION_TIMEOUT'
  | 'MUX_IDLE_CLIENT_TIMEOUT'
  | 'MUX_PIN_REFUSED'
  | 'MUX_LOOKBACK_LOST'
  | 'MUX_TRANSACTION_OPEN'
  | 'MUX_TRANSACTION_ROLLED_BACK'
  | 'MUX_OPTION_UNKNOWN'
  | 'MUX_OPTION_RANGE'
  | 'MUX_DRIVER_UNSUPPORTED'
  | 'MUX_INVARIANT'

export const errorTable: { readonly [code in ErrorCode]: ErrorRow } = {
  MUX_BORROW_TIMEOUT: {
    meaning: 'No connection became usable before the borrow deadline. The message says what the pool was doing.',
    retryable: true,
    advice: 'Read the diagnosis: shorten transactions, remove pins, raise the limit, or look at the server.',
  },
  MUX_QUEUE_FULL: {
    meaning: 'As many statements wait for a connection as `maxWaiting` allows.',
    retryable: true,
    advice: 'Shed load upstream, or raise maxWaiting.',
  },
  MUX_ABORTED: {
    meaning: 'The AbortSignal of the statement fired.',
    retryable: false,
    advice: 'The caller asked for it. `fate` says whether the statement had been sent.',
  },
  MUX_POOL_ENDED: {
    meaning: 'The pool was ended, or is ending.',
    retryable: false,
    advice: 'Do not use a pool after end().',
  },
  MUX_CONNECT_FAILED: {
    meaning: 'The server refused a connection, or could not be reached. `cause` is the error of the last attempt.',
    retryable: true,
    advice: 'See cause: wrong password, unknown database, refused connection, name resolution, TLS.',
  },
  MUX_CONNECT_TIMEOUT: {
    meaning: 'A connection was not usable within connectTimeoutMillis (name, TCP, TLS, authentication, init).',
    retryable: true,
    advice: 'Look at the network and at the server; raise connectTimeoutMillis for slow handshakes.',
  },
  MUX_INIT_FAILED: {
    meaning: 'initQuery or a connect hook failed on a new connection, which was closed.',
    retryable: true,
    advice: 'Correct initQuery or the hook; see cause.',
  },
  MUX_CONNECTION_LOST: {
    meaning: 'The connection was lost while it served the session. `fate` says whether the statement may have run.',
    retryable: false,
    advice: 'fate not-sent: safe to run again. in-doubt: look before you run it again.',
  },
  MUX_SESSION_BROKEN: {
    meaning: 'The session lost the connection that held its transaction or its session state.',
    retryable: false,
    advice: 'Run ROLLBACK when a transaction was lost; end the session when other state was lost.',
  },
  MUX_SESSION_ENDED: {
    meaning: 'A statement was given to a session that had been released.',
    retryable: false,
    advice: 'Do not use a client after release().',
  },
  MUX_STATEMENT_TIMEOUT: {
    meaning: 'The statement took longer than statementTimeoutMillis and was cancelled on the server.',
    retryable: false,
    advice: 'Make the statement faster, or give it more time.',
  },
  MUX_TRANSACTION_TIMEOUT: {
    meaning: 'A transaction made no progress, or lasted too long, and its connection was taken back.',
    retryable: false,
    advice: 'The error names where the transaction began: end it on every path.',
  },
  MUX_IDLE_CLIENT_TIMEOUT: {
    meaning: 'The session ran no statement for idleClientTimeoutMillis and was ended.',
    retryable: false,
    advice: 'Open a new session.',
  },
  MUX_PIN_REFUSED: {
    meaning: 'The statement would pin its session, and onPin is "throw". It was not sent.',
    retryable: false,
    advice: 'The message says which rule and how to avoid the pin.',
  },
  MUX_LOOKBACK_LOST: {
    meaning: 'The statement asks what the session did last (currval, lastval) on a connection that others used since.',
    retryable: false,
    advice: 'Use RETURNING, or advance and read in one transaction.',
  },
  MUX_TRANSACTION_OPEN: {
    meaning: 'A session was released in the middle of a transaction. The transaction was rolled back.',
    retryable: false,
    advice: 'COMMIT or ROLLBACK on every path before release().',
  },
  MUX_TRANSACTION_ROLLED_BACK: {
    meaning: 'COMMIT of pool.transaction() was answered with ROLLBACK, as a statement in it had failed.',
    retryable: false,
    advice: 'Let errors of statements leave the function, or use savepoints.',
  },
  MUX_OPTION_UNKNOWN: {
    meaning: 'An option has no such name.',
    retryable: false,
    advice: 'The message names the nearest known option.',
  },
  MUX_OPTION_RANGE: {
    meaning: 'The value of an option is of the wrong type or out of its range.',
    retryable: false,
    advice: 'The message says the range and the unit.',
  },
  MUX_DRIVER_UNSUPPORTED: {
    meaning: 'The driver that was handed in lacks something that multiplexing needs.',
    retryable: false,
    advice: 'Use the pure JavaScript driver in the version that the package names as peer.',
  },
  MUX_INVARIANT: {
    meaning: 'muxpool found itself in a state that must not exist. The connection concerned is closed.',
    retryable: false,
    advice: 'This is a defect of muxpool: please report it.',
  },
}

const brand: symbol = Symbol.for('muxpool.MuxError')

export interface MuxErrorDetail {
  readonly phase: Phase
  readonly fate?: Fate
  readonly cause?: unknown
}

/** Every error that muxpool makes itself. Errors of the server pass through untouched. */
export class MuxError extends Error {
  readonly code: ErrorCode
  readonly phase: Phase
  readonly fate: Fate
  readonly retryable: boolean

  constructor(code: ErrorCode, message: string, detail: MuxErrorDetail) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.code = code
    this.phase = detail.phase
    this.fate = detail.fate ?? 'not-sent'
    this.retryable = errorTable[code].retryable
  }

  /** True for errors of any loaded copy of muxpool: two packages may bring two copies of core. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value
  }
}
// On the prototype by defineProperty: a computed class member can't be declared in isolation.
Object.defineProperty(MuxError.prototype, brand, { value: true })
Object.defineProperty(MuxError.prototype, 'name', { value: 'MuxError', writable: true, configurable: true })

/** Says what happened to a statement, on an error that keeps its own class and text. */
export function withFate<E extends Error>(error: E, fate: Fate): E {
  if (!('fate' in error)) Object.defineProperty(error, 'fate', { value: fate, configurable: true, writable: true })
  return error
}

/** Options of the core. An adapter adds its driver's own; times are milliseconds, 0 or absent as each row says. */
export interface PoolOptions {
  readonly name: string
  readonly maxConnections: number | null
  readonly maxConnectionsPercent: number | null
  readonly maxIdleConnectionsPercent: number | null
  readonly minConnections: number
  readonly keepConnections: number
  readonly share: { readonly of: number } | null
  readonly maxWaiting: number
  readonly maxUses: number
  readonly connectionBorrowTimeoutMillis: number
  readonly connectTimeoutMillis: number
  readonly borrowTransactionTimeoutMillis: number
  readonly transactionTimeoutMillis: number
  readonly idleClientTimeoutMillis: number
  readonly idleConnectionTimeoutMillis: number
  readonly maxConnectionLifetimeMillis: number
  readonly statementTimeoutMillis: number
  readonly resetTimeoutMillis: number
  readonly closeTimeoutMillis: number
  readonly endTimeoutMillis: number
  readonly validateAfterIdleMillis: number
  readonly maxClassifiedBytes: number
  readonly profile: 'muxpool' | 'session'
  readonly onPin: 'allow' | 'warn' | 'throw'
  readonly leakDetection: boolean
  readonly initQuery: string | readonly string[] | null
}

export interface OptionRow<T> {
  readonly type: 'integer' | 'number' | 'string' | 'boolean' | 'choice' | 'object' | 'sql'
  /** Unit of the value, for documents and messages. */
  readonly unit: string
  readonly default: T
  readonly min?: number
  readonly max?: number
  readonly choices?: readonly string[]
  /** What it bounds, and what happens when it strikes. */
  readonly what: string
  /** Whether a change of the value on a running pool has effect. */
  readonly live: boolean
}

const millis = 'ms'
const day = 86_400_000

/** The table: option pages, checks and messages are made from it. */
export const optionTable: { readonly [K in keyof PoolOptions]-?: OptionRow<PoolOptions[K]> } = {
  name: {
    type: 'string',
    unit: 'text',
    default: 'muxpool',
    live: false,
    what: 'Name of the pool in messages, events and metrics.',
  },
  maxConnections: {
    type: 'integer',
    unit: 'connections',
    default: null,
    min: 1,
    max: 100_000,
    live: false,
    what: 'Upper bound of physical connections, those that are opening or closing included. With maxConnectionsPercent the lower of both holds; with neither it is 10 (2 on AWS Lambda).',
  },
  maxConnectionsPercent: {
    type: 'number',
    unit: '% of what the server gives',
    default: null,
    min: 1,
    max: 100,
    live: false,
    what: 'Bound of connections in percent of max_connections less the reserved slots and the limits of role and database; read at the first connection, and again with a new connection a minute later or more.',
  },
  maxIdleConnectionsPercent: {
    type: 'number',
    unit: '% of the bound',
    default: 50,
    min: 0,
    max: 100,
    live: false,
    what: 'Connections that were idle for five minutes are closed down to this share of the bound.',
  },
  minConnections: {
    type: 'integer',
    unit: 'connections',
    default: 0,
    min: 0,
    max: 100_000,
    live: false,
    what: 'Connections that are really opened at the start and kept open.',
  },
  keepConnections: {
    type: 'integer',
    unit: 'connections',
    default: 0,
    min: 0,
    max: 100_000,
    live: false,
    what: 'So many connections are not closed for being idle. Unlike minConnections it opens none.',
  },
  share: {
    type: 'object',
    unit: '{ of: processes }',
    default: null,
    live: false,
    what: 'Divides maxConnectionsPercent over so many processes that use the same server.',
  },
  maxWaiting: {
    type: 'integer',
    unit: 'statements',
    default: Number.POSITIVE_INFINITY,
    min: 0,
    live: false,
    what: 'Statements that may wait for a connection; one more gets MUX_QUEUE_FULL at once.',
  },
  maxUses: {
    type: 'integer',
    unit: 'leases',
    default: Number.POSITIVE_INFINITY,
    min: 1,
    live: false,
    what: 'A connection is closed at the boundary after so many leases.',
  },
  connectionBorrowTimeoutMillis: {
    type: 'integer',
    unit: millis,
    default: 120_000,
    min: 0,
    max: 3_600_000,
    live: false,
    what: 'From asking until a usable connection: queue, opening, validation and preparation under one absolute deadline. 0: now or never. Then MUX_BORROW_TIMEOUT with a diagnosis.',
  },
  connectTimeoutMillis: {
    type: 'integer',
    unit: millis,
    default: 15_000,
    min: 1,
    max: day,
    live: false,
    what: "One attempt to open: name, TCP, TLS, authentication and init. The attempt is the pool's: waiting callers wait on.",
  },
  borrowTransactionTimeoutMillis: {
    type: 'integer',
    unit: millis,
    default: 300_000,
    min: 0,
    max: day,
    live: false,
    what: 'An open transaction without progress (no statement in flight, none settled) is rolled back and its session broken. 0: never. Pins only get an event.',
  },
  transactionTimeoutMillis: {
    type: 'integer',
    unit: millis,
    default: 0,
    min: 0,
    max: day,
    live: false,
    what: 'A whole transaction, with progress or without. 0: never.',
  },
  idleClientTimeoutMillis: {
    type: 'integer',
    unit: millis,
    default: 0,
    min: 0,
    max: day,
    live: false,
    what: 'A session without a statement is ended and what it held is released. 0: never, as an idle session costs no connection.',
  },
  idleConnectionTimeoutMillis: {
    type: 'integer',
    unit: millis,
    default: 300_000,
    min: 0,
    max: day,
    live: false,
    what: 'An unused connection is closed, down to minConnections or keepConnections. 0: never.',
  },
  maxConnectionLifetimeMillis: {
    type: 'integer',
    unit: millis,
    default: day,
    min: 0,
    live: false,
    what: 'Age, give or take 10 %, at which a connection is replaced at a boundary. 0: never.',
  },
  statementTimeoutMillis: {
    type: 'integer',
    unit: millis,
    default: 0,
    min: 0,
    max: day,
    live: false,
    what: 'One statement. It is cancelled on the server; the connection is reused only when the cancel can no longer land. 0: never.',
  },
  resetTimeoutMillis: {
    type: 'integer',
    unit: millis,
    default: 5_000,
    min: 1,
    max: day,
    live: false,
    what: 'Reset, rollback, validation or preparation of a connection; then it is closed.',
  },
  closeTimeoutMillis: {
    type: 'integer',
    unit: millis,
    default: 5_000,
    min: 1,
    max: day,
    live: false,
    what: 'Polite closing of a connection; then its socket is destroyed.',
  },
  endTimeoutMillis: {
    type: 'integer',
    unit: millis,
    default: 30_000,
    min: 0,
    max: day,
    live: false,
    what: 'How long end() waits for sessions that were not released; then those that hold a connection are cut off and named. 0: as long as they take.',
  },
  validateAfterIdleMillis: {
    type: 'integer',
    unit: millis,
    default: 30_000,
    min: 0,
    max: day,
    live: false,
    what: 'A connection that was idle for longer is asked for a sign of life before it is used. 0: never.',
  },
  maxClassifiedBytes: {
    type: 'integer',
    unit: 'characters',
    default: 1_048_576,
    min: 1,
    live: false,
    what: 'Longer texts are not read, and pin.',
  },
  profile: {
    type: 'choice',
    unit: 'name',
    default: 'muxpool',
    choices: ['muxpool', 'session'],
    live: false,
    what: 'What each kind of session state does. "session" pins at the first statement.',
  },
  onPin: {
    type: 'choice',
    unit: 'name',
    default: 'allow',
    choices: ['allow', 'warn', 'throw'],
    live: false,
    what: 'What a pin does besides: nothing, one process warning for each digest, or refuse the statement with MUX_PIN_REFUSED before it is sent.',
  },
  leakDetection: {
    type: 'boolean',
    unit: 'yes or no',
    default: false,
    live: false,
    what: 'Keeps the stack of every connect(), for messages that name the borrower. Slow: for development.',
  },
  initQuery: {
    type: 'sql',
    unit: 'SQL',
    default: null,
    live: false,
    what: 'Run on every new connection and again after each reset, inside connectTimeoutMillis; never counted as a pin.',
  },
}

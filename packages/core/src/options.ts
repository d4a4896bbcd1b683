import { MuxError } from './errors.ts'

/** Options of the core. An adapter adds its driver's own; times are milliseconds, 0 or absent as each row says. */
export interface PoolOptions {
  readonly name: string
  readonly maxConnections: number | null
  readonly maxConnectionsPercent: number | null
  readonly maxIdleConnectionsPercent: number | null
  readonly minConnections: number
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
  name: { type: 'string', unit: 'text', default: 'muxpool', live: false, what: 'Name of the pool in messages, events and metrics.' },
  maxConnections: { type: 'integer', unit: 'connections', default: null, min: 1, max: 100_000, live: false, what: 'Upper bound of physical connections, those that are opening or closing included. With maxConnectionsPercent the lower of both holds; with neither it is 10 (2 on AWS Lambda).' },
  maxConnectionsPercent: { type: 'number', unit: '% of what the server gives', default: null, min: 1, max: 100, live: false, what: 'Bound of connections in percent of max_connections less the reserved slots and the limits of role and database; read at the first connection, at each reconnect and every few minutes.' },
  maxIdleConnectionsPercent: { type: 'number', unit: '% of the bound', default: 50, min: 0, max: 100, live: false, what: 'Connections that were idle for five minutes are closed down to this share of the bound.' },
  minConnections: { type: 'integer', unit: 'connections', default: 0, min: 0, max: 100_000, live: false, what: 'Connections that are really opened at the start and kept open.' },
  share: { type: 'object', unit: '{ of: processes }', default: null, live: false, what: 'Divides maxConnectionsPercent over so many processes that use the same server.' },
  maxWaiting: { type: 'integer', unit: 'statements', default: Number.POSITIVE_INFINITY, min: 0, live: false, what: 'Statements that may wait for a connection; one more gets MUX_QUEUE_FULL at once.' },
  maxUses: { type: 'integer', unit: 'leases', default: Number.POSITIVE_INFINITY, min: 1, live: false, what: 'A connection is closed at the boundary after so many leases.' },
  connectionBorrowTimeoutMillis: { type: 'integer', unit: millis, default: 120_000, min: 0, max: 3_600_000, live: false, what: 'From asking until a usable connection: queue, opening, validation and preparation under one absolute deadline. 0: now or never. Then MUX_BORROW_TIMEOUT with a diagnosis.' },
  connectTimeoutMillis: { type: 'integer', unit: millis, default: 15_000, min: 1, max: day, live: false, what: 'One attempt to open: name, TCP, TLS, authentication and init. The attempt is the pool\'s: waiting callers wait on.' },
  borrowTransactionTimeoutMillis: { type: 'integer', unit: millis, default: 300_000, min: 0, max: day, live: false, what: 'An open transaction without progress (no statement in flight, none settled) is rolled back and its session broken. 0: never. Pins only get an event.' },
  transactionTimeoutMillis: { type: 'integer', unit: millis, default: 0, min: 0, max: day, live: false, what: 'A whole transaction, with progress or without. 0: never.' },
  idleClientTimeoutMillis: { type: 'integer', unit: millis, default: 0, min: 0, max: day, live: false, what: 'A session without a statement is ended and what it held is released. 0: never, as an idle session costs no connection.' },
  idleConnectionTimeoutMillis: { type: 'integer', unit: millis, default: 300_000, min: 0, max: day, live: false, what: 'An unused connection is closed, down to minConnections. 0: never.' },
  maxConnectionLifetimeMillis: { type: 'integer', unit: millis, default: day, min: 0, live: false, what: 'Age, give or take 10 %, at which a connection is replaced at a boundary. 0: never.' },
  statementTimeoutMillis: { type: 'integer', unit: millis, default: 0, min: 0, max: day, live: false, what: 'One statement. It is cancelled on the server; the connection is reused only when the cancel can no longer land. 0: never.' },
  resetTimeoutMillis: { type: 'integer', unit: millis, default: 5_000, min: 1, max: day, live: false, what: 'Reset, rollback, validation or preparation of a connection; then it is closed.' },
  closeTimeoutMillis: { type: 'integer', unit: millis, default: 5_000, min: 1, max: day, live: false, what: 'Polite closing of a connection; then its socket is destroyed.' },
  endTimeoutMillis: { type: 'integer', unit: millis, default: 30_000, min: 0, max: day, live: false, what: 'How long end() waits for sessions that were not released; then those that hold a connection are cut off and named. 0: as long as they take.' },
  validateAfterIdleMillis: { type: 'integer', unit: millis, default: 30_000, min: 0, max: day, live: false, what: 'A connection that was idle for longer is asked for a sign of life before it is used. 0: never.' },
  maxClassifiedBytes: { type: 'integer', unit: 'characters', default: 1_048_576, min: 1, live: false, what: 'Longer texts are not read, and pin.' },
  profile: { type: 'choice', unit: 'name', default: 'muxpool', choices: ['muxpool', 'session'], live: false, what: 'What each kind of session state does. "session" pins at the first statement.' },
  onPin: { type: 'choice', unit: 'name', default: 'allow', choices: ['allow', 'warn', 'throw'], live: false, what: 'What a pin does besides: nothing, one process warning for each digest, or refuse the statement with MUX_PIN_REFUSED before it is sent.' },
  leakDetection: { type: 'boolean', unit: 'yes or no', default: false, live: false, what: 'Keeps the stack of every connect(), for messages that name the borrower. Slow: for development.' },
  initQuery: { type: 'sql', unit: 'SQL', default: null, live: false, what: 'Run on every new connection and again after each reset, inside connectTimeoutMillis; never counted as a pin.' },
}

export const coreOptionNames: readonly string[] = Object.keys(optionTable)

/** Checks what was given and fills in the defaults. Names that core does not know are the adapter's business. */
export function checkOptions(given: { readonly [name: string]: unknown }): PoolOptions {
  const checked: { [name: string]: unknown } = {}
  for (const [name, row] of Object.entries(optionTable) as [string, OptionRow<unknown>][]) {
    const value = given[name]
    checked[name] = value === undefined || (value === null && row.default === null) ? row.default : checkOption(name, row, value)
  }
  return checked as unknown as PoolOptions
}

function checkOption(name: string, row: OptionRow<unknown>, value: unknown): unknown {
  const wrong = (wanted: string): MuxError =>
    new MuxError('MUX_OPTION_RANGE', `option ${name}: ${wanted} (unit: ${row.unit}), got ${describe(value)}`, { phase: 'init' })
  switch (row.type) {
    case 'integer':
    case 'number': {
      const least = row.min ?? 0
      const most = row.max ?? Number.POSITIVE_INFINITY
      const whole = row.type === 'number' || value === Number.POSITIVE_INFINITY || Number.isInteger(value)
      if (typeof value !== 'number' || !whole || !(value >= least && value <= most))
        throw wrong(`wants ${row.type === 'integer' ? 'a whole number' : 'a number'} from ${least} to ${most}`)
      return value
    }
    case 'choice':
      if (!row.choices?.includes(value as string)) throw wrong(`wants one of ${row.choices?.join(', ')}`)
      return value
    case 'object': {
      const of = (value as { of?: unknown } | null)?.of
      if (typeof of !== 'number' || !Number.isInteger(of) || of < 1) throw wrong('wants { of: a whole number from 1 }')
      return value
    }
    case 'sql':
      if (typeof value === 'string' || (Array.isArray(value) && value.every((part) => typeof part === 'string'))) return value
      throw wrong('wants a text or a list of texts')
    default:
      // biome-ignore lint/suspicious/useValidTypeof: the row's type is one of the names that typeof gives
      if (typeof value !== row.type) throw wrong(`wants a ${row.type}`)
      return value
  }
}

const describe = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : String(value))

/** The known name that is nearest to a misspelt one, or null when none is near. */
export function nearestName(name: string, known: readonly string[]): string | null {
  let best: string | null = null
  let bestDistance = Math.max(3, Math.floor(name.length / 3)) + 1
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, change))
    }
    previous = row
  }
  return previous[b.length] ?? 0
}

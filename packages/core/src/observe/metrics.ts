import type { PoolSnapshot } from './snapshot.ts'

export type MetricName = Exclude<keyof PoolSnapshot, 'name' | 'at' | 'since'>

export interface MetricRow {
  /** `now`: at the instant. `counted`: since the start or the last `reset()`. */
  readonly kind: 'now' | 'counted'
  readonly unit: string
  readonly what: string
  /** The metric of RDS Proxy that says the same; null where it has none. */
  readonly rdsProxy: string | null
}

const connections = 'connections'
const latency = 'µs: count, mean, p50, p99, max'

/** One row for each number of a snapshot: the reference page is made from it, and the compiler refuses a missing row. */
export const metricTable: { readonly [Name in MetricName]: MetricRow } = {
  clientConnections: {
    kind: 'now',
    unit: 'sessions',
    what: 'Sessions that are open: from connect() to release(), and for the time of one pool.query().',
    rdsProxy: 'ClientConnections',
  },
  clientConnectionsPeak: {
    kind: 'counted',
    unit: 'sessions',
    what: 'The highest number of open sessions that was seen when a session got a connection, or at a snapshot.',
    rdsProxy: null,
  },
  waiting: {
    kind: 'now',
    unit: 'statements',
    what: 'Statements that wait for a connection.',
    rdsProxy: null,
  },
  databaseConnections: {
    kind: 'now',
    unit: connections,
    what: 'Physical connections, those that are opening or closing included: the sum of `places`.',
    rdsProxy: 'DatabaseConnections',
  },
  databaseConnectionsPeak: {
    kind: 'counted',
    unit: connections,
    what: 'The highest number of connections that were open at the same time.',
    rdsProxy: null,
  },
  databaseConnectionsCurrentlyBorrowed: {
    kind: 'now',
    unit: connections,
    what: 'Connections that a session holds: to run a statement, for an open transaction, or because it is pinned.',
    rdsProxy: 'DatabaseConnectionsCurrentlyBorrowed',
  },
  databaseConnectionsCurrentlySessionPinned: {
    kind: 'now',
    unit: connections,
    what: 'Those of the borrowed whose session is pinned.',
    rdsProxy: 'DatabaseConnectionsCurrentlySessionPinned',
  },
  databaseConnectionsCurrentlyInTransaction: {
    kind: 'now',
    unit: connections,
    what: 'Those of the borrowed that were in a transaction at their last boundary, pinned or not, running a statement or not.',
    rdsProxy: 'DatabaseConnectionsCurrentlyInTransaction',
  },
  maxDatabaseConnectionsAllowed: {
    kind: 'now',
    unit: connections,
    what: 'The bound that the options and the server give.',
    rdsProxy: 'MaxDatabaseConnectionsAllowed',
  },
  maxDatabaseConnectionsNow: {
    kind: 'now',
    unit: connections,
    what: 'The bound that holds now: lower for a while after the server said that it is full.',
    rdsProxy: null,
  },
  places: {
    kind: 'now',
    unit: connections,
    what: 'How many connections are in each place: opening, idle, leased, shared (0 in this version), probing, settling, resetting, quarantined, closing.',
    rdsProxy: null,
  },
  databaseConnectionRequests: {
    kind: 'counted',
    unit: 'attempts',
    what: 'Attempts to open a connection: those that succeeded, those that failed, and those under way.',
    rdsProxy: 'DatabaseConnectionRequests',
  },
  databaseConnectionsSetupSucceeded: {
    kind: 'counted',
    unit: 'attempts',
    what: 'Attempts to open a connection that succeeded.',
    rdsProxy: 'DatabaseConnectionsSetupSucceeded',
  },
  databaseConnectionsSetupFailed: {
    kind: 'counted',
    unit: 'attempts',
    what: 'Attempts to open a connection that failed.',
    rdsProxy: 'DatabaseConnectionsSetupFailed',
  },
  databaseConnectionsSetupLatency: {
    kind: 'counted',
    unit: latency,
    what: 'How long it took to open a connection: name, TCP, TLS, authentication, init.',
    rdsProxy: null,
  },
  databaseConnectionsLost: {
    kind: 'counted',
    unit: connections,
    what: 'Connections that broke without being closed by the pool.',
    rdsProxy: null,
  },
  databaseConnectionsClosed: {
    kind: 'counted',
    unit: connections,
    what: 'Connections that the pool closed.',
    rdsProxy: null,
  },
  leases: {
    kind: 'counted',
    unit: 'leases',
    what: 'How often a session got a connection.',
    rdsProxy: null,
  },
  transactions: {
    kind: 'counted',
    unit: 'leases',
    what: 'Leases that ended with a transaction. Transactions of a pinned session are not counted: they end without giving the connection back.',
    rdsProxy: null,
  },
  databaseConnectionsBorrowLatency: {
    kind: 'counted',
    unit: latency,
    what: 'From asking for a connection until the session had it, for every lease. Its total is that of both parts of `waits`.',
    rdsProxy: 'DatabaseConnectionsBorrowLatency',
  },
  waits: {
    kind: 'counted',
    unit: `count of statements that found no connection free; queue and open in ${latency}`,
    what: 'The parts of the borrow latency. open: the time in which the connection that the session then got was being opened, for leases on new connections. queue: the rest, for every lease.',
    rdsProxy: null,
  },
  queryRequests: {
    kind: 'counted',
    unit: 'statements',
    what: 'Statements that were sent and have ended. A text of several statements counts once.',
    rdsProxy: 'QueryRequests',
  },
  queryRequestsByFate: {
    kind: 'counted',
    unit: 'statements',
    what: 'The same by what is known of them: ok, refused-by-server, in-doubt (sent, and the reply was lost), not-sent.',
    rdsProxy: null,
  },
  queryDatabaseResponseLatency: {
    kind: 'counted',
    unit: latency,
    what: 'From writing a statement until the server has answered all of it.',
    rdsProxy: 'QueryDatabaseResponseLatency',
  },
  multiplexingRatio: {
    kind: 'counted',
    unit: 'sessions per connection',
    what: 'Open sessions divided by open connections, as they were each time a session got a connection: the sum of the former divided by the sum of the latter. A session that waits is open too, so read it beside `waits` and `pins`. 0 before the first lease.',
    rdsProxy: null,
  },
  pins: {
    kind: 'counted',
    unit: 'pins',
    what: 'Pins that began, those that were held at the last reset() included: the sum of `pinsByReason`.',
    rdsProxy: null,
  },
  pinsByReason: {
    kind: 'counted',
    unit: 'pins',
    what: 'The same by kind of session state.',
    rdsProxy: null,
  },
  stateDiscarded: {
    kind: 'counted',
    unit: connections,
    what: 'Connections that were reset, or closed, because a session left state on them or may have.',
    rdsProxy: null,
  },
  leaks: {
    kind: 'counted',
    unit: 'leaks',
    what: 'Transactions and pins without progress, and sessions that were released in the middle of a transaction.',
    rdsProxy: null,
  },
  leaps: {
    kind: 'counted',
    unit: 'leaps',
    what: 'How often time jumped: the process was stopped, or its event loop was blocked.',
    rdsProxy: null,
  },
}

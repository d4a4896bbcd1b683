import type { Fate, Place } from '../vocab.ts'
import type { LatencySummary } from './latency.ts'

/**
 * One instant of a pool. What is counted, it counts since the pool's start or the last `reset()`.
 * The table of metrics (`metricTable`) says what each number means, and which of them add up.
 */
export interface PoolSnapshot {
  readonly name: string
  /** When it was taken, milliseconds since 1970. */
  readonly at: number
  /** Since when is counted, milliseconds since 1970. */
  readonly since: number

  readonly clientConnections: number
  readonly clientConnectionsPeak: number
  readonly waiting: number

  readonly databaseConnections: number
  readonly databaseConnectionsPeak: number
  readonly databaseConnectionsCurrentlyBorrowed: number
  readonly databaseConnectionsCurrentlySessionPinned: number
  readonly databaseConnectionsCurrentlyInTransaction: number
  readonly maxDatabaseConnectionsAllowed: number
  readonly maxDatabaseConnectionsNow: number
  readonly places: { readonly [place in Exclude<Place, 'gone'>]: number }

  readonly databaseConnectionRequests: number
  readonly databaseConnectionsSetupSucceeded: number
  readonly databaseConnectionsSetupFailed: number
  readonly databaseConnectionsSetupLatency: LatencySummary
  readonly databaseConnectionsLost: number
  readonly databaseConnectionsClosed: number

  readonly leases: number
  readonly transactions: number
  readonly databaseConnectionsBorrowLatency: LatencySummary
  readonly waits: {
    readonly count: number
    readonly queue: LatencySummary
    readonly open: LatencySummary
  }

  readonly queryRequests: number
  readonly queryRequestsByFate: { readonly [fate in Fate]: number }
  readonly queryDatabaseResponseLatency: LatencySummary

  readonly multiplexingRatio: number

  readonly pins: number
  readonly pinsByReason: { readonly [reason: string]: number }
  readonly stateDiscarded: { readonly reset: number; readonly close: number }
  readonly leaks: { readonly transaction: number; readonly pin: number; readonly 'released-in-transaction': number }
  readonly leaps: number
}

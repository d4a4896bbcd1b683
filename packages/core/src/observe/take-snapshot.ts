import type { PoolState } from '../mux-pool.ts'
import type { Counters } from './counters.ts'
import type { PoolSnapshot } from './snapshot.ts'

/** Everything comes from values of the same instant, so that the parts add up. */
export function takeSnapshot(
  name: string,
  at: number,
  since: number,
  state: PoolState,
  counters: Counters,
  pinsByReason: Record<string, number>,
): PoolSnapshot {
  const { gone: _, ...places } = state.places
  const { holders } = state
  return {
    name,
    at,
    since,
    clientConnections: state.sessions,
    clientConnectionsPeak: counters.sessionsPeak,
    waiting: state.waiting,
    databaseConnections: sum(Object.values(places)),
    databaseConnectionsPeak: counters.connectionsPeak,
    databaseConnectionsCurrentlyBorrowed: holders.pinned + holders.idleInTransaction + holders.running,
    databaseConnectionsCurrentlySessionPinned: holders.pinned,
    databaseConnectionsCurrentlyInTransaction: holders.inTransaction,
    maxDatabaseConnectionsAllowed: state.allowed,
    maxDatabaseConnectionsNow: state.limit,
    places,
    databaseConnectionRequests: counters.opened + counters.openFailed + places.opening,
    databaseConnectionsSetupSucceeded: counters.opened,
    databaseConnectionsSetupFailed: counters.openFailed,
    databaseConnectionsSetupLatency: counters.setup.summary(),
    databaseConnectionsLost: counters.lost,
    databaseConnectionsClosed: counters.closed,
    leases: counters.leases,
    transactions: counters.transactions,
    databaseConnectionsBorrowLatency: counters.borrow.summary(),
    waits: { count: counters.waits, queue: counters.queue.summary(), open: counters.onNew.open.summary() },
    queryRequests: counters.statements,
    queryRequestsByFate: { ...counters.fates },
    queryDatabaseResponseLatency: counters.response.summary(),
    multiplexingRatio: counters.connectionsSeen === 0 ? 0 : counters.sessionsSeen / counters.connectionsSeen,
    pins: sum(Object.values(pinsByReason)),
    pinsByReason,
    stateDiscarded: { ...counters.discarded },
    leaks: { ...counters.leaks },
    leaps: counters.leaps,
  }
}

function sum(numbers: readonly number[]): number {
  let total = 0
  for (const number of numbers) total += number
  return total
}

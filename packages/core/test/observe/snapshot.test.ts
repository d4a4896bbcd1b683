import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MetricName, metricTable } from '../../src/observe/metrics.ts'
import type { Observatory } from '../../src/observe/observatory.ts'
import type { PoolSnapshot } from '../../src/observe/snapshot.ts'
import type { Fate, Pin } from '../../src/vocab.ts'
import { connection, emptyState, observe, pinOf, session } from './harness.ts'

test('every number of a snapshot has a row in the table, and every row a number', () => {
  const { name: _, at: __, since: ___, ...numbers } = observe().observatory.snapshot(emptyState)
  expect(Object.keys(numbers).sort()).toEqual((Object.keys(metricTable) as MetricName[]).sort())
})

test('a new pool is all zeros', () => {
  const { observatory, world } = observe()
  world.wall += 5
  expect(observatory.snapshot(emptyState)).toMatchObject({
    name: 'main',
    at: 1_700_000_000_005,
    since: 1_700_000_000_000,
    multiplexingRatio: 0,
    queryRequests: 0,
    databaseConnections: 0,
    databaseConnectionsBorrowLatency: { count: 0, mean: 0, p50: 0, p99: 0, max: 0 },
  })
})

test('the wait for a connection is split into opening it and the queue', () => {
  const { observatory } = observe()
  // Asked, and waited 1,000 µs, of which 700 were the opening of the connection that came.
  observatory.wait(session(1), 1)
  observatory.connectionOpen(connection(1), 700)
  observatory.borrow(session(1), connection(1), 1_000)
  // The next on the same connection waited for the first one only.
  observatory.wait(session(2), 1)
  observatory.borrow(session(2), connection(1), 300)
  // Asked in the middle of an opening: it can't have waited longer for it than it waited at all.
  observatory.wait(session(3), 1)
  observatory.connectionOpen(connection(2), 5_000)
  observatory.borrow(session(3), connection(2), 40)
  // Opened before anybody asked: nobody waited for it, however long it took.
  observatory.connectionOpen(connection(3), 9_000)
  observatory.wait(session(4), 1)
  observatory.borrow(session(4), connection(3), 20)
  const { waits, databaseConnectionsBorrowLatency: borrow } = observatory.snapshot(emptyState)
  expect(waits.count).toBe(4)
  expect(waits.open).toMatchObject({ count: 2, mean: 370, max: 700 })
  expect(waits.queue).toMatchObject({ count: 4, mean: (300 + 300 + 0 + 20) / 4, max: 300 })
  expect(borrow).toMatchObject({ count: 4, max: 1_000 })
})

test('the multiplexing ratio is that of all leases: sessions that were open over connections that were', () => {
  const { observatory, world } = observe()
  observatory.connectionOpen(connection(1), 1)
  world.sessions = 10
  observatory.borrow(session(1), connection(1), 1)
  observatory.connectionOpen(connection(2), 1)
  world.sessions = 30
  observatory.borrow(session(2), connection(2), 1)
  observatory.borrow(session(3), connection(1), 1)
  const snapshot = observatory.snapshot({ ...emptyState, sessions: 4 })
  expect(snapshot.multiplexingRatio).toBe((10 + 30 + 30) / (1 + 2 + 2))
  expect(snapshot).toMatchObject({ clientConnections: 4, clientConnectionsPeak: 30, databaseConnectionsPeak: 2 })
})

test('reset counts from 0, with what is open now as the new peak', () => {
  const { observatory, world } = observe()
  observatory.connectionOpen(connection(1), 1)
  observatory.connectionOpen(connection(2), 1)
  observatory.connectionClose(connection(2), 'idle')
  world.sessions = 9
  observatory.borrow(session(1), connection(1), 50)
  observatory.statement(10, 'ok')
  observatory.pin(session(1), connection(1), pinOf(), null)
  world.wall += 60_000
  observatory.reset()
  expect(observatory.snapshot({ ...emptyState, sessions: 3 })).toMatchObject({
    since: 1_700_000_060_000,
    leases: 0,
    queryRequests: 0,
    multiplexingRatio: 0,
    databaseConnectionsPeak: 1,
    databaseConnectionsSetupSucceeded: 0,
    clientConnectionsPeak: 3,
    // Still held.
    pins: 1,
  })
})

const fates: readonly Fate[] = ['ok', 'not-sent', 'refused-by-server', 'in-doubt']
const micros = fc.integer({ min: 0, max: 10_000_000 }).map((nanos) => nanos / 1_000)
const id = fc.integer({ min: 1, max: 3 })

type Call = (observatory: Observatory, pins: Pin[]) => void
const common: fc.Arbitrary<Call> = fc.oneof(
  fc.tuple(id, id, micros).map(
    ([s, c, wait]): Call =>
      (o) =>
        o.borrow(session(s), connection(c), wait),
  ),
  fc.tuple(id, id, fc.boolean()).map(
    ([s, c, tx]): Call =>
      (o) =>
        o.return(session(s), connection(c), tx),
  ),
  id.map(
    (s): Call =>
      (o) =>
        o.wait(session(s), 1),
  ),
  fc.tuple(micros, fc.constantFrom(...fates)).map(
    ([took, fate]): Call =>
      (o) =>
        o.statement(took, fate),
  ),
  fc.tuple(id, micros).map(
    ([c, took]): Call =>
      (o) =>
        o.connectionOpen(connection(c), took),
  ),
  id.map(
    (c): Call =>
      (o) =>
        o.connectionLost(connection(c), null, 'idle'),
  ),
  id.map(
    (c): Call =>
      (o) =>
        o.connectionClose(connection(c), 'idle'),
  ),
  fc.constant<Call>((o) => o.openFailed(new Error('refused'), 1)),
  fc.tuple(id, fc.constantFrom('setting', 'listen', 'temporary')).map(
    ([s, reason]): Call =>
      (o, pins) => {
        pins.push(pinOf({ reason }))
        o.pin(session(s), connection(1), pins.at(-1)!, null)
      },
  ),
  id.map(
    (s): Call =>
      (o, pins) => {
        const pin = pins.shift()
        if (pin !== undefined) o.unpin(session(s), connection(1), pin, 'session-end')
      },
  ),
  fc.constantFrom('reset' as const, 'close' as const).map(
    (how): Call =>
      (o) =>
        o.stateDiscarded(connection(1), how, 'expired'),
  ),
)
/** Seldom, as it takes away what there would be to add up. */
const reset = fc.constant<Call>((o) => o.reset())
const call = fc.oneof({ weight: 100, arbitrary: common }, { weight: 1, arbitrary: reset })

const count = fc.nat(50)
const places = fc.record({
  opening: count,
  idle: count,
  leased: count,
  shared: count,
  probing: count,
  settling: count,
  resetting: count,
  quarantined: count,
  closing: count,
  gone: count,
})
const holders = fc
  .record({ pinned: count, idleInTransaction: count, running: count, oldest: fc.constant(null) })
  .map((held) => ({ ...held, inTransaction: held.idleInTransaction + held.pinned }))

function addsUp(snapshot: PoolSnapshot): void {
  const sum = (numbers: object): number =>
    Object.values(numbers).reduce((total: number, value: number) => total + value, 0)
  const total = ({ count, mean }: { count: number; mean: number }): number => count * mean
  expect(sum(snapshot.places)).toBe(snapshot.databaseConnections)
  expect(sum(snapshot.pinsByReason)).toBe(snapshot.pins)
  expect(sum(snapshot.queryRequestsByFate)).toBe(snapshot.queryRequests)
  expect(snapshot.queryDatabaseResponseLatency.count).toBe(snapshot.queryRequests)
  expect(
    snapshot.databaseConnectionsSetupSucceeded + snapshot.databaseConnectionsSetupFailed + snapshot.places.opening,
  ).toBe(snapshot.databaseConnectionRequests)
  expect(snapshot.databaseConnectionsSetupLatency.count).toBe(snapshot.databaseConnectionsSetupSucceeded)
  expect(snapshot.databaseConnectionsBorrowLatency.count).toBe(snapshot.leases)
  expect(snapshot.waits.queue.count).toBe(snapshot.leases)
  expect(total(snapshot.waits.queue) + total(snapshot.waits.open)).toBeCloseTo(
    total(snapshot.databaseConnectionsBorrowLatency),
    1,
  )
  expect(
    Math.max(snapshot.databaseConnectionsCurrentlySessionPinned, snapshot.databaseConnectionsCurrentlyInTransaction),
  ).toBeLessThanOrEqual(snapshot.databaseConnectionsCurrentlyBorrowed)
}

test('whatever happened, the parts add up', () => {
  fc.assert(
    fc.property(
      fc.array(call, { maxLength: 200, size: 'max' }),
      places,
      holders,
      count,
      (calls, there, held, sessions) => {
        const { observatory } = observe()
        const pins: Pin[] = []
        for (const one of calls) one(observatory, pins)
        const state = { ...emptyState, sessions, places: there, holders: held }
        addsUp(observatory.snapshot(state))
      },
    ),
    { numRuns: 200 },
  )
})

test('the report of pins adds up with the snapshot', () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 200, size: 'max' }), (calls) => {
      const { observatory } = observe()
      const pins: Pin[] = []
      for (const one of calls) one(observatory, pins)
      const { rows } = observatory.pinReport()
      const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0)
      expect(sum(rows.map((row) => row.count))).toBe(observatory.snapshot(emptyState).pins)
      for (const row of rows) expect(row.held + sum(Object.values(row.endedBy))).toBe(row.count)
      expect(sum(rows.map((row) => row.held))).toBe(pins.length)
    }),
    { numRuns: 200 },
  )
})

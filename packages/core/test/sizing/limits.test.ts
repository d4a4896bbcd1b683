import { describe, expect, test } from 'vitest'
import { checkOptions, type PoolOptions } from '../../src/options.ts'
import { defaultConnections, Limits } from '../../src/sizing/limits.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { hold, world } from '../harness.ts'

function limits(given: Partial<PoolOptions>, usableConnections: number | null = null, onLambda = false) {
  const clock = new VirtualClock()
  const each = new Limits(clock, checkOptions(given), onLambda)
  if (usableConnections !== null) each.learn({ usableConnections, version: '18' })
  return { clock, limits: each }
}

describe('the limit', () => {
  test('is 10 without any bound, as node-postgres has it, and 2 on Lambda', () => {
    expect([defaultConnections(false), defaultConnections(true)]).toEqual([10, 2])
    expect([limits({}).limits.current, limits({}, null, true).limits.current]).toEqual([10, 2])
    expect(limits({ maxConnections: 7 }, null, true).limits.current).toBe(7)
  })

  test.each([
    // percent, usable, processes, expected
    [50, 37, 1, 18],
    [100, 97, 1, 97],
    [1, 97, 1, 1],
    [50, 97, 4, 12],
    [100, 15, 3, 5],
    [10, 5, 2, 1],
    [33.3, 100, 1, 33],
    // In floating point 100 × 0.29 is less than 29, and 100 × 0.57 less than 57.
    [29, 100, 1, 29],
    [57, 100, 1, 57],
    [58, 50, 1, 29],
    [70, 300, 3, 70],
  ])(
    'of %d percent of %d connections, shared by %d processes, is %d',
    (maxConnectionsPercent, usable, of, expected) => {
      expect(limits({ maxConnectionsPercent, share: { of } }, usable).limits.current).toBe(expected)
    },
  )

  test('is the lower of percent and number', () => {
    expect(limits({ maxConnectionsPercent: 50, maxConnections: 5 }, 97).limits.current).toBe(5)
    expect(limits({ maxConnectionsPercent: 5, maxConnections: 50 }, 97).limits.current).toBe(4)
  })

  test('in percent is one connection, until the server has told its numbers', () => {
    const { limits: percent } = limits({ maxConnectionsPercent: 100, maxConnections: 50 })
    expect(percent.current).toBe(1)
    percent.learn({ usableConnections: 40, version: '18' })
    expect(percent.current).toBe(40)
    percent.learn({ usableConnections: 20, version: '18' })
    expect(percent.current).toBe(20)
  })

  test('does not hang on the server, without a percent', () => {
    expect(limits({ maxConnections: 50 }, 5).limits.current).toBe(50)
  })

  test('of a full server is what is open, and rises by one every five seconds', async () => {
    const { clock, limits: pressed } = limits({ maxConnections: 10 })
    pressed.serverFull(3)
    expect([pressed.current, pressed.allowed]).toEqual([3, 10])
    await clock.advance(4_999)
    expect(pressed.current).toBe(3)
    await clock.advance(1)
    expect(pressed.current).toBe(4)
    await clock.advance(60_000)
    expect(pressed.current).toBe(10)
  })

  test('of a full server is never nothing, nor more than what is allowed', () => {
    const { limits: pressed } = limits({ maxConnections: 10 })
    pressed.serverFull(0)
    expect(pressed.current).toBe(1)
    pressed.serverFull(50)
    expect(pressed.current).toBe(10)
  })

  test.each([
    [{}, 5],
    [{ maxIdleConnectionsPercent: 100 }, 10],
    [{ maxIdleConnectionsPercent: 0 }, 0],
    [{ maxIdleConnectionsPercent: 0, minConnections: 3 }, 3],
    [{ maxConnections: 5 }, 2],
  ])('of idle connections with %o is %d', (given, expected) => {
    expect(limits(given).limits.maxIdle).toBe(expected)
  })
})

describe('a pool with a percent', () => {
  test('asks with one connection, and then opens what it may', async () => {
    const w = world({ maxConnectionsPercent: 4 })
    const opening = hold(w.driver, ({ kind }) => kind === 'open')
    const sessions = Array.from({ length: 10 }, () => w.session())
    for (const session of sessions) w.say(session, 'begin')
    await w.clock.flush()
    expect([opening.events.length, w.pool.state().limit]).toEqual([1, 1])
    opening.release()
    await w.clock.flush()
    expect([w.driver.wires.size, w.pool.state()]).toMatchObject([4, { limit: 4, waiting: 6 }])
  })

  test('reads the numbers again, with a later connection', async () => {
    const w = world({ maxConnectionsPercent: 2, idleConnectionTimeoutMillis: 1_000 })
    await w.ask(w.session(), 'select 1')
    Object.assign(w.driver.engine, { readLimits: () => ({ usableConnections: 300, version: '18' }) })
    await w.clock.advance(61_000)
    await w.ask(w.session(), 'select 1')
    expect(w.pool.state().limit).toBe(6)
  })
})

import { describe, expect, test } from 'vitest'
import { housekeepingMillis } from '../../src/mux/housekeeper.ts'
import { checkOptions } from '../../src/options.ts'
import { codeOf, type GivenOptions, holdReplies, inWords, type World, world } from '../harness.ts'

/** n connections at rest. */
async function rested(n: number, given: GivenOptions): Promise<World> {
  const w = world({ maxConnections: 10, validateAfterIdleMillis: 0, ...given })
  const sessions = Array.from({ length: n }, () => w.session())
  for (const text of ['begin', 'commit']) for (const session of sessions) await w.ask(session, text)
  for (const session of sessions) session.end('release')
  expect(w.pool.state().places.idle).toBe(n)
  return w
}

describe('the housekeeper closes', () => {
  test('connections that nobody used for so long', async () => {
    const w = await rested(3, { idleConnectionTimeoutMillis: 10_000 })
    await w.clock.advance(8_000)
    await w.ask(w.session(), 'select 1')
    await w.clock.advance(4_000)
    expect([w.pool.state().places.idle, w.told('connectionClose').map(([, because]) => because)]).toEqual([
      1,
      ['idle', 'idle'],
    ])
    await w.clock.advance(10_000)
    expect(w.pool.state().places.idle).toBe(0)
  })

  test('down to the minimum', async () => {
    const w = await rested(5, { idleConnectionTimeoutMillis: 10_000, minConnections: 2 })
    await w.clock.advance(60_000)
    expect([w.pool.state().places.idle, w.driver.attempts]).toEqual([2, 5])
  })

  test('none for idleness when that is 0', async () => {
    const w = await rested(3, { idleConnectionTimeoutMillis: 0 })
    await w.clock.advance(60_000)
    expect(w.pool.state().places.idle).toBe(3)
  })

  test('those beyond the idle percentage, after five minutes', async () => {
    const w = await rested(8, { idleConnectionTimeoutMillis: 0, maxIdleConnectionsPercent: 30 })
    await w.clock.advance(290_000)
    expect(w.pool.state().places.idle).toBe(8)
    await w.clock.advance(20_000)
    expect(w.pool.state().places.idle).toBe(3)
  })

  test('old ones, few at a time', async () => {
    const w = await rested(6, {
      idleConnectionTimeoutMillis: 0,
      maxConnectionLifetimeMillis: 10_000,
      maxIdleConnectionsPercent: 100,
    })
    // Between 9,000 and 11,000 ms; at most two in each walk.
    const counts: number[] = []
    for (let second = 0; second < 12; second += 1) {
      await w.clock.advance(1_000)
      counts.push(w.pool.state().places.idle)
    }
    expect(counts.slice(0, 7)).toEqual(Array(7).fill(6))
    expect(counts.at(-1)).toBe(0)
    for (const [n, count] of counts.entries()) expect((counts[n - 1] ?? 6) - count).toBeLessThanOrEqual(2)
  })

  test('old ones that are in use at their boundary', async () => {
    const w = world({ maxConnections: 1, maxConnectionLifetimeMillis: 10_000 })
    const session = w.session()
    await w.ask(session, 'begin')
    await w.clock.advance(12_000)
    expect(inWords(await w.ask(session, 'commit'))).toBe('')
    await w.clock.flush()
    expect([w.driver.wires.size, w.told('connectionClose')]).toEqual([0, [[1, 'expired']]])
  })

  test('those that were used often enough, with a reset or without', async () => {
    for (const text of ['select 1', "set app.a = 'x'"]) {
      const w = world({ maxConnections: 1, maxUses: 2 })
      for (let n = 0; n < 4; n += 1) {
        const session = w.session()
        await w.ask(session, text)
        session.end('release')
        await w.clock.flush()
      }
      expect([text, w.driver.attempts, w.driver.wires.size]).toEqual([text, 2, 0])
    }
  })
})

describe('a transaction', () => {
  test('without progress is taken back: the session is broken and says why, and where it began', async () => {
    const w = world({ maxConnections: 1, borrowTransactionTimeoutMillis: 10_000 })
    const [session, other] = [w.session(), w.session()]
    await w.ask(session, 'begin')
    await w.ask(session, "insert into t values ('x')")
    const waiting = w.say(other, 'select * from t')
    await w.clock.advance(9_900)
    expect(session.state).toBe('attached')
    await w.clock.advance(2_000)
    expect([session.state, inWords(waiting.answer)]).toEqual(['broken', ''])
    expect(w.told('leak')).toEqual([
      [session.id, 'transaction', expect.any(Number), expect.stringContaining('housekeeper.test.ts')],
    ])
    const { error } = (await w.ask(session, 'commit'))!
    expect(error).toMatchObject({ code: 'MUX_TRANSACTION_TIMEOUT' })
    expect(error?.message).toMatch(/borrowTransactionTimeoutMillis \(10000 ms\); begun at .*housekeeper\.test\.ts/)
    await w.ask(session, 'rollback')
    expect(inWords(await w.ask(session, 'select 1'))).toBe('1')
  })

  test('that makes progress is not', async () => {
    const w = world({ borrowTransactionTimeoutMillis: 10_000 })
    const session = w.session()
    await w.ask(session, 'begin')
    for (let n = 0; n < 5; n += 1) {
      await w.clock.advance(6_000)
      await w.ask(session, 'select 1')
    }
    expect(session.state).toBe('attached')
  })

  test('whose statement takes long makes progress', async () => {
    const w = world({ borrowTransactionTimeoutMillis: 10_000 })
    const session = w.session()
    await w.ask(session, 'begin')
    const held = holdReplies(w.driver)
    const slow = w.say(session, 'select 1')
    await w.clock.advance(60_000)
    held.release()
    await w.clock.flush()
    expect([inWords(slow.answer), session.state]).toEqual(['1', 'attached'])
  })

  test('as a whole has a limit too, progress or not', async () => {
    const w = world({ transactionTimeoutMillis: 10_000 })
    const session = w.session()
    await w.ask(session, 'begin')
    for (let n = 0; n < 4; n += 1) {
      await w.clock.advance(3_000)
      await w.ask(session, 'select 1')
    }
    expect(codeOf(await w.ask(session, 'commit'))).toBe('MUX_TRANSACTION_TIMEOUT')
  })

  test('that was taken back is told once', async () => {
    const w = world({ borrowTransactionTimeoutMillis: 1_000 })
    const session = w.session()
    await w.ask(session, 'begin')
    // The connection takes its time to go.
    w.driver.schedule = (event) => void (event.kind === 'close' || queueMicrotask(event.happen))
    await w.clock.advance(10_000)
    expect(w.told('leak').length).toBe(1)
  })
})

describe('a pin', () => {
  test('without progress is told, and never taken', async () => {
    const w = world({ borrowTransactionTimeoutMillis: 10_000 })
    const session = w.session()
    await w.ask(session, 'select pg_advisory_lock(1)')
    await w.clock.advance(60_000)
    expect([session.state, w.told('leak')]).toEqual([
      'pinned',
      [[session.id, 'pin', expect.any(Number), expect.any(String)]],
    ])
    expect(inWords(await w.ask(session, 'select 1'))).toBe('1')
  })
})

describe('how often it looks', () => {
  test.each<[GivenOptions, number]>([
    [{}, 1_000],
    [{ idleConnectionTimeoutMillis: 100 }, 25],
    [{ borrowTransactionTimeoutMillis: 8 }, 5],
    [{ transactionTimeoutMillis: 400 }, 100],
    [{ idleClientTimeoutMillis: 2_000 }, 500],
    [{ idleConnectionTimeoutMillis: 0, borrowTransactionTimeoutMillis: 0 }, 1_000],
  ])('%o: every %d ms', (given, expected) => {
    expect(housekeepingMillis(checkOptions(given))).toBe(expected)
  })
})

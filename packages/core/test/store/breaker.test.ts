import { describe, expect, test } from 'vitest'
import { backoffMillis } from '../../src/clock/backoff.ts'
import { Breaker } from '../../src/store/breaker.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'

const refused = new Error('connect ECONNREFUSED')

describe('the breaker', () => {
  test('lets one attempt try a target that it does not know', () => {
    const breaker = new Breaker(new VirtualClock())
    expect([breaker.health, breaker.parallel, breaker.delay()]).toEqual(['unknown', 1, 0])
  })

  test('lets as many try a good target as want to', () => {
    const breaker = new Breaker(new VirtualClock())
    breaker.succeeded()
    expect([breaker.health, breaker.parallel, breaker.delay()]).toEqual(['good', Number.POSITIVE_INFINITY, 0])
  })

  test('asks a dead target at most twice a second, and notices its return within a second', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const clock = new VirtualClock(seed)
      const breaker = new Breaker(clock)
      const attempts: number[] = []
      for (const end = clock.now() + 20_000; clock.now() < end; ) {
        attempts.push(clock.now())
        breaker.failed(refused)
        const wait = breaker.delay()
        expect(wait).toBeGreaterThan(0)
        expect(wait).toBeLessThanOrEqual(1_000)
        await clock.advance(wait)
      }
      for (const at of attempts)
        expect(attempts.filter((other) => other >= at && other < at + 1_000).length).toBeLessThanOrEqual(2)
      expect([breaker.health, breaker.parallel, breaker.lastError]).toEqual(['out', 1, refused])
    }
  })

  test('starts anew after a success', async () => {
    const clock = new VirtualClock()
    const breaker = new Breaker(clock)
    for (let n = 0; n < 20; n += 1) breaker.failed(refused)
    breaker.succeeded()
    expect([breaker.delay(), breaker.lastError]).toEqual([0, null])
    expect(breaker.failed(refused)).toBe(550)
  })

  test('doubts a good target that lost a connection, and no other', () => {
    const good = new Breaker(new VirtualClock())
    good.succeeded()
    good.connectionLost()
    expect([good.health, good.parallel, good.delay()]).toEqual(['suspect', 1, 0])
    const out = new Breaker(new VirtualClock())
    out.failed(refused)
    out.connectionLost()
    expect(out.health).toBe('out')
  })
})

describe('backoff', () => {
  const plan = { firstMillis: 100, mostMillis: 2_000, factor: 2 }

  test('grows up to its bound, and jitter only shortens', () => {
    const clock = new VirtualClock()
    for (const random of [0, 0.5, 0.999]) {
      clock.random = (): number => random
      expect([0, 1, 2, 5, 1_000].map((n) => Math.round(backoffMillis(plan, n, clock)))).toEqual(
        [100, 200, 400, 2_000, 2_000].map((full) => Math.round(100 + (full - 100) * random)),
      )
    }
  })

  test('keeps to the bound when the first wait lies above it', () => {
    expect(backoffMillis({ ...plan, firstMillis: 5_000 }, 0, new VirtualClock())).toBe(2_000)
  })
})

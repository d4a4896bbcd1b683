import { expect, test } from 'vitest'
import { Latency } from '../../src/observe/latency.ts'

const summaryOf = (micros: readonly number[]) => {
  const latency = new Latency()
  for (const value of micros) latency.record(value)
  return latency.summary()
}

test('nothing recorded is all zeros, not NaN', () => {
  expect(new Latency().summary()).toEqual({ count: 0, mean: 0, p50: 0, p99: 0, max: 0 })
})

test('mean and max are exact, percentiles within one per cent', () => {
  const { count, mean, p50, p99, max } = summaryOf(Array.from({ length: 10_000 }, (_, i) => i + 1))
  expect({ count, mean, max }).toEqual({ count: 10_000, mean: 5_000.5, max: 10_000 })
  expect(Math.abs(p50 - 5_000)).toBeLessThanOrEqual(50)
  expect(Math.abs(p99 - 9_900)).toBeLessThanOrEqual(99)
})

test('a percentile is never above the maximum', () => {
  expect(summaryOf([1_000_003]).p99).toBe(1_000_003)
})

test('less than a microsecond counts, and adds what it took', () => {
  expect(summaryOf([0.25, 0.75])).toMatchObject({ count: 2, mean: 0.5, max: 0.75 })
})

test('what no clock should give is taken as nothing', () => {
  expect(summaryOf([Number.NaN, -5])).toMatchObject({ count: 2, mean: 0, max: 0 })
})

test('times beyond an hour are counted', () => {
  const { count, p99, max } = summaryOf([10 * 3_600_000_000])
  expect({ count, max }).toEqual({ count: 1, max: 36_000_000_000 })
  expect(p99).toBeGreaterThanOrEqual(0.99 * 3_600_000_000)
})

test('reset forgets', () => {
  const latency = new Latency()
  latency.record(7)
  latency.reset()
  expect(latency.summary().count).toBe(0)
  latency.record(3)
  expect(latency.summary()).toMatchObject({ count: 1, mean: 3, max: 3 })
})

import { describe, expect, test } from 'vitest'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'

describe('the virtual clock', () => {
  test('moves only when it is told to, and fires timers in the order of their times', async () => {
    const clock = new VirtualClock()
    const fired: [string, number][] = []
    const timer = (name: string, millis: number): void =>
      void clock.setTimer(() => fired.push([name, clock.now()]), millis, true)
    timer('c', 30)
    timer('a', 10)
    timer('b', 10)
    timer('now', 0)
    timer('before', -5)
    expect(fired).toEqual([])
    await clock.advance(10)
    expect(fired).toEqual([
      ['now', 1_000],
      ['before', 1_000],
      ['a', 1_010],
      ['b', 1_010],
    ])
    await clock.advance(100)
    expect([fired.at(-1), clock.now()]).toEqual([['c', 1_030], 1_110])
  })

  test('fires what a timer sets, when its time is reached', async () => {
    const clock = new VirtualClock()
    const at: number[] = []
    const again = (): void => {
      at.push(clock.now())
      clock.setTimer(again, 10, false)
    }
    again()
    await clock.advance(35)
    expect(at).toEqual([1_000, 1_010, 1_020, 1_030])
  })

  test('lets promises run between two timers', async () => {
    const clock = new VirtualClock()
    const order: string[] = []
    clock.setTimer(() => void Promise.resolve().then(() => order.push('behind the first')), 10, true)
    clock.setTimer(() => order.push('second'), 10, true)
    await clock.advance(10)
    expect(order).toEqual(['behind the first', 'second'])
  })

  test('knows which timers hold the process', () => {
    const clock = new VirtualClock()
    const [held, loose] = [clock.setTimer(() => {}, 10, true), clock.setTimer(() => {}, 5, false)]
    expect([clock.timers, clock.untilNext]).toEqual([{ pending: 2, holding: 1 }, 5])
    held.hold(false)
    loose.cancel()
    expect([clock.timers, clock.untilNext]).toEqual([{ pending: 1, holding: 0 }, 10])
  })

  test('fires what is overdue before input that was ready all the time, and pending work behind it', async () => {
    const clock = new VirtualClock()
    const order: string[] = []
    clock.setTimer(
      () => {
        order.push('timer')
        clock.afterPendingIo(() => order.push('behind input'))
      },
      10,
      true,
    )
    clock.leap(100)
    setImmediate(() => order.push('input'))
    await clock.advance(0)
    expect(order).toEqual(['timer', 'input', 'behind input'])
  })

  test('has the random numbers of its seed', () => {
    const numbers = (seed: number): number[] => {
      const clock = new VirtualClock(seed)
      return Array.from({ length: 1_000 }, () => clock.random())
    }
    expect(numbers(7)).toEqual(numbers(7))
    expect(numbers(7)).not.toEqual(numbers(8))
    expect(numbers(7).every((one) => one >= 0 && one < 1)).toBe(true)
    const mean = numbers(7).reduce((sum, one) => sum + one, 0) / 1_000
    expect(mean).toBeGreaterThan(0.45)
    expect(mean).toBeLessThan(0.55)
  })
})

import { describe, expect, test } from 'vitest'
import { Deadlines } from '../../src/mux/deadlines.ts'
import { Waiter, WaitQueue } from '../../src/mux/queue.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'

function setUp(beforeExpiry: (clock: VirtualClock, queue: WaitQueue<string>) => void = () => {}) {
  const clock = new VirtualClock()
  const queue = new WaitQueue<string>()
  const expired: string[] = []
  const deadlines = new Deadlines<string>(
    clock,
    queue,
    ({ borrower }) => expired.push(borrower),
    () => beforeExpiry(clock, queue),
  )
  const wait = (name: string, millis: number): Waiter<string> => {
    const waiter = new Waiter(name, clock.now(), clock.now() + millis)
    queue.push(waiter)
    deadlines.arm(waiter.deadline)
    return waiter
  }
  return { clock, queue, expired, deadlines, wait }
}

describe('deadlines', () => {
  test('tell each waiter when its own time has come, with one timer', async () => {
    const { clock, expired, wait } = setUp()
    wait('a', 100)
    wait('b', 50)
    wait('c', 150)
    expect(clock.timers).toEqual({ pending: 1, holding: 1 })
    await clock.advance(49)
    expect(expired).toEqual([])
    await clock.advance(1)
    expect(expired).toEqual(['b'])
    await clock.advance(50)
    expect(expired).toEqual(['b', 'a'])
    await clock.advance(50)
    expect(expired).toEqual(['b', 'a', 'c'])
    expect(clock.timers.pending).toBe(0)
  })

  test('hold the process only while somebody waits', async () => {
    const { clock, queue, deadlines, expired, wait } = setUp()
    queue.remove(wait('a', 100))
    deadlines.rest()
    expect(clock.timers).toEqual({ pending: 1, holding: 0 })
    await clock.advance(50)
    wait('b', 200)
    expect(clock.timers).toEqual({ pending: 1, holding: 1 })
    // The timer of the first was kept: it looks, finds nobody, and stands at the right time again.
    await clock.advance(199)
    expect(expired).toEqual([])
    await clock.advance(1)
    expect(expired).toEqual(['b'])
  })

  test('read what has arrived before they tell anyone that he is late, when they are late themselves', async () => {
    const { clock, queue, expired, wait } = setUp()
    const lucky = wait('lucky', 100)
    wait('unlucky', 100)
    clock.leap(151)
    let told: string[] = []
    // Input that was ready all the time: it is handled behind the timer, and before the verdict.
    setImmediate(() => {
      told = [...expired]
      queue.remove(lucky)
    })
    await clock.advance(0)
    expect(told).toEqual([])
    expect(expired).toEqual(['unlucky'])
  })

  test('do not wait for input when they are on time', async () => {
    const { clock, queue, expired, wait } = setUp()
    const late = wait('late', 100)
    clock.leap(150)
    setImmediate(() => queue.remove(late))
    await clock.advance(0)
    expect(expired).toEqual(['late'])
  })

  test('let a leap of time move the deadlines before anyone is told', async () => {
    const { clock, expired, wait } = setUp((time, queue) => {
      if (time.now() > 5_000 && queue.earliestDeadline() < 5_000) queue.extend(60_000)
    })
    wait('a', 100)
    clock.leap(60_000)
    await clock.advance(0)
    expect(expired).toEqual([])
    await clock.advance(99)
    expect(expired).toEqual([])
    await clock.advance(1)
    expect(expired).toEqual(['a'])
  })

  test('are silent after they were stopped', async () => {
    const { clock, deadlines, expired, wait } = setUp()
    wait('a', 100)
    deadlines.stop()
    await clock.advance(1_000)
    expect([expired, clock.timers.pending]).toEqual([[], 0])
  })
})

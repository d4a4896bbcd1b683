import { describe, expect, test } from 'vitest'
import { withDeadline } from '../../src/clock/deadline.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'

const late = (): Error => new Error('late')

describe('a deadline', () => {
  test('lets work pass that is in time, and leaves no timer behind', async () => {
    const clock = new VirtualClock()
    expect(await withDeadline(clock, Promise.resolve(5), { deadline: clock.now() + 100 }, late)).toBe(5)
    await expect(
      withDeadline(clock, Promise.reject(new Error('own')), { deadline: clock.now() + 100 }, late),
    ).rejects.toThrow('own')
    expect(clock.timers.pending).toBe(0)
  })

  test('rejects when it comes first, whatever becomes of the work', async () => {
    const clock = new VirtualClock()
    for (const end of ['resolve', 'reject'] as const) {
      let finish: () => void = () => {}
      const work = new Promise<void>((resolve, reject) => {
        finish = () => (end === 'resolve' ? resolve() : reject(new Error('own')))
      })
      const outcome = expect(withDeadline(clock, work, { deadline: clock.now() + 100 }, late)).rejects.toThrow('late')
      await clock.advance(100)
      await outcome
      finish()
      await clock.flush()
    }
  })

  test('that has passed already still lets work pass that is done', async () => {
    const clock = new VirtualClock()
    expect(await withDeadline(clock, Promise.resolve(5), { deadline: clock.now() - 1 }, late)).toBe(5)
  })
})

import { describe, expect, test } from 'vitest'
import { Pulse } from '../../src/mux/pulse.ts'
import { FakeDriver } from '../../src/testing/fake-driver.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { hold } from '../harness.ts'

function setUp(waiting = true) {
  const clock = new VirtualClock()
  const driver = new FakeDriver(clock)
  const pulse = new Pulse(driver, clock, () => waiting)
  const answers = hold(driver, ({ kind }) => kind === 'pulse')
  return { clock, pulse, answers }
}

describe('the pulse', () => {
  test('is felt when half of the time has passed, and somebody still waits', async () => {
    const { clock, pulse, answers } = setUp()
    pulse.watch(clock.now() + 1_000)
    pulse.watch(clock.now() + 100)
    expect(clock.timers).toEqual({ pending: 1, holding: 0 })
    await clock.advance(499)
    expect([answers.events.length, pulse.verdict()]).toEqual([0, 'unknown'])
    await clock.advance(1)
    expect(answers.events.length).toBe(1)
  })

  test('is not felt when nobody waits any more', async () => {
    const { clock, pulse, answers } = setUp(false)
    pulse.watch(clock.now() + 1_000)
    await clock.advance(1_000)
    expect([answers.events.length, pulse.verdict()]).toEqual([0, 'unknown'])
  })

  test('tells a server that answers from one that is silent', async () => {
    const { clock, pulse, answers } = setUp()
    pulse.watch(clock.now() + 1_000)
    await clock.advance(500)
    answers.next()
    await clock.flush()
    expect(pulse.verdict()).toBe('answers')
    pulse.watch(clock.now() + 1_000)
    await clock.advance(1_000)
    expect(pulse.verdict()).toBe('silent')
  })

  test('is not silent because the answer had no time to come', async () => {
    const { clock, pulse, answers } = setUp()
    pulse.watch(clock.now() + 1_000)
    await clock.advance(500)
    // Another waiter's deadline comes one millisecond behind the question.
    await clock.advance(1)
    expect(pulse.verdict()).toBe('unknown')
    answers.next()
    await clock.flush()
    pulse.watch(clock.now() + 1_000)
    await clock.advance(501)
    expect(pulse.verdict()).toBe('answers')
  })

  test('of long ago says nothing', async () => {
    const { clock, pulse, answers } = setUp()
    pulse.watch(clock.now() + 1_000)
    await clock.advance(500)
    answers.next()
    await clock.advance(59_999)
    expect(pulse.verdict()).toBe('answers')
    await clock.advance(1)
    expect(pulse.verdict()).toBe('unknown')
  })

  test('of an older question does not count when a newer one has been asked', async () => {
    const { clock, pulse, answers } = setUp()
    pulse.watch(clock.now() + 20_000)
    await clock.advance(10_000)
    pulse.watch(clock.now() + 2_000)
    await clock.advance(1_000)
    expect(answers.events.length).toBe(2)
    answers.next()
    await clock.advance(200)
    expect(pulse.verdict()).toBe('silent')
  })

  test('stops with the pool', async () => {
    const { clock, pulse, answers } = setUp()
    pulse.watch(clock.now() + 1_000)
    pulse.stop()
    await clock.advance(1_000)
    expect([answers.events.length, clock.timers.pending]).toEqual([0, 0])
  })
})

import { describe, expect, test } from 'vitest'
import { Heartbeat } from '../../src/clock/heartbeat.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'

function setUp() {
  const clock = new VirtualClock()
  const beats: number[] = []
  const leaps: number[] = []
  const heartbeat = new Heartbeat(
    clock,
    1_000,
    (now) => beats.push(now),
    (millis) => leaps.push(millis),
  )
  return { clock, beats, leaps, heartbeat }
}

describe('the heartbeat', () => {
  test('beats, and never keeps the process alive', async () => {
    const { clock, beats, leaps, heartbeat } = setUp()
    heartbeat.start()
    heartbeat.start()
    expect(clock.timers).toEqual({ pending: 1, holding: 0 })
    await clock.advance(3_000)
    expect([beats, leaps]).toEqual([[2_000, 3_000, 4_000], []])
  })

  test('notices that the process stood still, by how much, and once', async () => {
    const { clock, leaps, heartbeat } = setUp()
    heartbeat.start()
    await clock.advance(500)
    clock.leap(60_000)
    heartbeat.check(clock.now())
    heartbeat.check(clock.now())
    // Since the last beat: when in between it stopped is not known.
    expect(leaps).toEqual([60_500])
    await clock.advance(2_000)
    expect(leaps).toEqual([60_500])
  })

  test('notices it by its own late beat, before that does its work', async () => {
    const { clock, beats, leaps, heartbeat } = setUp()
    const order: string[] = []
    heartbeat.start()
    beats.push = (): number => order.push('beat')
    leaps.push = (): number => order.push('leap')
    clock.leap(10_000)
    await clock.advance(0)
    expect(order).toEqual(['leap', 'beat'])
  })

  test('takes a late beat of less than a second for load', async () => {
    const { clock, leaps, heartbeat } = setUp()
    heartbeat.start()
    clock.leap(1_999)
    await clock.advance(0)
    expect(leaps).toEqual([])
  })

  test('begins with the first who asks, and says nothing of the time before', async () => {
    const { clock, beats, leaps, heartbeat } = setUp()
    clock.leap(60_000)
    heartbeat.check(clock.now())
    expect(leaps).toEqual([])
    await clock.advance(1_000)
    expect(beats).toEqual([62_000])
  })

  test('does not beat again after it was stopped, whoever starts it', async () => {
    const { clock, beats, heartbeat } = setUp()
    heartbeat.start()
    heartbeat.stop()
    // A connection that was being opened when the pool ended arrives.
    heartbeat.start()
    await clock.advance(10_000)
    expect([beats, clock.timers.pending]).toEqual([[], 0])
  })
})

import { describe, expect, test } from 'vitest'
import { Connection } from '../../src/store/connection.ts'
import { expiryOf } from '../../src/store/expiry.ts'
import { IdleSet } from '../../src/store/idle-set.ts'
import { Headcount } from '../../src/store/places.ts'
import { Slot, Slots } from '../../src/store/slots.ts'
import { settle, VirtualClock } from '../../src/testing/virtual-clock.ts'
import type { ConnectionId } from '../../src/vocab.ts'

const id = (n: number): ConnectionId => n as ConnectionId
const connections = [1, 2, 3].map((n) => new Connection<object>(id(n), new Slot(), 0, new Headcount()))

describe('the idle set', () => {
  const filled = (): IdleSet<object> => {
    const idle = new IdleSet<object>()
    for (const connection of connections) idle.push(connection)
    return idle
  }

  test('gives the one that was used last', () => {
    const idle = filled()
    expect([idle.take(null), idle.take(null), idle.take(null), idle.take(null)].map((each) => each?.id)).toEqual([
      3,
      2,
      1,
      undefined,
    ])
  })

  test('gives the preferred one when it is there, else the one that was used last', () => {
    expect(filled().take(id(1))?.id).toBe(1)
    expect(filled().take(id(9))?.id).toBe(3)
  })

  test('shows the oldest first', () => {
    expect([...filled()].map((each) => each.id)).toEqual([1, 2, 3])
  })

  test('forgets one that is removed, and says whether it had it', () => {
    const idle = filled()
    expect([idle.remove(connections[1]!), idle.remove(connections[1]!), idle.length]).toEqual([true, false, 2])
  })
})

describe('expiry', () => {
  test('lies within ten percent of the lifetime, so that not all go at once', () => {
    const clock = new VirtualClock()
    const ages = Array.from({ length: 200 }, () => expiryOf(clock, 1_000) - clock.now())
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(900)
    expect(Math.max(...ages)).toBeLessThanOrEqual(1_100)
    expect(Math.max(...ages) - Math.min(...ages)).toBeGreaterThan(100)
  })

  test.each([0, -1, Number.POSITIVE_INFINITY])('never comes with a lifetime of %d', (lifetime) => {
    expect(expiryOf(new VirtualClock(), lifetime)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('slots', () => {
  test('are a hard bound: none is given beyond it until one comes back', async () => {
    const slots = new Slots(2)
    const first = await slots.take()!
    await slots.take()
    expect([slots.take(), slots.taken]).toEqual([null, 2])
    await slots.giveBack(first)
    expect(slots.taken).toBe(1)
    expect((await slots.take()!).id).not.toBe(first.id)
    expect(slots.take()).toBeNull()
  })

  test('count from the moment in which they are asked for', () => {
    const slots = new Slots(1)
    void slots.take()
    expect([slots.taken, slots.take()]).toEqual([1, null])
  })

  test('are drained when all have come back', async () => {
    const slots = new Slots(1)
    const slot = await slots.take()!
    let drained = false
    const draining = slots.drain().then(() => (drained = true))
    await settle()
    expect(drained).toBe(false)
    await slots.giveBack(slot)
    await draining
    expect(drained).toBe(true)
  })
})

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, test } from 'vitest'
import { channelNames } from '../../src/observe/channels.ts'
import { eventTable } from '../../src/observe/event-table.ts'
import type { Observatory } from '../../src/observe/observatory.ts'
import type { PoolEventName } from '../../src/observe/pool-events.ts'
import { connection, observe, pinOf, session } from './harness.ts'

const names = Object.keys(eventTable) as PoolEventName[]
const pin = pinOf()

/** One call for each event, as the pool makes it. */
const calls: { readonly [Name in PoolEventName]: (observatory: Observatory) => void } = {
  borrow: (o) => o.borrow(session(1), connection(2), 12.5),
  return: (o) => o.return(session(1), connection(2), true),
  wait: (o) => o.wait(session(1), 3),
  pin: (o) => o.pin(session(1), connection(2), pin, 'at here'),
  unpin: (o) => o.unpin(session(1), connection(2), pin, 'session-end'),
  stateDiscarded: (o) => o.stateDiscarded(connection(2), 'reset', 'obligations-held'),
  connectionOpen: (o) => o.connectionOpen(connection(2), 800),
  connectionLost: (o) => o.connectionLost(connection(2), new Error('gone'), 'idle'),
  connectionClose: (o) => o.connectionClose(connection(2), 'idle'),
  openFailed: (o) => o.openFailed(new Error('refused'), 550),
  leak: (o) => o.leak(session(1), 'pin', 300_000, null),
  leap: (o) => o.leap(5_000),
}

function listen(observatory: Observatory, name: PoolEventName): object[] {
  const heard: object[] = []
  observatory.events.on(name, (payload: object) => heard.push(payload))
  return heard
}

test.each(names)('%s carries what its row in the table says, and the name of its pool', (name) => {
  const { observatory } = observe()
  const heard = listen(observatory, name)
  calls[name](observatory)
  expect(heard).toHaveLength(1)
  expect(Object.keys(heard[0]!).sort()).toEqual(['pool', ...Object.keys(eventTable[name].fields)].sort())
  expect(heard[0]).toMatchObject({ pool: 'main' })
})

test.each(names)('%s is published on its channel, as the same object', (name) => {
  const { observatory } = observe()
  const heard = listen(observatory, name)
  const published: unknown[] = []
  const subscriber = (message: unknown) => published.push(message)
  subscribe(channelNames[name], subscriber)
  calls[name](observatory)
  unsubscribe(channelNames[name], subscriber)
  calls[name](observatory)
  expect(published).toHaveLength(1)
  expect(published[0]).toBe(heard[0])
})

test('names of channels are frozen: one for each event', () => {
  expect(Object.isFrozen(channelNames)).toBe(true)
  expect(channelNames).toEqual(Object.fromEntries(names.map((name) => [name, `muxpool:${name}`])))
})

test('an event that nobody hears is not told at all', () => {
  const { observatory, world } = observe()
  observatory.events.emit = () => {
    throw new Error('told')
  }
  for (const name of names) calls[name](observatory)
  expect(world.warnings).toEqual([])
  observatory.events.on('leap', () => {})
  calls.leap(observatory)
  expect(world.warnings).toHaveLength(1)
})

test('a listener that throws does not reach the pool, and is told once for each event', () => {
  const { observatory, world } = observe()
  observatory.events.on('borrow', () => {
    throw new Error('my fault')
  })
  const heard = listen(observatory, 'return')
  for (let i = 0; i < 3; i += 1) {
    calls.borrow(observatory)
    calls.return(observatory)
  }
  expect(heard).toHaveLength(3)
  expect(world.warnings).toHaveLength(1)
  expect(world.warnings[0]).toMatch(/^MUX_LISTENER_THREW: a listener of the pool event 'borrow' threw.*my fault/)
  observatory.events.on('leap', () => {
    throw 'a text'
  })
  calls.leap(observatory)
  expect(world.warnings).toHaveLength(2)
})

test('a channel still hears what a listener threw at', () => {
  const { observatory } = observe()
  observatory.events.on('leap', () => {
    throw new Error('my fault')
  })
  const published: unknown[] = []
  const subscriber = (message: unknown) => published.push(message)
  subscribe(channelNames.leap, subscriber)
  calls.leap(observatory)
  unsubscribe(channelNames.leap, subscriber)
  expect(published).toEqual([{ pool: 'main', millis: 5_000 }])
})

test('a pin is told without what the session keeps on it', () => {
  const { observatory, world } = observe()
  const pinned = listen(observatory, 'pin')
  const unpinned = listen(observatory, 'unpin')
  calls.pin(observatory)
  world.now += 250
  calls.unpin(observatory)
  const { reason, rule, digest, since } = pin
  const shared = { pool: 'main', session: 1, connection: 2, reason, rule, digest, since }
  expect(pinned).toEqual([{ ...shared, stack: 'at here' }])
  expect(unpinned).toEqual([{ ...shared, heldMillis: 250, endedBy: 'session-end' }])
})

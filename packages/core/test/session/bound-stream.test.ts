import { AsyncResource } from 'node:async_hooks'
import { expect, test } from 'vitest'
import type { Ticket } from '../../src/adapter/driver.ts'
import { boundStream } from '../../src/session/bound-stream.ts'
import { VirtualClock } from '../../src/testing/virtual-clock.ts'

const ticket = (flow: Ticket['flow'], stopped?: () => boolean): Ticket => ({
  text: null,
  flow,
  context: new AsyncResource('test'),
  timeoutMillis: 0,
  signal: null,
  refuse: () => {},
  ...(stopped === undefined ? {} : { watchReader: () => stopped }),
})

function bounded(of: Ticket) {
  const clock = new VirtualClock()
  const seen = { runs: true, endedAt: null as number | null }
  const began = clock.now()
  const end = (): void => {
    seen.endedAt = clock.now() - began
    seen.runs = false
  }
  boundStream(of, { clock, options: { resetTimeoutMillis: 100 } }, { runs: () => seen.runs, end })
  return { clock, seen }
}

test('a stream that tells nothing of its reader is ended in time', async () => {
  const { clock, seen } = bounded(ticket('stream'))
  await clock.advance(1_000)
  expect(seen.endedAt).toBe(100)
})

test('one whose reader is slow goes on until he stops', async () => {
  const readings = [false, false, false, true]
  const { clock, seen } = bounded(ticket('stream', () => readings.shift() ?? true))
  await clock.advance(1_000)
  expect(seen.endedAt).toBe(400)
})

test('one that came to its end is left alone, and so is a statement with one answer', async () => {
  const { clock, seen } = bounded(ticket('stream'))
  seen.runs = false
  const rows = bounded(ticket('rows'))
  await Promise.all([clock.advance(1_000), rows.clock.advance(1_000)])
  expect([seen.endedAt, rows.seen.endedAt]).toEqual([null, null])
})

import { describe, expect, test } from 'vitest'
import type { WaitCause } from '../../src/mux/diagnosis.ts'
import { hold, holdReplies, type World, wireOf, world } from '../harness.ts'

/** What keeps every connection of a pool of two from those who wait. */
const causes: { readonly [cause in WaitCause]: (w: World) => Promise<void> } = {
  'all-busy': async (w) => {
    await opened(w)
    holdReplies(w.driver)
    for (const _ of [1, 2]) w.say(w.session(), 'select 1')
  },
  'all-pinned': async (w) => {
    for (const _ of [1, 2]) await w.ask(w.session(), "set app.a = 'x'")
  },
  'transactions-open': async (w) => {
    for (const _ of [1, 2]) await w.ask(w.session(), 'begin')
  },
  'server-silent': async (w) => {
    await opened(w)
    hold(w.driver, ({ kind }) => kind === 'reply' || kind === 'pulse')
    for (const _ of [1, 2]) w.say(w.session(), 'select 1')
  },
  'server-unreachable': async (w) => {
    await w.ask(w.session(), 'select 0')
    w.driver.failOpen = () => new Error('connect ECONNREFUSED')
    wireOf(w.driver).lose()
  },
  opening: async (w) => {
    await w.ask(w.session(), 'select 0')
    hold(w.driver, ({ kind }) => kind === 'open')
    wireOf(w.driver).lose()
  },
}

async function opened(w: World): Promise<void> {
  const sessions = [w.session(), w.session()]
  for (const text of ['begin', 'commit']) for (const session of sessions) await w.ask(session, text)
}

describe('who waited for nothing', () => {
  test.each(Object.keys(causes) as WaitCause[])('is told the cause: %s', async (cause) => {
    const w = world({ maxConnections: 2, connectionBorrowTimeoutMillis: 500, name: 'p' })
    await causes[cause](w)
    const ticket = w.say(w.session(), 'select 9')
    await w.clock.advance(500)
    expect(ticket.answer?.error).toMatchObject({ code: 'MUX_BORROW_TIMEOUT', diagnosis: cause })
  })

  test('hears how old the oldest holder is, and where he began', async () => {
    const w = world({ maxConnections: 2, connectionBorrowTimeoutMillis: 500 })
    await w.ask(w.session(), 'begin')
    await w.clock.advance(1_500)
    await w.ask(w.session(), 'begin')
    const ticket = w.say(w.session(), 'select 1')
    await w.clock.advance(500)
    expect(ticket.answer?.error?.message).toMatch(
      /2 idle in transaction.*oldest lease 2000 ms from .*diagnosis\.test\.ts/,
    )
  })

  test('hears of the majority where the holders differ', async () => {
    const w = world({ maxConnections: 3, connectionBorrowTimeoutMillis: 500 })
    for (const text of ["set app.a = 'x'", "set app.a = 'x'", 'begin']) await w.ask(w.session(), text)
    const ticket = w.say(w.session(), 'select 1')
    await w.clock.advance(500)
    expect(ticket.answer?.error).toMatchObject({ diagnosis: 'all-pinned' })
    expect(ticket.answer?.error?.message).toContain('0 running, 1 idle in transaction, 2 pinned')
  })

  test('never hears of what a statement said', async () => {
    const w = world({ maxConnections: 1, connectionBorrowTimeoutMillis: 500 })
    await w.ask(w.session(), "set app.a = 'secret'")
    const ticket = w.say(w.session(), "insert into t values ('secret')")
    await w.clock.advance(500)
    expect(ticket.answer?.error?.message).not.toContain('secret')
  })
})

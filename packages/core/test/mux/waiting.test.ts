import { describe, expect, test } from 'vitest'
import { codeOf, hold, holdReplies, inWords, wireOf, world } from '../harness.ts'

describe('who waits', () => {
  test('is served in the order of asking, in the tick in which a connection is free', async () => {
    const w = world({ maxConnections: 1 })
    const sessions = Array.from({ length: 4 }, () => w.session())
    for (const [n, session] of sessions.entries()) w.say(session, `select ${n}`)
    await w.clock.flush()
    expect(w.heard).toEqual(['select 0: 0', 'select 1: 1', 'select 2: 2', 'select 3: 3'])
    expect(w.told('wait').map(([, waiting]) => waiting)).toEqual([1, 2, 3, 4])
  })

  test('is not overtaken by who asks later, though a connection is idle for an instant', async () => {
    const w = world({ maxConnections: 1 })
    const [a, b, c] = [w.session(), w.session(), w.session()]
    await w.ask(a, 'begin')
    w.say(b, 'select 2')
    w.say(a, 'commit', { heard: () => w.say(c, 'select 3') })
    await w.clock.flush()
    expect(w.heard.slice(1)).toEqual(['commit: ', 'select 2: 2', 'select 3: 3'])
  })

  test('is told at his deadline, with the state of the pool', async () => {
    const w = world({ maxConnections: 1, connectionBorrowTimeoutMillis: 500, name: 'orders' })
    await w.ask(w.session(), 'begin')
    const ticket = w.say(w.session(), 'select 1')
    await w.clock.advance(499)
    expect(inWords(ticket.answer)).toBe('nothing yet')
    await w.clock.advance(1)
    const { error } = ticket.answer!
    expect(error).toMatchObject({
      code: 'MUX_BORROW_TIMEOUT',
      phase: 'queue',
      fate: 'not-sent',
      retryable: true,
      diagnosis: 'transactions-open',
    })
    expect(error?.message).toContain('timeout exceeded when trying to connect')
    expect(error?.message).toContain('pool orders waited 500 ms')
    expect(error?.message).toContain('limit 1: 0 running, 1 idle in transaction, 0 pinned')
    expect(w.clock.timers.holding).toBe(0)
  })

  test('is refused at once when as many wait as may', async () => {
    const w = world({ maxConnections: 1, maxWaiting: 1 })
    await w.ask(w.session(), 'begin')
    w.say(w.session(), 'select 1')
    expect(codeOf(await w.ask(w.session(), 'select 2'))).toBe('MUX_QUEUE_FULL')
  })

  test('is back at the head when nothing could be sent, even when nobody else may wait', async () => {
    const w = world({ maxConnections: 1, maxWaiting: 1 })
    const [a, b] = [w.session(), w.session()]
    await w.ask(a, 'begin')
    const first = w.say(b, 'select 1')
    // The connection dies in the moment in which it is given on.
    const wire = wireOf(w.driver)
    const other = { ticket: null as ReturnType<typeof w.say> | null }
    const held = holdReplies(w.driver)
    const commit = w.say(a, 'commit')
    await w.clock.flush()
    wire.run = () => false
    held.release()
    other.ticket = w.say(w.session(), 'select 2')
    await w.clock.flush()
    expect([inWords(commit.answer), inWords(first.answer)]).toEqual(['', '1'])
  })

  test('with no time to wait is served or refused at once; the pool opens for those who come later', async () => {
    const w = world({ connectionBorrowTimeoutMillis: 0 })
    expect(codeOf(await w.ask(w.session(), 'select 1'))).toBe('MUX_BORROW_TIMEOUT')
    await w.clock.flush()
    expect(inWords(await w.ask(w.session(), 'select 2'))).toBe('2')
  })

  test('goes away with everything of his when he gives up', async () => {
    const w = world({ maxConnections: 1 })
    await w.ask(w.session(), 'begin')
    const waiting = w.session()
    w.say(waiting, 'select 1')
    expect(w.clock.timers.holding).toBeGreaterThan(0)
    waiting.end('destroy')
    expect([w.clock.timers.holding, w.pool.state().waiting]).toEqual([0, 0])
  })
})

describe('an idle connection that may be dead', () => {
  const tired = { maxConnections: 3, validateAfterIdleMillis: 1_000, idleConnectionTimeoutMillis: 0 }

  /** A pool with n idle connections. */
  async function rested(n: number, given: Parameters<typeof world>[0] = tired) {
    const w = world(given)
    const sessions = Array.from({ length: n }, () => w.session())
    for (const session of sessions) await w.ask(session, 'begin')
    for (const session of sessions) await w.ask(session, 'commit')
    expect(w.pool.state().places.idle).toBe(n)
    return w
  }

  test('is asked for a sign of life before it is used, and used when it gives one', async () => {
    const w = await rested(1)
    const seen: (string | null)[] = []
    w.driver.watch = (_wire, text) => seen.push(text)
    await w.ask(w.session(), 'select 1')
    expect(seen).toEqual(['select 1'])
    await w.clock.advance(1_001)
    await w.ask(w.session(), 'select 2')
    await w.ask(w.session(), 'select 3')
    expect([seen, w.driver.attempts]).toEqual([['select 1', null, 'select 2', 'select 3'], 1])
  })

  test('is closed when it gives none, and another is opened', async () => {
    const w = await rested(1)
    await w.clock.advance(1_001)
    const held = holdReplies(w.driver)
    const ticket = w.say(w.session(), 'select 1')
    await w.clock.advance(2_000)
    held.release()
    await w.clock.advance(1_000)
    expect([
      inWords(ticket.answer),
      w
        .told('connectionClose')
        .map(([, because]) => because)
        .filter((because) => because !== 'idle'),
    ]).toEqual(['1', []])
    expect(w.driver.wires.size).toBe(w.pool.state().places.idle)
  })

  test('does not make one wait for another: each that waits has one looked at', async () => {
    const w = await rested(3)
    await w.clock.advance(1_001)
    const sessions = Array.from({ length: 3 }, () => w.session())
    const tickets = sessions.map((session) => w.say(session, 'begin'))
    await w.clock.flush()
    expect(tickets.map(({ answer }) => inWords(answer))).toEqual(['', '', ''])
    expect([w.driver.attempts, w.pool.state().waiting]).toEqual([3, 0])
  })

  test('after the process stood still is every one of them', async () => {
    const w = await rested(2, { ...tired, maxConnections: 2 })
    const seen: (string | null)[] = []
    w.driver.watch = (_wire, text) => seen.push(text)
    w.clock.leap(120_000)
    const sessions = [w.session(), w.session()]
    for (const session of sessions) w.say(session, 'begin')
    await w.clock.advance(0)
    // Once a minute the catalogue is asked whether it has changed.
    expect([seen.filter((text) => text !== 'stamp'), w.told('leap').length]).toEqual([
      [null, null, 'begin', 'begin'],
      1,
    ])
  })

  test('is one whose neighbour died', async () => {
    const w = await rested(2)
    const seen: (string | null)[] = []
    w.driver.watch = (_wire, text) => seen.push(text)
    wireOf(w.driver).lose()
    await w.ask(w.session(), 'select 1')
    expect(seen).toEqual([null, 'select 1'])
  })

  test('that gives no sign of life has its neighbours looked at, for who waits', async () => {
    const w = await rested(2, { ...tired, maxConnections: 2 })
    await w.clock.advance(1_001)
    // The one that was used last is dead, and no other can be opened.
    const dead = wireOf(w.driver, 1)
    hold(w.driver, ({ wire }) => wire === dead)
    w.driver.failOpen = () => Object.assign(new Error('sorry, too many clients already'), { kind: 'full' as const })
    const ticket = w.say(w.session(), 'select 1')
    await w.clock.advance(1_999)
    expect(inWords(ticket.answer)).toBe('nothing yet')
    await w.clock.advance(1)
    expect(inWords(ticket.answer)).toBe('1')
  })

  test('dies while it is looked at: nobody hears of it', async () => {
    const w = await rested(1)
    await w.clock.advance(1_001)
    const held = holdReplies(w.driver)
    const ticket = w.say(w.session(), 'select 1')
    await w.clock.flush()
    wireOf(w.driver).lose()
    held.release()
    await w.clock.flush()
    expect([inWords(ticket.answer), w.driver.wires.size]).toEqual(['1', 1])
  })

  test('is not asked again while it is in use all the time', async () => {
    const w = await rested(1)
    const seen: (string | null)[] = []
    w.driver.watch = (_wire, text) => seen.push(text)
    for (let n = 0; n < 5; n += 1) {
      await w.ask(w.session(), 'select 1')
      await w.clock.advance(600)
    }
    expect(seen).toEqual(Array.from({ length: 5 }, () => 'select 1'))
  })
})

describe('a process that stood still', () => {
  test('does not let those expire who could not use the time', async () => {
    const w = world({ maxConnections: 1, connectionBorrowTimeoutMillis: 1_000 })
    const holder = w.session()
    await w.ask(holder, 'begin')
    const ticket = w.say(w.session(), 'select 1')
    await w.clock.advance(100)
    w.clock.leap(60_000)
    await w.clock.advance(0)
    expect(inWords(ticket.answer)).toBe('nothing yet')
    await w.ask(holder, 'commit')
    expect(inWords(ticket.answer)).toBe('1')
    expect(w.told('leap')).toEqual([[60_100]])
  })

  test('still lets them expire when they have used their time', async () => {
    const w = world({ maxConnections: 1, connectionBorrowTimeoutMillis: 1_000 })
    await w.ask(w.session(), 'begin')
    const ticket = w.say(w.session(), 'select 1')
    w.clock.leap(60_000)
    await w.clock.advance(0)
    await w.clock.advance(2_100)
    expect(codeOf(ticket.answer)).toBe('MUX_BORROW_TIMEOUT')
  })

  test('does not take a transaction back that could not go on', async () => {
    const w = world({ maxConnections: 1, borrowTransactionTimeoutMillis: 10_000 })
    const session = w.session()
    await w.ask(session, 'begin')
    w.clock.leap(60_000)
    await w.clock.advance(0)
    expect(session.state).toBe('attached')
    expect(inWords(await w.ask(session, 'select 1'))).toBe('1')
  })

  test('before its first connection was open does not let them expire either', async () => {
    const w = world({ connectionBorrowTimeoutMillis: 1_000, connectTimeoutMillis: 100_000 })
    const opening = hold(w.driver, ({ kind }) => kind === 'open')
    const ticket = w.say(w.session(), 'select 1')
    await w.clock.flush()
    w.clock.leap(60_000)
    await w.clock.advance(0)
    opening.release()
    await w.clock.flush()
    expect(inWords(ticket.answer)).toBe('1')
  })
})

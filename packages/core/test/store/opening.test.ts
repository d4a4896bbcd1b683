import { describe, expect, test } from 'vitest'
import { hold, inWords, wireOf, world } from '../harness.ts'

const failing = (kind: 'permanent' | 'transient' | 'full', message = 'connect ECONNREFUSED') =>
  Object.assign(new Error(message), { kind })

describe('the opener', () => {
  test('opens one connection for the first, and then as many as wait, up to the limit', async () => {
    const w = world({ maxConnections: 3 })
    const opening = hold(w.driver, ({ kind }) => kind === 'open')
    const sessions = Array.from({ length: 5 }, () => w.session())
    for (const session of sessions) w.say(session, 'begin')
    await w.clock.flush()
    // Nothing is known of the server: one attempt asks for all.
    expect([w.driver.attempts, w.pool.state().places.opening]).toEqual([1, 1])
    opening.release()
    await w.clock.flush()
    expect([w.driver.attempts, w.pool.state().places, w.pool.state().waiting]).toMatchObject([3, { leased: 3 }, 2])
  })

  test('does not open for who has gone, and keeps what was opened for him', async () => {
    const w = world({ maxConnections: 3 })
    const opening = hold(w.driver, ({ kind }) => kind === 'open')
    const session = w.session()
    w.say(session, 'select 1')
    await w.clock.flush()
    session.end('destroy')
    opening.release()
    await w.clock.flush()
    expect([w.driver.attempts, w.pool.state().places.idle, w.clock.timers.holding]).toEqual([1, 1, 0])
  })

  test.each([0, 1, 3])('opens minConnections (%i) at the start, and not one more', async (minConnections) => {
    const w = world({ minConnections, maxConnections: 10 })
    await w.clock.flush()
    expect([w.driver.attempts, w.pool.state().places.idle]).toEqual([minConnections, minConnections])
  })

  test('opens what is missing to minConnections again', async () => {
    const w = world({ minConnections: 3, maxConnections: 10 })
    await w.clock.flush()
    for (const wire of [...w.driver.wires].slice(0, 2)) wire.lose()
    await w.clock.advance(2_000)
    expect([w.driver.attempts, w.pool.state().places.idle]).toEqual([5, 3])
  })

  test('does not keep the process alive for minConnections that can not be had', async () => {
    const w = world({ minConnections: 3, maxConnections: 2 })
    await w.clock.advance(5_000)
    expect([w.driver.attempts, w.clock.timers.holding]).toEqual([2, 0])
    const dead = world({ minConnections: 1 })
    dead.driver.failOpen = () => failing('transient')
    await dead.clock.advance(10_000)
    expect(dead.clock.timers.holding).toBe(0)
    dead.driver.failOpen = () => null
    await dead.clock.advance(1_000)
    expect(dead.pool.state().places.idle).toBe(1)
  })

  test('keeps the process alive while somebody waits out a backoff', async () => {
    const w = world()
    await w.ask(w.session(), 'select 1')
    w.driver.failOpen = () => failing('transient')
    wireOf(w.driver).lose()
    const ticket = w.say(w.session(), 'select 2')
    await w.clock.advance(300)
    expect(w.clock.timers.holding).toBeGreaterThan(0)
    w.driver.failOpen = () => null
    await w.clock.advance(1_000)
    expect([inWords(ticket.answer), w.clock.timers.holding]).toEqual(['2', 0])
  })

  test('asks a dead server at most twice a second under many waiters, and serves all within a second of its return', async () => {
    const w = world({ maxConnections: 10, connectionBorrowTimeoutMillis: 60_000 })
    await w.ask(w.session(), 'select 0')
    const at: number[] = []
    let dead = true
    w.driver.failOpen = () => {
      at.push(w.clock.now())
      return dead ? failing('transient') : null
    }
    wireOf(w.driver).lose()
    const tickets = Array.from({ length: 200 }, (_, n) => w.say(w.session(), `select ${n}`))
    await w.clock.advance(10_000)
    for (const start of at)
      expect(at.filter((one) => one >= start && one < start + 1_000).length).toBeLessThanOrEqual(2)
    expect(at.length).toBeGreaterThanOrEqual(9)
    dead = false
    await w.clock.advance(1_000)
    expect(tickets.every(({ answer }) => answer?.error === null)).toBe(true)
    expect(w.driver.wires.size).toBeLessThanOrEqual(10)
  })

  test('asks a server that went away while no connection was open just as seldom', async () => {
    const w = world({ maxConnections: 10, idleConnectionTimeoutMillis: 1_000 })
    await w.ask(w.session(), 'select 0')
    await w.clock.advance(3_000)
    expect(w.driver.wires.size).toBe(0)
    const before = w.driver.attempts
    w.driver.failOpen = () => failing('transient')
    for (let n = 0; n < 50; n += 1) w.say(w.session(), 'select 1')
    await w.clock.advance(999)
    expect(w.driver.attempts - before).toBeLessThanOrEqual(2)
  })
})

describe('a server that can not be reached', () => {
  test('at the start: who waits is told at once, with the cause', async () => {
    const w = world()
    w.driver.failOpen = () => failing('transient')
    const [first, second] = [w.say(w.session(), 'select 1'), w.say(w.session(), 'select 2')]
    await w.clock.flush()
    expect([first, second].map(({ answer }) => answer?.error?.message)).toEqual([
      'connect ECONNREFUSED',
      'connect ECONNREFUSED',
    ])
    expect((first.answer?.error as { fate?: string } | null)?.fate).toBe('not-sent')
  })

  test('later, and for good (a changed password): who waits is told at once', async () => {
    const w = world({ idleConnectionTimeoutMillis: 1_000 })
    await w.ask(w.session(), 'select 0')
    await w.clock.advance(3_000)
    w.driver.failOpen = () => failing('permanent', 'password authentication failed')
    const answer = await w.ask(w.session(), 'select 1')
    expect(answer?.error?.message).toBe('password authentication failed')
  })

  test('later: is waited out until the deadline, which names the last cause', async () => {
    const w = world({ connectionBorrowTimeoutMillis: 3_000 })
    await w.ask(w.session(), 'select 0')
    w.driver.failOpen = () => failing('transient')
    wireOf(w.driver).lose()
    const ticket = w.say(w.session(), 'select 1')
    await w.clock.advance(2_999)
    expect(ticket.answer).toBeNull()
    await w.clock.advance(1)
    expect(ticket.answer?.error).toMatchObject({
      code: 'MUX_BORROW_TIMEOUT',
      diagnosis: 'server-unreachable',
      cause: { message: 'connect ECONNREFUSED' },
    })
  })

  test('does not answer: the attempt ends in time, and leaves nothing', async () => {
    const w = world({ connectTimeoutMillis: 1_000 })
    const opening = hold(w.driver, ({ kind }) => kind === 'open')
    const ticket = w.say(w.session(), 'select 1')
    await w.clock.advance(1_000)
    expect([ticket.answer?.error?.message, w.driver.opening, w.pool.state().places.opening]).toEqual(['timeout', 0, 0])
    opening.release()
    await w.clock.flush()
    expect(w.driver.wires.size).toBe(0)
  })

  test('fails while the connection is prepared: it is closed, and its slot comes back', async () => {
    const w = world({ maxConnections: 1 })
    const readLimits = w.driver.engine.readLimits
    Object.assign(w.driver.engine, {
      readLimits: () => {
        throw new Error('the server did not tell its limits')
      },
    })
    expect((await w.ask(w.session(), 'select 1'))?.error?.message).toBe('the server did not tell its limits')
    expect([w.driver.wires.size, w.pool.state().places.opening]).toEqual([0, 0])
    Object.assign(w.driver.engine, { readLimits })
    await w.clock.advance(1_000)
    expect(inWords(await w.ask(w.session(), 'select 2'))).toBe('2')
  })

  test('loses the connection in the moment in which it is open: it never serves anyone', async () => {
    const w = world({ maxConnections: 1 })
    const opened = w.driver.open.bind(w.driver)
    let times = 0
    w.driver.open = async (sink, context) => {
      const wire = await opened(sink, context)
      times += 1
      if (times === 2) wire.lose()
      return wire
    }
    await w.ask(w.session(), 'select 0')
    wireOf(w.driver).lose()
    const ticket = w.say(w.session(), 'select 1')
    await w.clock.advance(2_000)
    expect([inWords(ticket.answer), w.pool.state().places.idle, w.driver.wires.size]).toEqual(['1', 1, 1])
    expect(w.told('connectionOpen').map(([id]) => id)).toEqual([1, 3])
  })
})

describe('a full server', () => {
  /** A server that gives n connections. */
  function full(n: number, given: Parameters<typeof world>[0] = {}) {
    const w = world({ maxConnections: 10, ...given })
    w.driver.failOpen = () => (w.driver.wires.size >= n ? failing('full', 'sorry, too many clients already') : null)
    return w
  }

  test('is back-pressure: who waits is served by the connections that there are', async () => {
    const w = full(2)
    const tickets = Array.from({ length: 20 }, (_, n) => w.say(w.session(), `select ${n}`))
    await w.clock.flush()
    expect(tickets.map(({ answer }) => inWords(answer))).toEqual(tickets.map((_, n) => `${n}`))
    expect(w.pool.state()).toMatchObject({ limit: 2, allowed: 10 })
  })

  test('is tried again after a while, one connection more at a time', async () => {
    const w = full(2)
    const sessions = Array.from({ length: 6 }, () => w.session())
    for (const session of sessions) w.say(session, 'begin')
    await w.clock.advance(4_900)
    const before = w.driver.attempts
    await w.clock.advance(20_000)
    expect(w.driver.attempts - before).toBeGreaterThanOrEqual(3)
    expect(w.driver.attempts - before).toBeLessThanOrEqual(5)
    w.driver.failOpen = () => null
    await w.clock.advance(30_000)
    expect(w.pool.state()).toMatchObject({ places: { leased: 6 }, waiting: 0 })
  })

  test('from the beginning is waited out', async () => {
    const w = full(0, { connectionBorrowTimeoutMillis: 60_000 })
    const ticket = w.say(w.session(), 'select 1')
    await w.clock.advance(10_000)
    expect(ticket.answer).toBeNull()
    w.driver.failOpen = () => null
    await w.clock.advance(5_000)
    expect(inWords(ticket.answer)).toBe('1')
  })

  test('does not make connect() wait, while there are connections', async () => {
    const w = full(1)
    const [a, b] = [w.session(), w.session()]
    await w.ask(a, 'begin')
    w.say(b, 'select 1')
    await w.clock.flush()
    expect([w.told('openFailed').length, w.pool.whenGood()]).toEqual([1, null])
  })
})

describe('connect() without a statement', () => {
  test('waits for the first connection, and not for later ones', async () => {
    const w = world()
    let good = false
    const waiting = w.pool.whenGood()!.then(() => (good = true))
    expect(good).toBe(false)
    await w.clock.flush()
    await waiting
    expect([good, w.pool.whenGood(), w.driver.attempts, w.clock.timers.holding]).toEqual([true, null, 1, 0])
  })

  test('tells why there is none', async () => {
    const w = world()
    w.driver.failOpen = () => failing('permanent', 'no such database')
    await expect(w.pool.whenGood()).rejects.toThrow('no such database')
    expect(w.clock.timers.holding).toBe(0)
  })

  test('has the deadline of a borrow', async () => {
    const w = world({ connectionBorrowTimeoutMillis: 2_000 })
    await w.ask(w.session(), 'select 0')
    w.driver.failOpen = () => failing('transient')
    wireOf(w.driver).lose()
    const waiting = expect(w.pool.whenGood()).rejects.toMatchObject({ code: 'MUX_BORROW_TIMEOUT', phase: 'connect' })
    await w.clock.advance(2_000)
    await waiting
  })

  test('is rejected when the pool ends', async () => {
    const w = world()
    hold(w.driver, ({ kind }) => kind === 'open')
    const waiting = expect(w.pool.whenGood()).rejects.toMatchObject({ code: 'MUX_POOL_ENDED' })
    void w.pool.end()
    await waiting
  })
})

describe('what the server has to bear', () => {
  test('never exceeds the limit, also while connections close slowly', async () => {
    const w = world({ maxConnections: 2 })
    const closing = hold(w.driver, ({ kind }) => kind === 'close')
    let most = 0
    const watched = w.driver.schedule
    w.driver.schedule = (event) => {
      most = Math.max(most, w.driver.wires.size + w.driver.opening)
      watched(event)
    }
    for (let n = 0; n < 4; n += 1) {
      const session = w.session()
      w.say(session, 'no sql at all')
      session.end('release')
    }
    await w.clock.flush()
    expect([w.driver.wires.size, w.pool.state().places.closing, most]).toEqual([2, 2, 2])
    for (const _ of [1, 2]) {
      closing.next()
      await w.clock.flush()
    }
    expect([w.driver.attempts, most]).toEqual([4, 2])
  })

  test('ends with force when a connection does not close politely', async () => {
    const w = world({ maxConnections: 1, closeTimeoutMillis: 100 })
    const session = w.session()
    await w.ask(session, 'no sql at all')
    // A polite goodbye gets no answer.
    const close = w.driver.close.bind(w.driver)
    const manners: string[] = []
    w.driver.close = (wire, manner) => {
      manners.push(manner)
      const gone = close(wire, manner)
      return gone
    }
    w.driver.schedule = (event) =>
      void (event.kind === 'close' && manners.at(-1) === 'drain' ? null : queueMicrotask(event.happen))
    session.end('release')
    await w.clock.advance(99)
    expect([manners, w.driver.wires.size]).toEqual([['drain'], 1])
    await w.clock.advance(1)
    expect([manners, w.driver.wires.size, w.pool.state().places.closing]).toEqual([['drain', 'abort'], 0, 0])
  })
})

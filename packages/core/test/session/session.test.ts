import { describe, expect, test } from 'vitest'
import { codeOf, hold, holdReplies, inWords, wireOf, world } from '../harness.ts'

describe('a session', () => {
  test('costs no connection until it has a statement', async () => {
    const w = world()
    const session = w.session()
    await w.clock.flush()
    expect([w.driver.attempts, session.state, w.pool.sessions]).toEqual([0, 'detached', 1])
    expect(inWords(await w.ask(session, 'select 1'))).toBe('1')
    expect([w.driver.attempts, session.state]).toEqual([1, 'detached'])
  })

  test('runs its statements one after another, in their order', async () => {
    const w = world({ maxConnections: 4 })
    const session = w.session()
    for (const n of [1, 2, 3, 4]) w.say(session, `select ${n}`)
    await w.clock.flush()
    expect(w.heard).toEqual(['select 1: 1', 'select 2: 2', 'select 3: 3', 'select 4: 4'])
    expect(w.driver.wires.size).toBe(1)
  })

  test('keeps its connection while a transaction is open, and not longer', async () => {
    const w = world({ maxConnections: 1 })
    const [a, b] = [w.session(), w.session()]
    await w.ask(a, 'begin')
    expect([a.state, a.transaction, a.holds]).toEqual(['attached', 'open', 'transaction'])
    const waiting = w.say(b, 'select 2')
    await w.ask(a, "insert into t values ('x')")
    expect([inWords(waiting.answer), b.state]).toEqual(['nothing yet', 'waiting'])
    await w.ask(a, 'commit')
    expect([inWords(waiting.answer), a.state, b.state]).toEqual(['2', 'detached', 'detached'])
  })

  test('keeps it in a failed transaction too, until that is rolled back', async () => {
    const w = world({ maxConnections: 1 })
    const session = w.session()
    await w.ask(session, 'begin')
    expect(codeOf(await w.ask(session, 'select 1/0'))).toBe('22012')
    expect([session.state, session.transaction]).toEqual(['attached', 'failed'])
    await w.ask(session, 'rollback')
    expect([session.state, session.transaction]).toEqual(['detached', 'none'])
  })

  test('goes on after an error outside of a transaction, and costs no connection by it', async () => {
    const w = world({ maxConnections: 1 })
    const session = w.session()
    await w.ask(session, 'select 1/0')
    expect(inWords(await w.ask(session, 'select 7'))).toBe('7')
    expect([w.driver.attempts, w.told('stateDiscarded')]).toEqual([1, []])
  })

  test('does not let a statement that its own callback asks for overtake those that wait already', async () => {
    const w = world({ maxConnections: 1, connectionBorrowTimeoutMillis: 100 })
    const [holder, session] = [w.session(), w.session()]
    await w.ask(holder, 'begin')
    // The first is refused while others wait behind it: what its callback asks for comes behind these.
    w.say(session, 'select 1', { heard: () => w.say(session, 'select 3') })
    w.say(session, 'select 2')
    await w.clock.advance(100)
    await w.ask(holder, 'commit')
    expect(w.heard.slice(1)).toEqual(['select 1: MUX_BORROW_TIMEOUT', 'commit: ', 'select 2: 2', 'select 3: 3'])
  })

  test('refuses ten thousand statements in a row without a deep stack', async () => {
    const w = world({ maxConnections: 1, endTimeoutMillis: 1 })
    const [holder, session] = [w.session(), w.session()]
    await w.ask(holder, 'begin')
    const tickets = Array.from({ length: 10_000 }, () => w.say(session, 'select 1'))
    void w.pool.end()
    await w.clock.advance(1)
    expect(new Set(tickets.map(({ answer }) => codeOf(answer)))).toEqual(new Set(['MUX_POOL_ENDED']))
  })
})

describe('what is queued behind a BEGIN that did not happen', () => {
  test('does not run, and commit, by itself, when no connection came', async () => {
    const w = world({ maxConnections: 1, connectionBorrowTimeoutMillis: 100 })
    const [holder, session] = [w.session(), w.session()]
    await w.ask(holder, 'begin')
    for (const text of ['begin', "insert into t values ('x')", 'commit']) w.say(session, text)
    await w.clock.advance(100)
    await w.ask(holder, 'rollback')
    expect(w.heard.filter((line) => line.endsWith('MUX_BORROW_TIMEOUT')).length).toBe(3)
    expect(w.driver.database.tables.size).toBe(0)
    // Who asks now knows what happened.
    expect(inWords(await w.ask(session, 'select 1'))).toBe('1')
  })

  test('does not run when the signal of the BEGIN fired', async () => {
    const w = world()
    const session = w.session()
    const answers = ['begin', 'select 1'].map((text) => w.say(session, text, { signal: AbortSignal.abort() }))
    const abort = new AbortController()
    w.say(session, 'begin', { signal: abort.signal })
    const behind = w.say(session, "insert into t values ('x')")
    abort.abort()
    await w.clock.flush()
    expect([...answers, behind].map(({ answer }) => codeOf(answer))).toEqual([
      'MUX_ABORTED',
      'MUX_ABORTED',
      'MUX_ABORTED',
    ])
    expect(w.driver.database.tables.size).toBe(0)
  })

  test('does not run when the BEGIN would pin, and may not', async () => {
    const w = world({ onPin: 'throw' })
    const session = w.session()
    w.say(session, "begin; set app.a = 'x'")
    const behind = w.say(session, "insert into t values ('x')")
    await w.clock.flush()
    expect([codeOf(behind.answer), w.driver.database.tables.size]).toEqual(['MUX_PIN_REFUSED', 0])
  })
})

describe('a session that ends', () => {
  test('refuses statements afterwards, and counts no more', async () => {
    const w = world()
    const session = w.session()
    session.end('release')
    session.end('release')
    expect(codeOf(await w.ask(session, 'select 1'))).toBe('MUX_SESSION_ENDED')
    expect([session.state, w.pool.sessions]).toEqual(['ended', 0])
  })

  test('runs first what it was given before', async () => {
    const w = world()
    const session = w.session()
    w.say(session, 'select 1')
    w.say(session, 'select 2')
    session.end('release')
    w.say(session, 'select 3')
    await w.clock.flush()
    expect(w.heard).toEqual(['select 3: MUX_SESSION_ENDED', 'select 1: 1', 'select 2: 2'])
    expect([session.state, w.pool.sessions, w.pool.state().places.idle]).toEqual(['ended', 0, 1])
  })

  test('in a transaction: it is rolled back before anyone else has the connection, and told as a leak', async () => {
    const w = world({ maxConnections: 1 })
    const [a, b] = [w.session(), w.session()]
    await w.ask(a, 'begin')
    await w.ask(a, "insert into t values ('x')")
    const next = w.say(b, 'select * from t')
    a.end('release')
    await w.clock.flush()
    expect([inWords(next.answer), w.driver.attempts]).toEqual(['', 1])
    expect(w.told('leak')).toEqual([[a.id, 'released-in-transaction', 0, expect.stringContaining('session.test.ts')]])
    expect(w.told('return').at(0)).toEqual([a.id, 1, true])
  })

  test('in a transaction that can not be rolled back in time: the connection is closed', async () => {
    const w = world({ maxConnections: 1, resetTimeoutMillis: 50 })
    const [a, b] = [w.session(), w.session()]
    await w.ask(a, 'begin')
    const held = holdReplies(w.driver)
    a.end('release')
    const next = w.say(b, 'select 2')
    await w.clock.advance(50)
    held.release()
    await w.clock.advance(1_000)
    expect([inWords(next.answer), w.driver.attempts, w.driver.wires.size]).toEqual(['2', 2, 1])
  })

  test('by force, while its statement runs: it is cancelled, its caller told, and the connection closed', async () => {
    const w = world({ maxConnections: 1 })
    const [a, b] = [w.session(), w.session()]
    await w.ask(a, 'select 0')
    const held = holdReplies(w.driver)
    const running = w.say(a, 'select 1')
    const behind = w.say(a, 'select 2')
    await w.clock.flush()
    a.end('destroy')
    expect([inWords(running.answer), inWords(behind.answer)]).toEqual(['MUX_CONNECTION_LOST', 'MUX_SESSION_ENDED'])
    expect(running.answer?.error).toMatchObject({ fate: 'in-doubt' })
    const next = w.say(b, 'select 3')
    await w.clock.flush()
    // Nobody has the connection, or another one beside it, while the statement may still run.
    expect([w.driver.attempts, inWords(next.answer), wireOf(w.driver).backend.interrupted]).toEqual([
      1,
      'nothing yet',
      true,
    ])
    held.release()
    await w.clock.flush()
    expect([w.driver.attempts, inWords(next.answer)]).toEqual([2, '3'])
  })

  test('by force, while it waits: everything is refused, nothing is held', async () => {
    const w = world({ maxConnections: 1 })
    const [holder, session] = [w.session(), w.session()]
    await w.ask(holder, 'begin')
    const [first, second] = [w.say(session, 'select 1'), w.say(session, 'select 2')]
    session.end('destroy')
    expect([codeOf(first.answer), codeOf(second.answer), w.pool.state().waiting]).toEqual([
      'MUX_SESSION_ENDED',
      'MUX_SESSION_ENDED',
      0,
    ])
  })

  test('by force, while its connection is made ready: its caller is told', async () => {
    const w = world({ maxConnections: 1 })
    const session = w.session()
    await w.ask(session, 'select 1')
    w.driver.claims = true
    const held = holdReplies(w.driver)
    const ticket = w.say(session, "set app.a = 'x'")
    await w.clock.flush()
    expect(held.events.length).toBe(1)
    session.end('destroy')
    held.release()
    await w.clock.flush()
    expect(codeOf(ticket.answer)).toBe('MUX_SESSION_ENDED')
    expect(w.pool.state().places).toMatchObject({ leased: 0, idle: 0 })
  })
})

describe('a session that is ended by another one', () => {
  test('in the moment in which it gives its connection back, ends once', async () => {
    const w = world({ maxConnections: 1, onPin: 'throw' })
    const [holder, a, b] = [w.session(), w.session(), w.session()]
    await w.ask(holder, 'begin')
    const refused = w.say(a, "set app.a = 'x'")
    w.say(b, "set app.b = 'x'", { heard: () => a.end('destroy') })
    await w.ask(holder, 'commit')
    expect([codeOf(refused.answer), a.state, w.pool.sessions]).toEqual(['MUX_SESSION_ENDED', 'ended', 2])
  })
})

describe('a session that is ended while it settles', () => {
  test('ends once', async () => {
    const w = world({ maxConnections: 1, onPin: 'throw' })
    const [a, b] = [w.session(), w.session()]
    const held = w.say(a, 'select 1')
    w.say(b, "set app.b = 'x'", { heard: () => a.end('destroy') })
    await w.clock.flush()
    expect([inWords(held.answer), a.state, w.pool.sessions]).toEqual(['1', 'ended', 1])
  })
})

describe('a statement with a signal', () => {
  test('is not sent when the signal has fired before', async () => {
    const w = world()
    const answer = await w.ask(w.session(), 'select 1', { signal: AbortSignal.abort('why') })
    expect(answer?.error).toMatchObject({ code: 'MUX_ABORTED', fate: 'not-sent', cause: 'why' })
    expect(w.driver.attempts).toBe(0)
  })

  test('leaves the queue when it fires while waiting', async () => {
    const w = world({ maxConnections: 1 })
    const [holder, session] = [w.session(), w.session()]
    await w.ask(holder, 'begin')
    const abort = new AbortController()
    const ticket = w.say(session, 'select 1', { signal: abort.signal })
    const behind = w.say(session, 'select 2')
    abort.abort()
    expect(ticket.answer?.error).toMatchObject({ code: 'MUX_ABORTED', fate: 'not-sent' })
    await w.ask(holder, 'commit')
    expect(inWords(behind.answer)).toBe('2')
  })

  test('behind others: is not sent when it fires before its turn', async () => {
    const w = world()
    const session = w.session()
    await w.ask(session, 'select 0')
    const held = holdReplies(w.driver)
    const seen: (string | null)[] = []
    w.driver.watch = (_wire, text) => seen.push(text)
    const abort = new AbortController()
    w.say(session, 'select 1')
    const ticket = w.say(session, 'select 2', { signal: abort.signal })
    abort.abort()
    held.release()
    await w.clock.flush()
    expect([codeOf(ticket.answer), seen]).toEqual(['MUX_ABORTED', ['select 1']])
  })

  test('is not sent when it fires while the connection is made ready for it', async () => {
    const w = world()
    const session = w.session()
    await w.ask(session, 'select 0')
    w.driver.claims = true
    const seen: (string | null)[] = []
    w.driver.watch = (_wire, text) => seen.push(text)
    const held = holdReplies(w.driver)
    const abort = new AbortController()
    const ticket = w.say(session, "set app.a = 'x'", { signal: abort.signal })
    await w.clock.flush()
    abort.abort()
    held.release()
    await w.clock.flush()
    expect(ticket.answer?.error).toMatchObject({ code: 'MUX_ABORTED', fate: 'not-sent' })
    expect(seen).toEqual([null])
  })

  test('leaves no listener behind, wherever it ended', async () => {
    const w = world({ maxConnections: 1 })
    const [a, b] = [w.session(), w.session()]
    const { signal } = new AbortController()
    let listeners = 0
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...args: Parameters<typeof add>): void => {
      listeners += 1
      add(...args)
    }
    signal.removeEventListener = (...args: Parameters<typeof remove>): void => {
      listeners -= 1
      remove(...args)
    }
    await w.ask(a, 'begin')
    w.say(b, 'select 1', { signal })
    await w.ask(a, 'select 2', { signal })
    await w.ask(a, 'commit', { signal })
    expect([w.heard.length, listeners]).toEqual([4, 0])
  })

  test('is cancelled when it fires while the statement runs', async () => {
    const w = world({ maxConnections: 1 })
    const session = w.session()
    await w.ask(session, 'select 0')
    const held = holdReplies(w.driver)
    const abort = new AbortController()
    const ticket = w.say(session, 'select 1', { signal: abort.signal })
    await w.clock.flush()
    abort.abort()
    expect(ticket.answer?.error).toMatchObject({ code: 'MUX_ABORTED', fate: 'in-doubt' })
    await w.clock.flush()
    held.release()
    expect(inWords(await w.ask(session, 'select 2'))).toBe('2')
    expect(w.driver.attempts).toBe(1)
  })
})

describe('a session without statements for too long', () => {
  test('ends with a code of its own, and what it held is released', async () => {
    const w = world({ maxConnections: 1, idleClientTimeoutMillis: 1_000 })
    const [idle, other] = [w.session(), w.session()]
    await w.ask(idle, "set app.a = 'x'")
    const waiting = w.say(other, 'select 1')
    await w.clock.advance(900)
    expect(inWords(waiting.answer)).toBe('nothing yet')
    await w.clock.advance(700)
    expect([inWords(waiting.answer), idle.state]).toEqual(['1', 'ended'])
    expect(codeOf(await w.ask(idle, 'select 2'))).toBe('MUX_IDLE_CLIENT_TIMEOUT')
  })

  test('that holds nothing is found out when it speaks again', async () => {
    const w = world({ idleClientTimeoutMillis: 1_000 })
    const session = w.session()
    await w.ask(session, 'select 1')
    await w.clock.advance(1_001)
    expect(codeOf(await w.ask(session, 'select 2'))).toBe('MUX_IDLE_CLIENT_TIMEOUT')
    expect(codeOf(await w.ask(session, 'select 3'))).toBe('MUX_IDLE_CLIENT_TIMEOUT')
    expect(w.pool.sessions).toBe(0)
  })

  test('is not one whose statement took so long', async () => {
    const w = world({ idleClientTimeoutMillis: 1_000 })
    const session = w.session()
    await w.ask(session, 'select 0')
    const held = holdReplies(w.driver)
    w.say(session, 'select 1')
    await w.clock.advance(5_000)
    held.release()
    await w.clock.flush()
    expect(inWords(await w.ask(session, 'select 2'))).toBe('2')
  })

  test('is not one that waits for a connection', async () => {
    const w = world({ maxConnections: 1, idleClientTimeoutMillis: 1_000, connectTimeoutMillis: 10_000 })
    const session = w.session()
    const opening = hold(w.driver, ({ kind }) => kind === 'open')
    const ticket = w.say(session, 'select 1')
    await w.clock.advance(5_000)
    opening.release()
    await w.clock.flush()
    expect(inWords(ticket.answer)).toBe('1')
  })
})

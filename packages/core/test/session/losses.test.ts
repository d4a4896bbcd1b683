import { describe, expect, test } from 'vitest'
import { codeOf, holdReplies, inWords, wireOf, world } from '../harness.ts'

const fateOf = (error: Error | null | undefined): unknown => (error as { fate?: unknown } | null | undefined)?.fate

describe('a connection that is lost', () => {
  test('idle: nobody notices, the next statement opens another', async () => {
    const w = world()
    const session = w.session()
    await w.ask(session, 'select 1')
    wireOf(w.driver).lose()
    await w.clock.flush()
    expect(w.pool.state().places.gone + w.pool.state().places.idle).toBe(1)
    expect(inWords(await w.ask(session, 'select 2'))).toBe('2')
    expect(w.told('connectionLost')).toEqual([[1, expect.any(Error), 'idle']])
  })

  test('with a statement in flight: its caller hears that it is in doubt, the session goes on', async () => {
    const w = world()
    const session = w.session()
    await w.ask(session, 'select 1')
    holdReplies(w.driver)
    const ticket = w.say(session, "insert into t values ('x')")
    const held = w.say(session, 'select 2')
    await w.clock.flush()
    w.driver.schedule = (event) => queueMicrotask(event.happen)
    wireOf(w.driver).lose()
    await w.clock.flush()
    expect(fateOf(ticket.answer?.error)).toBe('in-doubt')
    expect([inWords(held.answer), session.state]).toEqual(['2', 'detached'])
  })

  test('in a transaction: the session is broken until it is rolled back', async () => {
    const w = world()
    const session = w.session()
    const lost: Error[] = []
    session.listener = { pushed: () => {}, drained: () => {}, lost: (error) => lost.push(error) }
    await w.ask(session, 'begin')
    wireOf(w.driver).lose(new Error('terminated by the administrator'))
    expect([session.state, session.transaction, lost.map(({ message }) => message)]).toEqual([
      'broken',
      'none',
      ['terminated by the administrator'],
    ])
    for (const text of ['select 1', 'commit', 'begin', 'discard all', 'not sql'])
      expect(codeOf(await w.ask(session, text))).toBe('MUX_SESSION_BROKEN')
    expect(w.driver.attempts).toBe(1)
    expect(inWords(await w.ask(session, 'rollback'))).toBe('')
    expect(inWords(await w.ask(session, 'select 1'))).toBe('1')
    expect(session.state).toBe('detached')
  })

  test('with state of the session: it is broken until it ends', async () => {
    const w = world()
    const session = w.session()
    await w.ask(session, "set app.a = 'x'")
    wireOf(w.driver).lose()
    for (const text of ['rollback', 'show app.a', 'select 1'])
      expect(codeOf(await w.ask(session, text))).toBe('MUX_SESSION_BROKEN')
    expect([session.state, session.pinned, w.told('unpin').map(([, , , endedBy]) => endedBy)]).toEqual([
      'broken',
      null,
      ['connection-lost'],
    ])
    session.end('release')
    expect([session.state, w.pool.sessions]).toEqual(['ended', 0])
  })

  test('with both: what can not be mended decides', async () => {
    const w = world()
    const session = w.session()
    await w.ask(session, "set app.a = 'x'")
    await w.ask(session, 'begin')
    wireOf(w.driver).lose()
    expect(codeOf(await w.ask(session, 'rollback'))).toBe('MUX_SESSION_BROKEN')
  })

  test('while a BEGIN is in flight: what was queued behind it does not run by itself', async () => {
    const w = world()
    const session = w.session()
    await w.ask(session, 'select 1')
    const held = holdReplies(w.driver)
    const begin = w.say(session, 'begin')
    const insert = w.say(session, "insert into t values ('x')")
    w.say(session, 'commit')
    await w.clock.flush()
    wireOf(w.driver).lose()
    held.release()
    await w.clock.flush()
    expect([fateOf(begin.answer?.error), codeOf(insert.answer)]).toEqual(['in-doubt', 'MUX_SESSION_BROKEN'])
    expect(w.driver.database.tables.size).toBe(0)
    await w.ask(session, 'rollback')
    expect(inWords(await w.ask(session, 'select 2'))).toBe('2')
  })

  test('while its first pin is in flight: the state that it may have made is lost', async () => {
    const w = world()
    const session = w.session()
    await w.ask(session, 'select 1')
    const held = holdReplies(w.driver)
    const lock = w.say(session, 'select pg_advisory_lock(1)')
    const guarded = w.say(session, "insert into t values ('x')")
    await w.clock.flush()
    wireOf(w.driver).lose()
    held.release()
    await w.clock.flush()
    expect([fateOf(lock.answer?.error), codeOf(guarded.answer)]).toEqual(['in-doubt', 'MUX_SESSION_BROKEN'])
  })

  test('while it is made ready: the statement was not sent, and goes elsewhere', async () => {
    const w = world({ maxConnections: 1 })
    const session = w.session()
    await w.ask(session, 'select 1')
    w.driver.claims = true
    const held = holdReplies(w.driver)
    const ticket = w.say(session, "set app.a = 'x'")
    await w.clock.flush()
    expect(held.events.length).toBe(1)
    wireOf(w.driver).lose()
    held.release()
    await w.clock.flush()
    expect([inWords(ticket.answer), w.driver.attempts, session.state]).toEqual(['', 2, 'pinned'])
    expect(inWords(await w.ask(session, 'show app.a'))).toBe('x')
  })

  test('while it is made ready in a transaction: the statement was not sent, and the session is broken', async () => {
    const w = world({ maxConnections: 1 })
    const session = w.session()
    await w.ask(session, 'begin')
    w.driver.claims = true
    const held = holdReplies(w.driver)
    const ticket = w.say(session, "set app.a = 'x'")
    const behind = w.say(session, 'select 1')
    session.end('release')
    await w.clock.flush()
    wireOf(w.driver).lose()
    held.release()
    await w.clock.flush()
    expect(ticket.answer?.error).toMatchObject({ code: 'MUX_CONNECTION_LOST', fate: 'not-sent' })
    expect([codeOf(behind.answer), session.state, w.pool.sessions]).toEqual(['MUX_SESSION_BROKEN', 'ended', 0])
    expect(w.heard.slice(1)).toEqual(["set app.a = 'x': MUX_CONNECTION_LOST", 'select 1: MUX_SESSION_BROKEN'])
  })

  test('behind a cancel: the session goes on, though its boundary was held back', async () => {
    const w = world({ maxConnections: 1, statementTimeoutMillis: 100 })
    const session = w.session()
    await w.ask(session, 'select 1')
    const held = holdReplies(w.driver)
    const slow = w.say(session, 'select 2')
    await w.clock.advance(100)
    expect(codeOf(slow.answer)).toBe('MUX_STATEMENT_TIMEOUT')
    // Its reply comes, and then the connection goes before the fence is lifted.
    held.next()
    await w.clock.flush()
    expect(held.events.length).toBe(1)
    wireOf(w.driver).lose()
    held.release()
    expect(inWords(await w.ask(session, 'select 3'))).toBe('3')
    session.end('release')
    expect([session.state, w.pool.sessions]).toEqual(['ended', 0])
  })

  test('that can not be written to: a session that has nothing there goes elsewhere, in its old place', async () => {
    const w = world({ maxConnections: 1 })
    const [a, b] = [w.session(), w.session()]
    await w.ask(a, 'select 1')
    // The driver knows that it is dead, and has not told it yet.
    wireOf(w.driver).place = 'closing'
    const first = w.say(a, "set app.a = 'x'")
    const second = w.say(b, 'select 2')
    wireOf(w.driver).lose()
    await w.clock.flush()
    expect([inWords(first.answer), a.pinned?.rule]).toEqual(['', 'pg.set'])
    a.end('release')
    await w.clock.flush()
    expect([inWords(second.answer), w.heard]).toEqual(['2', ['select 1: 1', "set app.a = 'x': ", 'select 2: 2']])
  })

  test('that can not be written to, in a transaction: the statement was not sent, and the session is broken', async () => {
    const w = world()
    const session = w.session()
    await w.ask(session, 'begin')
    wireOf(w.driver).place = 'closing'
    const ticket = w.say(session, 'select 1')
    const behind = w.say(session, 'select 2')
    await w.clock.flush()
    expect(ticket.answer?.error).toMatchObject({ code: 'MUX_CONNECTION_LOST', fate: 'not-sent' })
    expect(codeOf(behind.answer)).toBe('MUX_SESSION_BROKEN')
    expect(w.heard.slice(1)).toEqual(['select 1: MUX_CONNECTION_LOST', 'select 2: MUX_SESSION_BROKEN'])
  })

  test('while a rollback after release runs: the slot comes back', async () => {
    const w = world({ maxConnections: 1 })
    const [a, b] = [w.session(), w.session()]
    await w.ask(a, 'begin')
    const held = holdReplies(w.driver)
    a.end('release')
    await w.clock.flush()
    wireOf(w.driver).lose()
    held.release()
    expect(inWords(await w.ask(b, 'select 2'))).toBe('2')
    expect(w.driver.wires.size).toBe(1)
  })

  test('while the caller that hears of it releases by force: nothing hangs', async () => {
    const w = world({ maxConnections: 1 })
    const [a, b] = [w.session(), w.session()]
    await w.ask(a, 'begin')
    const held = holdReplies(w.driver)
    w.say(a, 'select 1', { heard: () => a.end('destroy') })
    await w.clock.flush()
    wireOf(w.driver).lose()
    held.release()
    expect(inWords(await w.ask(b, 'select 2'))).toBe('2')
    expect([a.state, w.pool.sessions, w.driver.wires.size]).toEqual(['ended', 1, 1])
  })

  test("keeps the caller's own pin, when nothing was sent yet", async () => {
    const w = world({ maxConnections: 2 })
    const session = w.session()
    await w.ask(session, 'select 1')
    const unpin = session.pin()
    wireOf(w.driver).place = 'closing'
    await w.ask(session, 'select 2')
    expect([session.state, session.pinned?.rule]).toEqual(['pinned', 'user'])
    unpin()
    expect([session.state, session.pinned]).toEqual(['detached', null])
  })
})

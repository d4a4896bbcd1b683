import { describe, expect, test } from 'vitest'
import type { FakeWire } from '../../src/testing/fake-wire.ts'
import { codeOf, hold, holdReplies, inWords, type World, wireOf, world } from '../harness.ts'

/** A pool of one connection whose session runs a statement that is cancelled after 100 ms and does not answer. */
async function cancelled(
  w: World = world({ maxConnections: 1, statementTimeoutMillis: 100, resetTimeoutMillis: 1_000 }),
) {
  const session = w.session()
  await w.ask(session, 'select 0')
  const wire = wireOf(w.driver)
  const replies = hold(w.driver, ({ kind }) => kind === 'reply' || kind === 'cancel')
  const slow = w.say(session, "insert into t values ('slow')")
  await w.clock.advance(100)
  const of = (kind: string) => replies.events.findIndex((event) => event.kind === kind)
  /** Lets the first event of this kind happen, and what follows from it. */
  const happen = async (kind: 'reply' | 'cancel'): Promise<void> => {
    replies.events.splice(of(kind), 1)[0]!.happen()
    await w.clock.flush()
  }
  return { w, session, wire, slow, replies, happen, pending: () => replies.events.map(({ kind }) => kind) }
}

describe('the cancel fence', () => {
  test('tells the caller at once, and lets nobody have the connection', async () => {
    const { w, slow, pending } = await cancelled()
    const next = w.say(w.session(), 'select 1')
    await w.clock.flush()
    expect(slow.answer?.error).toMatchObject({
      code: 'MUX_STATEMENT_TIMEOUT',
      fate: 'in-doubt',
      message: expect.stringContaining('100 ms'),
    })
    expect([pending(), w.pool.state().places.quarantined, inWords(next.answer)]).toEqual([
      ['reply', 'cancel'],
      1,
      'nothing yet',
    ])
  })

  test('holds the boundary back until the cancel has landed, and one round trip more', async () => {
    const { w, session, happen, pending } = await cancelled()
    const next = w.say(session, 'select 1')
    await happen('reply')
    expect([pending(), inWords(next.answer)]).toEqual([['cancel'], 'nothing yet'])
    await happen('cancel')
    // The round trip of the fence itself.
    expect([pending(), inWords(next.answer)]).toEqual([['reply'], 'nothing yet'])
    await happen('reply')
    expect([w.pool.state().places.leased, session.active]).toEqual([1, next])
    await happen('reply')
    expect([inWords(next.answer), w.driver.attempts]).toEqual(['1', 1])
  })

  test('a cancel that comes too late hits the round trip, and no statement', async () => {
    const { w, wire, session, happen } = await cancelled()
    const [own, strange] = [w.say(session, 'select 1'), w.say(w.session(), 'select 2')]
    await happen('reply')
    await happen('cancel')
    expect(wire.backend.interrupted).toBe(true)
    for (let n = 0; n < 3; n += 1) await happen('reply')
    expect([inWords(own.answer), inWords(strange.answer), w.driver.attempts]).toEqual(['1', '2', 1])
    expect(w.driver.database.tables.get('t')).toEqual(['slow'])
  })

  test('a cancel in time: the statement did not happen, the connection is kept', async () => {
    const { w, session, happen, pending } = await cancelled()
    const next = w.say(session, 'select * from t')
    await happen('cancel')
    await happen('reply')
    expect(pending()).toEqual(['reply'])
    await happen('reply')
    await happen('reply')
    expect([inWords(next.answer), w.driver.attempts]).toEqual(['', 1])
  })

  test('a cancel that never lands costs the connection, after the time that a reset may take', async () => {
    const { w, session, wire, happen, replies } = await cancelled()
    await happen('reply')
    await w.clock.advance(999)
    expect([w.driver.wires.has(wire), w.pool.state().places.quarantined]).toEqual([true, 1])
    await w.clock.advance(1)
    expect([w.driver.wires.has(wire), w.pool.state().places.quarantined, session.state]).toEqual([false, 0, 'detached'])
    // When it lands after all, there is nobody there.
    replies.release()
    expect(inWords(await w.ask(session, 'select 1'))).toBe('1')
  })

  test('a statement that does not end although it was cancelled costs the connection', async () => {
    const { w, wire, happen } = await cancelled()
    await happen('cancel')
    const next = w.say(w.session(), 'select 1')
    await w.clock.advance(1_000)
    await w.clock.flush()
    expect(w.driver.wires.has(wire)).toBe(false)
    await happen('reply')
    await happen('reply').catch(() => {})
    expect(inWords(next.answer)).toBe('1')
  })

  test('a cancel that can not be sent costs the connection', async () => {
    const w = world({ maxConnections: 1, statementTimeoutMillis: 100 })
    w.driver.cancel = () => Promise.reject(new Error('connect ECONNREFUSED'))
    const session = w.session()
    await w.ask(session, 'select 0')
    const first = wireOf(w.driver)
    const held = holdReplies(w.driver)
    w.say(session, 'select 1')
    await w.clock.advance(100)
    held.release()
    expect(inWords(await w.ask(session, 'select 2'))).toBe('2')
    expect([w.driver.wires.has(first), w.driver.attempts]).toEqual([false, 2])
  })

  test('a transaction goes on behind it, as failed as the server says', async () => {
    const w = world({ maxConnections: 1 })
    const session = w.session()
    await w.ask(session, 'begin')
    const held = holdReplies(w.driver)
    const slow = w.say(session, 'select 1', { timeoutMillis: 50 })
    await w.clock.advance(50)
    held.release()
    await w.clock.flush()
    expect([codeOf(slow.answer), session.transaction]).toEqual(['MUX_STATEMENT_TIMEOUT', 'failed'])
    expect(codeOf(await w.ask(session, 'select 2'))).toBe('25P02')
    await w.ask(session, 'rollback')
    expect([inWords(await w.ask(session, 'select 3')), w.driver.attempts]).toEqual(['3', 1])
  })

  test("a statement has its own limit before the pool's", async () => {
    const w = world({ statementTimeoutMillis: 1_000 })
    const session = w.session()
    await w.ask(session, 'select 0')
    holdReplies(w.driver)
    const [mine] = [w.say(session, 'select 1', { timeoutMillis: 10 })]
    await w.clock.advance(10)
    expect(codeOf(mine.answer)).toBe('MUX_STATEMENT_TIMEOUT')
  })

  test('a limit counts from sending, not from waiting', async () => {
    const w = world({ maxConnections: 1, statementTimeoutMillis: 100 })
    const [holder, session] = [w.session(), w.session()]
    await w.ask(holder, 'begin')
    const ticket = w.say(session, 'select 1')
    await w.clock.advance(1_000)
    await w.ask(holder, 'commit')
    expect(inWords(ticket.answer)).toBe('1')
  })

  test('leaves no timer behind a statement that ended in time', async () => {
    const w = world({ statementTimeoutMillis: 100 })
    const session = w.session()
    await w.ask(session, 'select 1')
    expect(w.clock.timers.holding).toBe(0)
  })

  test('on request, the caller hears what the server says', async () => {
    const w = world({ maxConnections: 1 })
    const session = w.session()
    await w.ask(session, 'select 0')
    const held = holdReplies(w.driver)
    const [running, waiting] = [w.say(session, 'select 1'), w.say(session, 'select 2')]
    await w.clock.flush()
    session.cancel(running)
    session.cancel(running)
    session.cancel(waiting)
    await w.clock.flush()
    expect(running.answer).toBeNull()
    held.release()
    await w.clock.flush()
    expect([codeOf(running.answer), waiting.answer, inWords(await w.ask(session, 'select 3'))]).toEqual([
      '57014',
      null,
      '3',
    ])
  })

  test('a session that is destroyed behind it costs the connection, and hangs nobody', async () => {
    const { w, session, wire, replies } = await cancelled()
    const next = w.say(w.session(), 'select 1')
    session.end('destroy')
    replies.release()
    await w.clock.flush()
    expect([w.driver.wires.has(wire), inWords(next.answer), w.pool.state().places.quarantined]).toEqual([false, '1', 0])
    expect(w.clock.timers.holding).toBe(0)
  })

  test('never lets a cancel reach another session, whatever comes first', async () => {
    // Every order of reply, cancel, and the statements of two sessions behind them.
    for (const order of [
      ['reply', 'cancel'],
      ['cancel', 'reply'],
    ] as const) {
      const { w, session, happen, replies } = await cancelled()
      const hit: (string | null)[] = []
      w.driver.watch = (wire: FakeWire, text) => wire.backend.interrupted && hit.push(text)
      const behind = [w.say(session, 'select 1'), w.say(w.session(), 'select 2')]
      for (const kind of order) await happen(kind)
      replies.release()
      await w.clock.flush()
      expect(behind.map(({ answer }) => inWords(answer))).toEqual(['1', '2'])
      expect(hit.filter((text) => text?.startsWith('select'))).toEqual([])
    }
  })
})

import { describe, expect, test } from 'vitest'
import { codeOf, inWords, wireOf, world } from '../harness.ts'

describe('a statement that leaves something on its connection', () => {
  test('pins its session, says why, and with which statement', async () => {
    const w = world()
    const session = w.session()
    await w.ask(session, "set app.a = 'secret'")
    expect([session.state, session.holds]).toEqual(['pinned', 'obligation'])
    expect(session.pinned).toMatchObject({ reason: 'setting', rule: 'pg.set', since: w.clock.wallTime() })
    expect(session.pinned?.digest).not.toContain('secret')
    expect(w.told('pin')).toEqual([[session.id, 1, session.pinned, expect.stringContaining('pins.test.ts')]])
  })

  test.each([
    ["set app.a = 'x'", 'setting'],
    ['create temp table temp_a ()', 'temporary'],
    ['select pg_advisory_lock(7)', 'advisory-lock'],
    ["select nextval('s')", 'sequence-advance'],
    ['no sql at all', 'unknown'],
  ])('%s pins for the reason %s', async (text, reason) => {
    const w = world()
    const session = w.session()
    await w.ask(session, text)
    expect(session.pinned?.reason).toBe(reason)
  })

  test('and others do not', async () => {
    const w = world()
    const session = w.session()
    for (const text of [
      'select 1',
      "insert into t values ('x')",
      'begin',
      "insert into t values ('y')",
      'commit',
      'select 1/0',
    ])
      await w.ask(session, text)
    expect([session.state, session.pinned, w.told('pin')]).toEqual(['detached', null, []])
  })

  test('is the only one who sees it: the next session has a connection as new', async () => {
    const w = world({ maxConnections: 1 })
    const [a, b] = [w.session(), w.session()]
    for (const text of ["set app.a = 'x'", 'create temp table temp_a ()', 'select pg_advisory_lock(7)'])
      await w.ask(a, text)
    const waiting = w.say(b, 'show app.a')
    await w.clock.flush()
    expect(inWords(waiting.answer)).toBe('nothing yet')
    a.end('release')
    await w.clock.flush()
    expect(inWords(waiting.answer)).toBe('')
    const { backend } = wireOf(w.driver)
    expect([backend.settings.size, backend.temporary.size, backend.locks, w.driver.attempts]).toEqual([0, 0, [], 1])
    expect(w.told('stateDiscarded')).toEqual([[1, 'reset', 'obligations-held']])
    expect(w.told('unpin').map(([, , { rule }, endedBy]) => [rule, endedBy])).toEqual([
      ['pg.set', 'session-end'],
      ['pg.temporary', 'session-end'],
      ['pg.advisory-lock', 'session-end'],
    ])
  })

  test('that no reset undoes costs the connection', async () => {
    const w = world({ maxConnections: 1 })
    const [a, b] = [w.session(), w.session()]
    await w.ask(a, "set app.a = 'x'")
    await w.ask(a, 'no sql at all')
    a.end('release')
    expect(inWords(await w.ask(b, 'select 1'))).toBe('1')
    expect([w.driver.attempts, w.driver.wires.size]).toEqual([2, 1])
    expect(w.told('stateDiscarded')).toEqual([[1, 'close', 'obligations-held']])
  })

  test('costs the connection when the reset fails, or does not answer', async () => {
    for (const fails of [true, false]) {
      const w = world({ maxConnections: 1, resetTimeoutMillis: 100 })
      const [a, b] = [w.session(), w.session()]
      await w.ask(a, "set app.a = 'x'")
      const wire = wireOf(w.driver)
      if (fails) wire.interrupt()
      else w.driver.schedule = (event) => void (event.kind === 'reply' || queueMicrotask(event.happen))
      a.end('release')
      const next = w.say(b, 'select 1')
      await w.clock.advance(99)
      w.driver.schedule = (event) => queueMicrotask(event.happen)
      await w.clock.advance(1)
      expect([inWords(next.answer), w.driver.attempts, w.driver.wires.has(wire)]).toEqual(['1', 2, false])
    }
  })

  test('twice by one rule pins once', async () => {
    const w = world()
    const session = w.session()
    await w.ask(session, "set app.a = 'x'")
    await w.ask(session, "set app.b = 'y'")
    await w.ask(session, 'select pg_advisory_lock(1)')
    expect(w.told('pin').map(([, , { rule }]) => rule)).toEqual(['pg.set', 'pg.advisory-lock'])
  })

  test('pins in a transaction that is rolled back, too', async () => {
    const w = world()
    const session = w.session()
    for (const text of ['begin', "set app.a = 'x'", 'rollback']) await w.ask(session, text)
    expect(session.state).toBe('pinned')
  })

  test('reported by the server alone pins as well, and is cleaned', async () => {
    const w = world({ maxConnections: 1 })
    const session = w.session()
    await w.ask(session, 'select 1')
    // A function changes a setting: no text shows it.
    w.driver.watch = (wire) => wire.backend.settings.set('timezone', 'Mars')
    await w.ask(session, 'select 2')
    w.driver.watch = () => {}
    expect([session.state, session.pinned?.rule]).toEqual(['pinned', 'wire.reported-setting'])
    session.end('release')
    await w.clock.flush()
    expect(wireOf(w.driver).backend.settings.size).toBe(0)
  })

  test('reported again with the value of a new connection leaves nothing to clean', async () => {
    const w = world({ maxConnections: 1 })
    await w.ask(w.session(), 'select 1')
    const wire = wireOf(w.driver)
    // The administrator changed it: every new session expects this from now on.
    wire.report('timezone', 'Mars', false)
    await w.ask(w.session(), 'select 2')
    expect([w.told('pin'), w.driver.attempts]).toEqual([[], 1])
  })

  test('costs the connection when the reset did not bring a reported setting back', async () => {
    const w = world({ maxConnections: 1 })
    const session = w.session()
    await w.ask(session, "set app.a = 'x'")
    wireOf(w.driver).report('search_path', 'evil', true)
    session.end('release')
    await w.clock.flush()
    expect([w.driver.wires.size, w.told('connectionClose')]).toEqual([0, [[1, 'imprint-unknown']]])
  })
})

describe('DISCARD ALL', () => {
  test('ends what a reset would end; the connection is reset before others have it', async () => {
    const w = world({ maxConnections: 1 })
    const session = w.session()
    await w.ask(session, "set app.a = 'x'")
    await w.ask(session, 'select pg_advisory_lock(7)')
    await w.ask(session, 'discard all')
    await w.clock.flush()
    expect([session.state, session.pinned, w.pool.state().places.idle]).toEqual(['detached', null, 1])
    expect(w.told('unpin').map(([, , { rule }, endedBy]) => [rule, endedBy])).toEqual([
      ['pg.set', 'discard'],
      ['pg.advisory-lock', 'discard'],
    ])
    // What initQuery and hooks had set was discarded too: only the reset sets it again.
    expect(w.told('stateDiscarded')).toEqual([[1, 'reset', 'obligations-held']])
  })

  test.each(['reset all', 'discard sequences', 'deallocate all'])(
    'is more than %s, which ends no pin',
    async (text) => {
      const w = world()
      const session = w.session()
      await w.ask(session, "set app.a = 'x'")
      await w.ask(session, text)
      expect(session.state).toBe('pinned')
    },
  )

  test("does not end what no reset ends, nor the caller's own pin", async () => {
    const w = world()
    const [session, own] = [w.session(), w.session()]
    await w.ask(session, 'no sql at all')
    await w.ask(session, 'discard all')
    expect(session.pinned?.reason).toBe('unknown')
    own.pin()
    await w.ask(own, "set app.a = 'x'")
    await w.ask(own, 'discard all')
    expect([own.pinned?.rule, w.told('unpin').length]).toEqual(['user', 1])
  })

  test('that fails ends nothing', async () => {
    const w = world()
    const session = w.session()
    await w.ask(session, "set app.a = 'x'")
    await w.ask(session, 'begin')
    expect(codeOf(await w.ask(session, 'discard all'))).toBe('25001')
    await w.ask(session, 'rollback')
    expect(session.state).toBe('pinned')
  })
})

describe('an explicit pin', () => {
  test('costs nothing before the next statement, keeps its connection, and is told like any other', async () => {
    const w = world({ maxConnections: 1 })
    const [session, other] = [w.session(), w.session()]
    const unpin = session.pin()
    await w.clock.flush()
    expect([w.driver.attempts, session.pinned?.rule, w.told('pin').length]).toEqual([0, 'user', 0])
    await w.ask(session, 'select 1')
    expect([session.state, w.told('pin')]).toEqual(['pinned', [[session.id, 1, session.pinned, null]]])
    const waiting = w.say(other, 'select 2')
    unpin()
    unpin()
    await w.clock.flush()
    expect([session.state, inWords(waiting.answer), w.told('unpin').map(([, , , by]) => by)]).toEqual([
      'detached',
      '2',
      ['unpin'],
    ])
  })

  test('that ends in a transaction lets the transaction keep the connection', async () => {
    const w = world()
    const session = w.session()
    await w.ask(session, 'begin')
    const unpin = session.pin()
    expect(session.state).toBe('pinned')
    unpin()
    expect([session.state, session.holds]).toEqual(['attached', 'transaction'])
    await w.ask(session, 'commit')
    expect(session.state).toBe('detached')
  })

  test('that ends while a statement runs waits for its boundary', async () => {
    const w = world()
    const session = w.session()
    const unpin = session.pin()
    w.say(session, 'select 1')
    unpin()
    await w.clock.flush()
    expect([session.state, w.heard]).toEqual(['detached', ['select 1: 1']])
  })

  test('never used costs no reset', async () => {
    const w = world({ maxConnections: 1 })
    const session = w.session()
    await w.ask(session, 'select 1')
    session.pin()()
    await w.ask(session, 'select 2')
    await w.clock.flush()
    expect(w.told('stateDiscarded')).toEqual([])
  })

  test('of two, the other still keeps the connection', async () => {
    const w = world()
    const session = w.session()
    const [first, second] = [session.pin(), session.pin()]
    await w.ask(session, 'select 1')
    first()
    expect(session.state).toBe('pinned')
    second()
    expect(session.state).toBe('detached')
  })
})

describe('onPin', () => {
  test('throw: the statement is refused before it is sent, and the session goes on', async () => {
    const w = world({ onPin: 'throw', maxConnections: 1 })
    const session = w.session()
    const seen: (string | null)[] = []
    await w.ask(session, 'select 1')
    w.driver.watch = (_wire, text) => seen.push(text)
    const { error } = (await w.ask(session, "set app.a = 'x'"))!
    expect(error).toMatchObject({
      code: 'MUX_PIN_REFUSED',
      fate: 'not-sent',
      message: expect.stringContaining('pg.set'),
    })
    expect(error?.message).not.toContain("'x'")
    expect([session.state, seen, w.pool.state().places.idle]).toEqual(['detached', [], 1])
    expect(inWords(await w.ask(session, 'select 2'))).toBe('2')
  })

  test('throw: in a transaction the transaction stays as it is', async () => {
    const w = world({ onPin: 'throw' })
    const session = w.session()
    await w.ask(session, 'begin')
    await w.ask(session, "set app.a = 'x'")
    expect([session.state, session.transaction]).toEqual(['attached', 'open'])
    await w.ask(session, 'commit')
    expect(session.state).toBe('detached')
  })

  test("throw: an explicit pin is the caller's wish, and stays", async () => {
    const w = world({ onPin: 'throw' })
    const session = w.session()
    session.pin()
    expect(inWords(await w.ask(session, 'select 1'))).toBe('1')
    expect(session.state).toBe('pinned')
  })

  test('warn: once for each digest, and the statement runs', async () => {
    const w = world({ onPin: 'warn' })
    for (const value of ['x', 'y']) {
      const session = w.session()
      await w.ask(session, `set app.a = '${value}'`)
      session.end('release')
    }
    await w.ask(w.session(), 'select pg_advisory_lock(1)')
    expect(w.warnings.length).toBe(2)
    expect(w.warnings[0]).toMatch(/^MUX_PIN_REFUSED: .*pg\.set/)
    expect(w.warnings.join()).not.toContain("'x'")
  })
})

describe('the profile "session"', () => {
  test('pins at the first statement, whatever it is, and resets behind it', async () => {
    const w = world({ profile: 'session', maxConnections: 1 })
    const session = w.session()
    await w.ask(session, 'select 1')
    expect([session.state, session.pinned?.rule]).toEqual(['pinned', 'profile.session'])
    await w.ask(session, 'discard all')
    expect(session.state).toBe('pinned')
    session.end('release')
    await w.clock.flush()
    expect(w.told('stateDiscarded')).toEqual([[1, 'reset', 'obligations-held']])
  })
})

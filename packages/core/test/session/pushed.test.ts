import { AsyncLocalStorage } from 'node:async_hooks'
import { describe, expect, test } from 'vitest'
import { type FakeSession, holdReplies, wireOf, world } from '../harness.ts'

/** Keeps what a session hears. */
function listen(session: FakeSession): unknown[] {
  const heard: unknown[] = []
  session.listener = {
    pushed: (kind, payload) => heard.push([kind, payload]),
    lost: () => {},
    drained: () => heard.push('drained'),
  }
  return heard
}

describe('what the server sends by itself', () => {
  test('goes to the session that has the connection, and to no other', async () => {
    const w = world({ maxConnections: 1 })
    const [a, b] = [w.session(), w.session()]
    const [toA, toB] = [listen(a), listen(b)]
    await w.ask(a, 'begin')
    wireOf(w.driver).push('notice', 'for a')
    await w.ask(a, 'commit')
    await w.ask(b, 'begin')
    wireOf(w.driver).push('notification', 'for b')
    await w.ask(b, 'commit')
    wireOf(w.driver).push('notice', 'for nobody')
    expect(toA).toEqual(['drained', ['notice', 'for a'], 'drained'])
    expect(toB).toEqual(['drained', ['notification', 'for b'], 'drained'])
  })

  test('comes in the async context of the statement that runs', async () => {
    const store = new AsyncLocalStorage<string>()
    const w = world()
    const session = w.session()
    await w.ask(session, 'begin')
    const seen: unknown[] = []
    session.listener = { pushed: () => seen.push(store.getStore()), lost: () => {}, drained: () => {} }
    const held = holdReplies(w.driver)
    store.run('of the statement', () => w.say(session, 'select 1'))
    await w.clock.flush()
    store.run('of somebody else', () => wireOf(w.driver).push('notice', 'x'))
    held.release()
    await w.clock.flush()
    expect(seen).toEqual(['of the statement'])
  })

  test('harms nobody who does not listen', async () => {
    const w = world()
    const session = w.session()
    await w.ask(session, 'begin')
    expect(() => wireOf(w.driver).push('notice', 'x')).not.toThrow()
  })
})

describe('a session without anything left to answer', () => {
  test('says so once, behind its last statement', async () => {
    const w = world()
    const session = w.session()
    const heard = listen(session)
    for (const n of [1, 2, 3]) w.say(session, `select ${n}`, { heard: () => heard.push(n) })
    await w.clock.flush()
    expect(heard.filter((one) => one === 'drained').length).toBe(1)
    expect(heard).toEqual([1, 2, 'drained', 3])
  })
})

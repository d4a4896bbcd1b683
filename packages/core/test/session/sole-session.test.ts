import { describe, expect, test } from 'vitest'
import { FakeTicket, type FakeTicketParts } from '../../src/testing/fake-ticket.ts'
import { codeOf, type GivenOptions, type Held, holdReplies, inWords, type World, wireOf, world } from '../harness.ts'

/** A session of one statement, of either kind. */
interface One {
  run(ticket: FakeTicket): void
  end(manner: 'release' | 'destroy'): void
}

type Way = 'sole' | 'session'

/** What a scenario does with its session: `say` gives it a statement and ends it behind that, as a pool's face does. */
interface Stage {
  readonly w: World
  readonly say: (text: string, parts?: FakeTicketParts) => void
  /** The same, without the end. */
  readonly begin: (text: string, parts?: FakeTicketParts) => One
}

async function stage(way: Way, options: GivenOptions, act: (stage: Stage) => Promise<void>): Promise<unknown> {
  const w = world(options)
  // What the pool itself asks the server.
  const asked: string[] = []
  const control = w.driver.control.bind(w.driver)
  w.driver.control = (wire, batch, context) => {
    asked.push(batch.map(({ text }) => text).join('; '))
    return control(wire, batch, context)
  }
  const begin: Stage['begin'] = (text, parts = {}) => {
    const one: One = way === 'sole' ? w.pool.sole() : w.pool.session()
    const ticket = new FakeTicket(text, { ...parts, heard: (answer) => w.heard.push(`${text}: ${inWords(answer)}`) })
    one.run(ticket)
    return one
  }
  const say: Stage['say'] = (text, parts) => begin(text, parts).end('release')
  await act({ w, say, begin })
  await w.clock.flush()
  const { sessions, waiting, places } = w.pool.state()
  const after = [...w.driver.wires].map(({ backend }) => [backend.tx, [...backend.settings], [...backend.advanced]])
  const happened = w.happenings.map(([name, ...told]) =>
    // Where it began, and how long it took to get there, are not of the session.
    name === 'leak' || name === 'pin' ? [name, told[0], told[1]] : [name, ...told],
  )
  return { heard: w.heard, asked, happened, sessions, waiting, places, after }
}

/** A pool that has a connection and knows the catalogue, and a server that answers nothing from here on. */
async function busy(w: World, say: Stage['say']): Promise<Held> {
  say('select 1')
  await w.clock.flush()
  return holdReplies(w.driver)
}

const scenarios: { readonly [what: string]: readonly [GivenOptions, (stage: Stage) => Promise<void>] } = {
  'plain statements, one after another and at once': [
    { maxConnections: 2 },
    async ({ w, say }) => {
      for (const n of [1, 2, 3, 4, 5]) say(`select ${n}`)
      await w.clock.flush()
      say("insert into t values ('x')")
      say('select 1/0')
      say('no sql')
      await w.clock.flush()
    },
  ],
  'a transaction that is left open': [{}, async ({ say }) => void say('begin')],
  'a setting': [{}, async ({ say }) => void say("set app.a = 'x'")],
  'a setting that only the wire tells of, behind which somebody waits': [
    { maxConnections: 1 },
    async ({ w, say }) => {
      w.driver.watch = ({ backend }, text) => {
        if (text === 'select 2') backend.settings.set('timezone', 'utc')
      }
      say('select 1')
      await w.clock.flush()
      for (const text of ['select 2', 'show timezone']) say(text)
    },
  ],
  'a change that the wire does not tell, behind which somebody waits': [
    { maxConnections: 1 },
    async ({ w, say }) => {
      w.driver.watch = (wire, text) => {
        if (text !== 'select 2') return
        wire.backend.settings.set('app.a', 'x')
        wire.doubt()
      }
      say('select 1')
      await w.clock.flush()
      for (const text of ['select 2', 'show app.a']) say(text)
    },
  ],
  'a transaction that only the wire tells of': [
    { maxConnections: 1 },
    async ({ w, say }) => {
      const held = await busy(w, say)
      say('select 2')
      say('select 3')
      await w.clock.flush()
      wireOf(w.driver).backend.begin()
      held.next()
      held.release()
    },
  ],
  'what moves a sequence, and what looks back at it': [
    { maxConnections: 1 },
    async ({ w, say }) => {
      w.driver.database.sequences.set('s', 0)
      say('select 1')
      await w.clock.flush()
      for (const text of [
        "select nextval('s')",
        "select currval('s')",
        "insert into t values ('x')",
        "select currval('s')",
      ])
        say(text)
      await w.clock.flush()
      say("insert into t values ('y')")
      say("insert into t values ('z')")
      say("select currval('s')")
    },
  ],
  'a text that cannot be read': [{}, async ({ say }) => void say("do 'x'")],
  'routines that are defined while a statement waits': [
    { maxConnections: 1 },
    async ({ w, say }) => {
      const held = await busy(w, say)
      say('create function f() returns int language sql as $$ select 1 $$')
      say('select 2')
      say('select 3')
      await w.clock.flush()
      held.release()
    },
  ],
  'a connection that is lost while the statement runs': [
    { maxConnections: 1 },
    async ({ w, say }) => {
      const held = await busy(w, say)
      say('select 2')
      say('select 3')
      await w.clock.flush()
      wireOf(w.driver).lose()
      held.release()
    },
  ],
  'a connection that turns out to be closed when it is written to': [
    { maxConnections: 1 },
    async ({ w, say }) => {
      say('select 1')
      await w.clock.flush()
      wireOf(w.driver).place = 'closing'
      say('select 2')
      say('select 3')
      await w.clock.flush()
      wireOf(w.driver).lose()
    },
  ],
  'a statement that takes too long': [
    { maxConnections: 1 },
    async ({ w, say }) => {
      const held = await busy(w, say)
      say('select 2', { timeoutMillis: 20 })
      say('select 3')
      await w.clock.flush()
      await w.clock.advance(30)
      held.release()
    },
  ],
  'nobody gets a connection in time': [
    { maxConnections: 1, connectionBorrowTimeoutMillis: 50 },
    async ({ w, say }) => {
      const held = await busy(w, say)
      say('select 2')
      say('select 3')
      await w.clock.advance(60)
      held.release()
    },
  ],
  'an aborted signal, before and while it waits': [
    { maxConnections: 1 },
    async ({ w, say }) => {
      const held = holdReplies(w.driver)
      say('select 1', { signal: AbortSignal.abort() })
      const late = new AbortController()
      say('select 2')
      say('select 3', { signal: late.signal })
      late.abort()
      await w.clock.flush()
      held.release()
    },
  ],
  'the end of the pool': [
    { maxConnections: 1 },
    async ({ w, say }) => {
      for (const n of [1, 2, 3]) say(`select ${n}`)
      void w.pool.end()
      await w.clock.flush()
      say('select 4')
    },
  ],
  'its own end by force, while it waits and while it runs': [
    { maxConnections: 1 },
    async ({ w, say, begin }) => {
      const held = await busy(w, say)
      const runs = begin('select 2')
      const waits = begin('select 3')
      say('select 4')
      await w.clock.flush()
      waits.end('destroy')
      runs.end('destroy')
      held.release()
      await w.clock.flush()
      runs.end('release')
      const late = begin('select 5')
      await w.clock.flush()
      late.end('destroy')
    },
  ],
  'a pool that is paused': [
    { maxConnections: 1 },
    async ({ w, say }) => {
      w.pool.pause()
      say('select 1')
      await w.clock.flush()
      w.pool.resume()
    },
  ],
}

describe('a session of one statement does what a whole one does', () => {
  for (const [what, [options, act]] of Object.entries(scenarios))
    test(what, async () => {
      const sole = await stage('sole', options, act)
      expect(sole).toEqual(await stage('session', options, act))
      expect(sole).toMatchObject({ sessions: 0, waiting: 0 })
    })
})

describe('a session of one statement', () => {
  test('counts as one until it ends', async () => {
    const w = world()
    const sole = w.pool.sole()
    expect(w.pool.sessions).toBe(1)
    sole.end('release')
    sole.end('release')
    expect(w.pool.sessions).toBe(0)
  })

  test('finds nothing of what another has changed without a word', async () => {
    const w = world({ maxConnections: 1 })
    w.driver.watch = (wire, text) => {
      if (text !== 'select 2') return
      wire.backend.settings.set('app.a', 'x')
      wire.doubt()
    }
    for (const text of ['select 1', 'select 2', 'show app.a']) {
      const sole = w.pool.sole()
      sole.run(new FakeTicket(text, { heard: (answer) => w.heard.push(inWords(answer)) }))
      sole.end('release')
      await w.clock.flush()
    }
    expect([w.heard, w.told('pin'), w.told('stateDiscarded')]).toEqual([
      ['1', '2', ''],
      [],
      [[1, 'reset', 'imprint-unknown']],
    ])
  })

  test('takes no second one', () => {
    const w = world()
    const sole = w.pool.sole()
    sole.run(new FakeTicket('select 1'))
    expect(() => sole.run(new FakeTicket('select 2'))).toThrow('given two')
  })

  test('leaves nothing to the next one that only the wire tells of', async () => {
    const w = world({ maxConnections: 1 })
    const run = async (text: string): Promise<FakeTicket> => {
      const sole = w.pool.sole()
      const ticket = new FakeTicket(text)
      sole.run(ticket)
      sole.end('release')
      await w.clock.flush()
      return ticket
    }
    w.driver.watch = ({ backend }, text) => {
      if (text !== 'select 2') return
      backend.settings.set('timezone', 'utc')
      backend.begin()
    }
    await run('select 2')
    const { backend } = wireOf(w.driver)
    expect(inWords((await run('show timezone')).answer)).toBe('')
    expect([codeOf((await run('select 1')).answer), backend.tx]).toEqual([undefined, 'none'])
  })
})

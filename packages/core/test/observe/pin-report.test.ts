import { expect, test } from 'vitest'
import { PinBook } from '../../src/observe/pin-book.ts'
import { connection, observe, pinOf, session } from './harness.ts'

const one = connection(1)

test('nothing pinned', () => {
  const report = observe().observatory.pinReport()
  expect(report.rows).toEqual([])
  expect(String(report)).toBe('No session was pinned.')
})

test('pins by the same rule and statement are one row', () => {
  const { observatory, world } = observe()
  const [first, second, other] = [pinOf(), pinOf(), pinOf({ rule: 'pg.listen', reason: 'listen', digest: 'listen ?' })]
  observatory.pin(session(1), one, first, 'at first')
  world.now += 100
  observatory.pin(session(2), one, second, 'at second')
  observatory.pin(session(2), one, other, null)
  world.now += 50
  observatory.unpin(session(1), one, first, 'session-end')
  world.now += 1_000
  observatory.unpin(session(2), one, second, 'discard')
  expect(observatory.pinReport().rows).toEqual([
    {
      reason: 'setting',
      rule: 'pg.set',
      digest: 'set work_mem to ?',
      others: false,
      sessions: 2,
      count: 2,
      held: 0,
      pinnedMillis: 150 + 1_050,
      longestMillis: 1_050,
      endedBy: { 'session-end': 1, discard: 1 },
      firstSince: first.since,
      firstStack: 'at first',
      avoid: 'SET LOCAL inside of a transaction.',
    },
    expect.objectContaining({
      rule: 'pg.listen',
      count: 1,
      held: 1,
      pinnedMillis: 1_050,
      endedBy: {},
      firstStack: null,
      avoid: null,
    }),
  ])
})

test('a session that pins again for the same counts once, and one that ended can not come back', () => {
  const { observatory } = observe()
  for (let i = 0; i < 3; i += 1) {
    const pin = pinOf()
    observatory.pin(session(7), one, pin, null)
    observatory.unpin(session(7), one, pin, 'discard')
  }
  expect(observatory.pinReport().rows[0]).toMatchObject({ sessions: 1, count: 3 })
})

test('the longest time comes first', () => {
  const { observatory, world } = observe()
  const [short, long] = [pinOf({ digest: 'short' }), pinOf({ digest: 'long' })]
  observatory.pin(session(1), one, short, null)
  observatory.unpin(session(1), one, short, 'session-end')
  observatory.pin(session(2), one, long, null)
  world.now += 5
  expect(observatory.pinReport().rows.map((row) => row.digest)).toEqual(['long', 'short'])
})

test('the end of a pin that was not told is no one’s', () => {
  const { observatory } = observe()
  observatory.unpin(session(1), one, pinOf(), 'session-end')
  expect(observatory.pinReport().rows).toEqual([])
})

test('memory is bounded: statements without room share a row for each rule, sessions are forgotten', () => {
  const book = new PinBook(
    () => 0,
    () => null,
    { groups: 3, sessions: 2 },
  )
  for (let i = 1; i <= 1_000; i += 1) {
    const pin = pinOf({ digest: `digest ${i}`, rule: i % 2 === 0 ? 'even' : 'odd' })
    book.pinned(session(i), pin, null)
    book.unpinned(session(i), pin, `end ${i}`)
  }
  const { rows } = book.report()
  expect(rows.map(({ digest, rule, others, count }) => [digest, rule, others, count]).sort()).toEqual(
    [
      ['digest 1', 'odd', false, 1],
      ['digest 2', 'even', false, 1],
      ['digest 3', 'odd', false, 1],
      [null, 'even', true, 499],
      [null, 'odd', true, 498],
    ].sort(),
  )
  for (const row of rows) expect(Object.keys(row.endedBy).length).toBeLessThanOrEqual(9)
  const ends = rows.flatMap((row) => Object.values(row.endedBy))
  expect(ends.reduce((sum, count) => sum + count, 0)).toBe(1_000)
  expect(book.held).toBe(0)
})

test('reset starts anew, and pins that are held count from then on', () => {
  const { observatory, world } = observe()
  const [over, held] = [pinOf({ digest: 'over' }), pinOf({ digest: 'held' })]
  observatory.pin(session(1), one, over, null)
  observatory.unpin(session(1), one, over, 'session-end')
  observatory.pin(session(2), one, held, 'at held')
  world.now += 10_000
  observatory.reset()
  world.now += 30
  observatory.unpin(session(2), one, held, 'session-end')
  expect(observatory.pinReport().rows).toEqual([
    expect.objectContaining({ digest: 'held', count: 1, sessions: 1, pinnedMillis: 30, firstStack: 'at held' }),
  ])
})

test('the text is a table, then each statement with its place and its remedy', () => {
  const { observatory, world } = observe()
  const pin = pinOf()
  observatory.pin(session(1), one, pin, 'at handler (app.js:10:3) < at main (app.js:1:1)')
  world.now += 1_500
  observatory.unpin(session(1), one, pin, 'session-end')
  observatory.pin(session(2), one, pinOf({ reason: 'unknown', rule: 'unreadable', digest: null }), null)
  expect(String(observatory.pinReport())).toBe(
    `
#  reason   rule        sessions  pins  held now  total  longest  ended by
-  -------  ----------  --------  ----  --------  -----  -------  -------------
1  setting  pg.set             1     1         0  1.5 s    1.5 s  session-end 1
2  unknown  unreadable         1     1         1   0 ms     0 ms

#1 set work_mem to ?
   first at: at handler (app.js:10:3) < at main (app.js:1:1)
   instead: SET LOCAL inside of a transaction.
#2 (no readable statement)
`.trim(),
  )
})

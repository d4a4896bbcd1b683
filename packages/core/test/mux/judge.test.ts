import { describe, expect, test } from 'vitest'
import type { Catalogue } from '../../src/mux/catalogue.ts'
import { Judge } from '../../src/mux/judge.ts'
import type { Verdict } from '../../src/mux/verdict.ts'
import { profiles } from '../../src/profiles/profiles.ts'
import { fakeEngine } from '../../src/testing/fake-engine.ts'

const nothingKnown: Catalogue = {
  routines: new Map(),
  dependents: { names: new Set(), operators: new Set(), everything: false },
  keepsState: false,
}
const quiet = { cleanup: 'none', looksBack: false, moves: false } as const

/** A judge that has read a catalogue. */
function judgeWith(catalogue: Catalogue | null = nothingKnown, profile: keyof typeof profiles = 'muxpool'): Judge {
  const judge = new Judge(fakeEngine(), profiles[profile])
  if (catalogue !== null) judge.learnRoutines(catalogue, 'stamp', judge.beginReading(0)!, 0)
  return judge
}

const causes = (verdict: Verdict): string[] => verdict.causes.map(({ reason, cleanup }) => `${reason}: ${cleanup}`)

describe('the verdict on a text', () => {
  test.each<[string, string[]]>([
    ['select 1', []],
    ["insert into t values ('x')", []],
    ['begin', []],
    ['commit', []],
    ["set local work_mem = '1MB'", []],
    ["set work_mem = '1MB'", ['setting: reset']],
    ['set standard_conforming_strings = off', ['setting: close']],
    ['set role admin', ['role: reset']],
    ['create temp table x ()', ['temporary: reset']],
    ['create temp table x () on commit drop', []],
    ['select pg_advisory_lock(1)', ['advisory-lock: reset']],
    ['select pg_advisory_xact_lock(1)', []],
    ['listen here', ['listen: reset']],
    ["load 'library'", ['load: close']],
    ['no sql at all', ['unknown: close']],
    ["set a.b = 'x'; select pg_advisory_lock(1)", ['setting: reset', 'advisory-lock: reset']],
  ])('%s: what it leaves, and what cleans it', (text, expected) => {
    expect(causes(judgeWith().judge(text))).toEqual(expected)
  })

  test.each([null, undefined, 5])('that is none (%s) pins, and costs the connection', (text) => {
    const verdict = judgeWith().judge(text as null)
    expect([causes(verdict), verdict.claims, verdict.mayAdvance, verdict.mayDefine]).toEqual([
      ['unknown: close'],
      'forget',
      true,
      true,
    ])
  })

  test.each<[string, Partial<Verdict>]>([
    ['begin', { begins: true, rollsBack: false }],
    ['start transaction', { begins: true }],
    ['rollback', { begins: false, rollsBack: true }],
    ['abort', { rollsBack: true }],
    ['commit', { rollsBack: false }],
    ['rollback to a', { rollsBack: false }],
    ["select nextval('s')", { mayAdvance: true, movesExplicitly: true, looksBack: false }],
    ["select currval('s')", { mayAdvance: false, movesExplicitly: false, looksBack: true }],
    ['select lastval()', { looksBack: true }],
    ["insert into t values ('x')", { mayAdvance: true, movesExplicitly: false, mayDefine: false }],
    ['select 1', { mayAdvance: false, mayDefine: false, callsRoutines: false, claims: 'nothing' }],
    ['create function f() returns int language sql return 1', { mayDefine: true }],
    ['do $$ begin end $$', { mayDefine: true, mayAdvance: true }],
    ['prepare p as select 1', { claims: 'forget' }],
    ["set work_mem = '1MB'", { claims: 'own' }],
    ["set work_mem = '1MB'; prepare p as select 1", { claims: 'forget' }],
    ['discard all', { discards: ['all'] }],
    ['discard plans', { discards: ['plans'] }],
    ['select my_function()', { callsRoutines: true }],
  ])('%s: %o', (text, expected) => {
    expect(judgeWith().judge(text)).toMatchObject(expected)
  })

  test.each<[string, string[]]>([
    ['select my_function()', ['routine: close']],
    ['select * from a_view', ['routine: close']],
    ["insert into t values ('x')", ['routine: close']],
    ["set work_mem = '1MB'", ['setting: reset', 'routine: close']],
    ['begin', []],
    ['commit', []],
    ['show warnings', []],
    ['select 1', []],
    ['SELECT @@warning_count', []],
  ])('of a session that may not read the catalogue: %s', (text, expected) => {
    const judge = judgeWith()
    const known = judge.judge(text)
    expect(judge.judgeAgain(text, known, false)).toBe(known)
    judge.routinesMayHaveChanged()
    expect(judge.judgeAgain(text, known, true)).toBe(known)
    expect(causes(judge.judgeAgain(text, known, false))).toEqual(expected)
  })

  test('is the same object for the same text, while the same is known', () => {
    const judge = judgeWith()
    expect(judge.judge('select 1')).toBe(judge.judge('select 1'))
  })

  test('by the profile "session" pins whatever the text', () => {
    expect(causes(judgeWith(nothingKnown, 'session').judge('select 1'))).toEqual(['first-statement: reset'])
    expect(causes(judgeWith(nothingKnown, 'session').judge("set a.b = 'x'"))).toEqual(['setting: reset'])
  })
})

describe('a call of a routine', () => {
  const with_ = (cleanup: 'none' | 'reset' | 'close'): Catalogue => ({
    ...nothingKnown,
    routines: new Map([['f', { ...quiet, cleanup }]]),
    keepsState: cleanup !== 'none',
  })

  test.each(['none', 'reset', 'close'] as const)('of which the catalogue says %s', (cleanup) => {
    expect(causes(judgeWith(with_(cleanup)).judge('select f()'))).toEqual(
      cleanup === 'none' ? [] : [`routine: ${cleanup}`],
    )
  })

  test("that no user has defined is the server's own", () => {
    expect(causes(judgeWith(with_('close')).judge('select g()'))).toEqual([])
  })

  test('before the catalogue was read is taken for the worst', () => {
    const verdict = judgeWith(null).judge('select f()')
    expect([causes(verdict), verdict.looksBack, verdict.movesExplicitly]).toEqual([['routine: close'], true, true])
  })

  test('is judged anew when more is known', () => {
    const judge = judgeWith(with_('close'))
    expect(causes(judge.judge('select f()'))).toEqual(['routine: close'])
    judge.routinesMayHaveChanged()
    judge.learnRoutines(with_('none'), 'other stamp', judge.beginReading(1)!, 1)
    expect(causes(judge.judge('select f()'))).toEqual([])
  })

  test('looks back, or moves, as the catalogue says', () => {
    const routines = new Map([
      ['f', { ...quiet, looksBack: true }],
      ['g', { ...quiet, moves: true }],
    ])
    const judge = judgeWith({ ...nothingKnown, routines })
    expect(judge.judge('select f()')).toMatchObject({ looksBack: true, movesExplicitly: false })
    expect(judge.judge('select g()')).toMatchObject({ looksBack: false, movesExplicitly: true, mayAdvance: true })
  })
})

describe('the catalogue', () => {
  test('is read at first, and again when it is old', () => {
    const judge = new Judge(fakeEngine(), profiles.muxpool)
    const reading = judge.beginReading(0)
    expect(reading).not.toBeNull()
    judge.learnRoutines(nothingKnown, 'stamp', reading!, 0)
    expect(judge.beginReading(59_999)).toBeNull()
    expect(judge.beginReading(60_000)).not.toBeNull()
  })

  test('that is only old is read by one statement, and the others go by what is known', () => {
    const judge = judgeWith()
    expect(judge.beginReading(60_000)).not.toBeNull()
    expect(judge.beginReading(60_001)).toBeNull()
    // It could not be read: the next one tries.
    judge.endReading()
    expect(judge.beginReading(60_002)).not.toBeNull()
  })

  test('that may have changed is read by every statement, until one has', () => {
    const judge = judgeWith()
    judge.routinesMayHaveChanged()
    const [first, second] = [judge.beginReading(1), judge.beginReading(1)]
    expect([first, second]).not.toContain(null)
    judge.learnRoutines(nothingKnown, 'new', first!, 1)
    expect(judge.beginReading(2)).toBeNull()
  })

  test('is not what it was before a change, when the answer comes late', () => {
    const judge = judgeWith()
    judge.routinesMayHaveChanged()
    const early = judge.beginReading(1)!
    judge.routinesMayHaveChanged()
    const late = judge.beginReading(2)!
    judge.learnRoutines(
      { ...nothingKnown, routines: new Map([['f', { ...quiet, cleanup: 'close' }]]) },
      'late',
      late,
      3,
    )
    judge.learnRoutines(nothingKnown, 'early', early, 4)
    expect(causes(judge.judge('select f()'))).toEqual(['routine: close'])
  })

  test('is confirmed by its stamp alone', () => {
    const judge = judgeWith()
    const reading = judge.beginReading(60_000)!
    expect(judge.confirms('other', reading, 60_000)).toBe(false)
    expect(judge.confirms('stamp', reading, 60_000)).toBe(true)
    expect([judge.beginReading(119_999), judge.beginReading(120_000)]).toEqual([null, expect.any(Number)])
  })
})

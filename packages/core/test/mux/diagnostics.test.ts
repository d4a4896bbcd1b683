import { describe, expect, test } from 'vitest'
import { mysqlEngine } from '../../src/engines/mysql/engine.ts'
import {
  type DiagnosticsUse,
  diagnosticsOf,
  diagnosticsStep,
  noteAsked,
  noteLeft,
  noteRunner,
} from '../../src/mux/diagnostics.ts'
import { Connection } from '../../src/store/connection.ts'
import { Headcount } from '../../src/store/places.ts'
import { Slot } from '../../src/store/slots.ts'
import type { ConnectionId, Fate, SessionId } from '../../src/vocab.ts'

const engine = mysqlEngine()
const of = (text: string): DiagnosticsUse => diagnosticsOf(engine.classify(text).statements)

interface Runner {
  readonly id: SessionId
  ranOn: ConnectionId | null
}
const runner = (id: number): Runner => ({ id: id as SessionId, ranOn: null })
const connection = (id = 1) => new Connection<object>(id as ConnectionId, new Slot(), 0, new Headcount())

/** What a statement is answered, as a session would do it. */
function run(who: Runner, on: Connection<object>, text: string, fate: Fate = 'ok') {
  const step = diagnosticsStep(of(text), who, on)
  noteRunner(who, on, step)
  if (step !== 'refuse') noteLeft(of(text), on, fate)
  return step
}

describe('a look-back is answered', () => {
  test.each([
    ['insert into t values (1)', 'select row_count()'],
    ['insert into t values (1)', 'show warnings'],
    ['update t set a = 1', 'select @@warning_count'],
    ['delete from t', 'get diagnostics @n = number'],
    ['select sql_calc_found_rows a from t limit 1', 'select found_rows()'],
    ['select 1', 'select row_count()'],
    ['set @a = 1', 'select row_count()'],
  ])('behind an own %s: %s', (own, asks) => {
    const [me, stranger, here] = [runner(1), runner(2), connection()]
    run(stranger, here, 'select a from t')
    run(me, here, own)
    expect(run(me, here, asks)).toBe('run')
  })

  test.each(['found-rows', 'warnings'])('with nothing, of whoever never ran anything: %s', (what) => {
    const [me, here] = [runner(1), connection()]
    run(runner(2), here, 'select a from t')
    expect(run(me, here, what === 'warnings' ? 'show warnings' : 'select found_rows()')).toBe('forget-first')
    expect(run(me, here, 'show errors')).toBe('run')
  })

  test('behind what the text itself overwrites first', () => {
    const asksNothing = ['insert into t values (1); select row_count()', 'select 1; select found_rows()']
    expect(asksNothing.map((text) => of(text).needs)).toEqual([0, 0])
    const [me, here, there] = [runner(1), connection(), connection(2)]
    run(me, there, 'select 1')
    run(runner(2), here, 'select a from t')
    expect(run(me, here, 'insert into t values (1); select found_rows()')).toBe('refuse')
  })

  test('behind an own error, of the error only', () => {
    const [me, here] = [runner(1), connection()]
    run(runner(2), here, 'select a from t')
    run(me, here, 'select nothing', 'refused-by-server')
    expect(run(me, here, 'show errors')).toBe('run')
    expect(run(me, here, 'select found_rows()')).toBe('refuse')
  })
})

describe('a look-back is refused', () => {
  test.each([
    ['insert into t values (1)', 'select found_rows()'],
    ['select 1', 'show warnings'],
    ['do 0', 'show warnings'],
    ['set @a = 1', 'select found_rows()'],
  ])('where an own %s left what strangers did: %s', (own, asks) => {
    const [me, here] = [runner(1), connection()]
    run(runner(2), here, 'select a from t')
    run(me, here, own)
    expect(run(me, here, asks)).toBe('refuse')
    // It was lost, and nothing is no answer to it.
    expect(run(me, here, asks)).toBe('refuse')
    expect(run(me, here, 'show warnings')).toBe('refuse')
    // What there is from here on is his own.
    run(me, here, own)
    expect(run(me, here, asks)).toBe('run')
  })

  test('when somebody else was there meanwhile, or it ran elsewhere', () => {
    const [me, stranger, here, there] = [runner(1), runner(2), connection(), connection(2)]
    run(me, here, 'insert into t values (1)')
    run(stranger, here, 'do 0')
    expect(run(me, here, 'select row_count()')).toBe('refuse')
    run(me, here, 'insert into t values (1)')
    run(me, there, 'insert into t values (1)')
    expect(run(me, here, 'select row_count()')).toBe('refuse')
  })

  test('when the pool itself has asked something since', () => {
    const [me, here] = [runner(1), connection()]
    run(me, here, 'insert into t values (1)')
    noteAsked(here)
    expect(run(me, here, 'show warnings')).toBe('refuse')
    run(me, here, 'insert into t values (1)')
    expect(run(me, here, 'show warnings')).toBe('run')
  })

  test('when nothing of the statement before it was sent', () => {
    const [me, here] = [runner(1), connection()]
    run(runner(2), here, 'insert into t values (1)')
    run(me, here, 'insert into t values (1)', 'not-sent')
    expect(run(me, here, 'select row_count()')).toBe('refuse')
  })
})

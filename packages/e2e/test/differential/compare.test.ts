import { describe, expect, it } from 'vitest'
import { compare, differingPaths } from '../../src/differential/compare.ts'
import { type Json, Normaliser } from '../../src/differential/normalise.ts'
import type { Observation } from '../../src/differential/observation.ts'
import { type Program, q } from '../../src/differential/program.ts'
import { shrink } from '../../src/differential/shrink.ts'

const observation = (outcome: Json, pinned: string | null = null): Observation => ({
  step: 0,
  outcome,
  notices: [],
  pinned,
})

const rows = (...values: readonly Json[]): Observation => observation({ result: { rows: values } })

const program = (text: string, pins: Program['pins'] = 'may'): Program => ({
  name: 'p',
  covers: [],
  pins,
  steps: [q(text)],
})

describe('differingPaths', () => {
  it('names the deepest places that differ', () => {
    expect(differingPaths({ a: [1, { b: 2 }], c: null }, { a: [1, { b: 3 }], c: null })).toEqual([
      { path: 'a.1.b', expected: 2, actual: 3 },
    ])
  })

  it('sees what is missing, too much, of another type, or in another order', () => {
    expect(differingPaths([1, 2], [1])).toHaveLength(1)
    expect(differingPaths([], [1])).toHaveLength(1)
    expect(differingPaths({ a: [] }, { a: {} })).toHaveLength(1)
    expect(differingPaths([1, 2], [2, 1])).toHaveLength(2)
    expect(differingPaths('1', 1)).toHaveLength(1)
  })
})

describe('compare', () => {
  it('excuses only by the list', () => {
    const trace = program("select current_setting('app.x', true)")
    expect(compare(trace, [rows({ t: null })], [rows({ t: '' })])).toMatchObject({ mismatches: [] })
    expect(compare(trace, [rows({ t: null })], [rows({ t: 'secret' })]).mismatches).toHaveLength(1)
    expect(compare(trace, [rows({ t: '' })], [rows({ t: null })]).mismatches).toHaveLength(1)
    expect(compare(program('select t from x'), [rows({ t: null })], [rows({ t: '' })]).mismatches).toHaveLength(1)
  })

  it('never excuses a wrong number of a sequence', () => {
    const lookBack = program('select lastval()')
    const lost = observation({ error: { code: '55000' } })
    expect(compare(lookBack, [rows({ lastval: '1' })], [lost]).mismatches).toEqual([])
    expect(compare(lookBack, [rows({ lastval: '1' })], [rows({ lastval: '2' })]).mismatches).toHaveLength(1)
    const other = observation({ error: { code: '42501' } })
    expect(compare(lookBack, [rows({ lastval: '1' })], [other]).mismatches).not.toEqual([])
  })

  it('sees steps that are missing, and pins of a program that must not pin', () => {
    expect(compare(program('select 1'), [rows(1)], []).mismatches).toHaveLength(1)
    const pinned = { ...rows(1), pinned: 'setting' }
    expect(compare(program('select 1', 'never'), [rows(1)], [pinned]).mismatches).toHaveLength(1)
    expect(compare(program('select 1'), [rows(1)], [pinned]).mismatches).toEqual([])
  })
})

describe('Normaliser', () => {
  it('keeps which of the values that differ by nature are equal', () => {
    const normaliser = new Normaliser()
    expect([71, 72, 71].map((pid) => normaliser.column('pg_backend_pid', pid))).toEqual(['#pid1', '#pid2', '#pid1'])
    expect(normaliser.column('count', 71)).toBe(71)
  })

  it('replaces numbers of one run in texts, and nothing else', () => {
    const normaliser = new Normaliser()
    expect(normaliser.text('relation pg_temp_12.t, Process 9 waits')).toBe('relation pg_temp_N.t, Process N waits')
    expect(normaliser.text('12 items in pg_temporary')).toBe('12 items in pg_temporary')
  })

  it('spells out what JSON would lose', () => {
    const plain = (value: unknown): Json => new Normaliser().plain(value)
    expect(plain(Number.NaN)).not.toEqual(plain(null))
    expect(plain(new Date(0))).not.toEqual(plain(new Date(1)))
    expect(plain(Buffer.from([1]))).not.toEqual(plain(Buffer.from([2])))
    expect(plain(undefined)).not.toEqual(plain(null))
  })
})

describe('shrink', () => {
  const long: Program = { ...program(''), steps: Array.from({ length: 20 }, (_value, n) => q(`select ${n}`)) }
  const has = (candidate: Program, n: number): boolean =>
    candidate.steps.some((step) => 'query' in step && step.query === `select ${n}`)

  it('finds the steps that a difference needs', async () => {
    const shortest = await shrink(long, 15, async (one) => has(one, 3) && has(one, 15), 100)
    expect(shortest.steps).toEqual([q('select 3'), q('select 15')])
  })

  it('keeps the prefix when it does not differ by itself, and to the number of runs', async () => {
    expect((await shrink(long, 9, async () => false, 100)).steps).toHaveLength(10)
    let runs = 0
    const differsWhenLong = async (one: Program): Promise<boolean> => {
      runs++
      return one.steps.length > 17
    }
    await shrink(long, 19, differsWhenLong, 5)
    expect(runs).toBe(5)
  })
})

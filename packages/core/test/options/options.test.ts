import { describe, expect, test } from 'vitest'
import { checkOptions, coreOptionNames, nearestName, type OptionRow, optionTable } from '../../src/options.ts'

const rows = Object.entries(optionTable) as [string, OptionRow<unknown>][]
const numbers = rows.filter(([, row]) => row.type === 'integer' || row.type === 'number')

const refused = (name: string, value: unknown): unknown => {
  try {
    checkOptions({ [name]: value })
  } catch (error) {
    return error
  }
  return expect.fail(`${name} took ${String(value)}`)
}

describe('the table of options', () => {
  test('gives every option its default', () => {
    const checked = checkOptions({}) as unknown as Record<string, unknown>
    for (const [name, row] of rows) expect([name, checked[name]]).toEqual([name, row.default])
    expect(Object.keys(checked)).toEqual(coreOptionNames)
  })

  test('has defaults that are allowed', () => {
    for (const [name, row] of rows)
      if (row.default !== null) expect(() => checkOptions({ [name]: row.default })).not.toThrow()
  })

  test.each(numbers)('%s takes its bounds, and nothing beyond', (name, row) => {
    const least = row.min ?? 0
    expect(checkOptions({ [name]: least })).toMatchObject({ [name]: least })
    const whole = row.type === 'integer'
    const wrong = [least - 1, Number.NaN, '5', true, {}, Number.NEGATIVE_INFINITY, ...(whole ? [least + 0.5] : [])]
    if (row.max !== undefined) {
      expect(checkOptions({ [name]: row.max })).toMatchObject({ [name]: row.max })
      wrong.push(row.max + 1, Number.POSITIVE_INFINITY)
    }
    for (const value of wrong) {
      const most = row.max ?? Number.POSITIVE_INFINITY
      expect(refused(name, value)).toMatchObject({
        code: 'MUX_OPTION_RANGE',
        phase: 'init',
        message: expect.stringContaining(
          `option ${name}: wants a ${whole ? 'whole ' : ''}number from ${least} to ${most} (unit: ${row.unit}), got`,
        ),
      })
    }
  })

  test.each(rows.filter(([, row]) => row.type === 'boolean' || row.type === 'string'))(
    '%s takes its type only',
    (name, row) => {
      expect(refused(name, 5)).toMatchObject({
        code: 'MUX_OPTION_RANGE',
        message: expect.stringContaining(`wants a ${row.type}`),
      })
    },
  )

  test.each(rows.filter(([, row]) => row.type === 'choice'))('%s takes its choices only', (name, row) => {
    for (const choice of row.choices ?? []) expect(checkOptions({ [name]: choice })).toMatchObject({ [name]: choice })
    expect(refused(name, 'other')).toMatchObject({ message: expect.stringContaining(row.choices?.join(', ') ?? '?') })
    expect(refused(name, 'toString')).toMatchObject({ code: 'MUX_OPTION_RANGE' })
  })

  test.each([1, 20])('share takes { of: %d }', (of) => {
    expect(checkOptions({ share: { of } }).share).toEqual({ of })
  })

  test.each([0, -1, 1.5, '2', undefined, Number.POSITIVE_INFINITY])('share refuses { of: %s }', (of) => {
    expect(refused('share', { of })).toMatchObject({ code: 'MUX_OPTION_RANGE' })
  })

  test('initQuery takes a text, or a list of them', () => {
    for (const sql of ['select 1', ['select 1', 'select 2'], []])
      expect(checkOptions({ initQuery: sql }).initQuery).toBe(sql)
    for (const sql of [5, ['select 1', 2], {}])
      expect(refused('initQuery', sql)).toMatchObject({ code: 'MUX_OPTION_RANGE' })
  })

  test('takes null only for what has no default', () => {
    expect(checkOptions({ maxConnections: null }).maxConnections).toBeNull()
    expect(refused('maxWaiting', null)).toMatchObject({
      code: 'MUX_OPTION_RANGE',
      message: expect.stringContaining('got null'),
    })
  })

  test('takes undefined for not given', () => {
    expect(checkOptions({ maxWaiting: undefined }).maxWaiting).toBe(optionTable.maxWaiting.default)
  })

  test('leaves names that it does not know to the adapter', () => {
    expect(checkOptions({ host: 'localhost' })).not.toHaveProperty('host')
  })

  test('tells of each option its unit, and what happens when it strikes', () => {
    for (const [name, row] of rows)
      expect([name, row.unit.length > 0, /[.]$/.test(row.what)]).toEqual([name, true, true])
  })
})

describe('the nearest name', () => {
  test.each([
    ['maxConnection', 'maxConnections'],
    ['MAXCONNECTIONS', 'maxConnections'],
    ['maxConectionPercent', 'maxConnectionsPercent'],
    ['conectionBorrowTimeout', 'connectionBorrowTimeoutMillis'],
    ['onpin', 'onPin'],
    ['nmae', 'name'],
  ])('to %s is %s', (given, expected) => {
    expect(nearestName(given, coreOptionNames)).toBe(expected)
  })

  test.each(['', 'sslRootCertificate', 'x'.repeat(50)])('to "%s" is none', (given) => {
    expect(nearestName(given, ['maxConnections', 'statementTimeoutMillis'])).toBeNull()
  })

  test('is the first of equally near ones', () => {
    expect(nearestName('ac', ['ab', 'ad'])).toBe('ab')
  })
})

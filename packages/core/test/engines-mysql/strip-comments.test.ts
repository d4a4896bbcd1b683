import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classify } from '../../src/engines/mysql/classify.ts'
import { mysqlEngine } from '../../src/engines/mysql/engine.ts'
import { stripComments } from '../../src/engines/mysql/strip-comments.ts'

describe('stripComments', () => {
  it.each([
    [' /* a */ -- b\n # c\n select 1 /* d */ ', 'select 1'],
    ['select 1 /*traceparent=%2700-1-01%27*/', 'select 1'],
    ['/*! set @a = 1 */', '/*! set @a = 1 */'],
    ['/*M! set @a = 1 */ ', '/*M! set @a = 1 */'],
    ['--x', '--x'],
    ['select 1 -- a', 'select 1 -- a'],
    ["select 'a\\' /* ' */", "select 'a\\' /* ' */"],
    ['select $$ /* $$ */', 'select $$ /* $$ */'],
    ['select 1 /*! +1 */ /* a */', 'select 1 /*! +1 */ /* a */'],
    ['select ; -- /*\n*/', 'select ; -- /*\n*/'],
    ['/* \0 */ select 1', '/* \0 */ select 1'],
  ])('makes of %j %j', (text, expected) => {
    expect(stripComments(text)).toBe(expected)
  })

  it('changes nothing of what is said of a text', { timeout: 60_000 }, () => {
    const engine = mysqlEngine()
    const piece = fc.constantFrom(
      ...[
        "'",
        '"',
        '`',
        '\\',
        '/*',
        '*/',
        '/*!',
        '/*M!',
        '-- ',
        '#',
        '\n',
        ' ',
        ';',
        '@a:=1',
        'get_lock(1,1)',
        'select',
        ',',
        '$$',
        'a',
        '/* x */',
        '/*+',
      ],
    )
    const told = (one: ReturnType<typeof classify>) => ({
      unknown: one.unknown,
      effects: one.statements.flatMap((statement) => statement.effects),
    })
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = `select ${pieces.join(' ')}`
        expect(told(engine.classify(text))).toEqual(told(classify(text)))
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('the engine', () => {
  it('keeps what it said of a text, whatever comment ends it', () => {
    const engine = mysqlEngine()
    expect(engine.classify('select 1 /* a */')).toBe(engine.classify('select 1 /* b */'))
    expect(engine.avoid('mysql.get-lock')).toMatch(/FOR UPDATE/)
    expect(engine.avoid('nothing')).toBeNull()
  })

  it('reads as one server where it is told to', () => {
    const mysql = mysqlEngine({ server: 'mysql', serverVersion: '8.0.36', sqlMode: '' })
    const kinds = (text: string) =>
      mysql.classify(text).statements.flatMap(({ effects }) => effects.map(({ kind }) => kind))
    expect(kinds("select /*M! get_lock('a', 1), */ 1")).toEqual([])
    expect(kinds("select /*!80100 get_lock('a', 1), */ 1")).toEqual([])
    expect(kinds("select /*!80036 get_lock('a', 1), */ 1")).toEqual(['advisory-lock'])
    expect(kinds("select 'a\\' or get_lock(1, 1) -- '")).toEqual([])
  })

  it('does not take an answer of another shape for one', () => {
    const engine = mysqlEngine()
    expect(() => engine.readLimits([])).toThrow('limits')
    expect(() => engine.readStamp([])).toThrow('catalogue')
    expect(engine.readLimits([[100, 0, '8.0.36']])).toEqual({ usableConnections: 99, version: '8.0.36' })
    expect(engine.readLimits([[100, 5, '8.0.36']]).usableConnections).toBe(4)
    expect(engine.readLimits([[100, 1, '8.0.36']]).usableConnections).toBe(1)
  })
})

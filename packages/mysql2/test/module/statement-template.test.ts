import mysql from 'mysql2'
import { describe, expect, test } from 'vitest'
import { templateOf } from '../../src/statement-template.ts'

const formatted = (template: string, values: unknown[]): string | null =>
  templateOf(template, values, mysql.format(template, values as string[]))

describe('a statement is read without its values', () => {
  test.each<[string, unknown[]]>([
    ['select ? as n', [5]],
    ['select ? as n', [-5.25e-9]],
    ['insert into t (a, b) values (?, ?)', ['Größe, 大きさ, 100_%', null]],
    ['select * from `t` where `a`=? and "b" <> \'c\' and d in (?,?);', [1, 'two', true]],
    ['select 1', []],
    ['update t set a = ?', [undefined]],
  ])('%s with %j', (template, values) => {
    expect(formatted(template, values)).toBe(template)
  })

  test('the values may be more than their places', () => {
    expect(formatted('select ?', [1, 2])).toBe('select ?')
  })
})

describe('a statement is read with its values', () => {
  test.each<[string, unknown[]]>([
    ['select ?? from t', ['a']],
    ['use ??', ['other']],
    ['select ?', [mysql.raw("get_lock('a', 1)")]],
    ['update t set ? where a = 1', [{ a: 1 }]],
    ['select ?', [[1, 2]]],
    ['select ?', [new Date(0)]],
    ['select ?', [Buffer.from('a')]],
    ['select ?', ["it's"]],
    // Under NO_BACKSLASH_ESCAPES the driver's backslash ends the string.
    ['select ?', ["\\' , get_lock('a', 1) -- "]],
    ['select ?', ['a\nb']],
    ['select ?', ['a\u007fb']],
    ['select ?', ['a\u0085b']],
    ['select ?', ['a`b']],
    ['select ?', ['a"b']],
    ['select @?', ['a']],
    ['select x?', ['41']],
    ["select 'a'?", ['b']],
    ["select '?'", [' , 1, ']],
    ["select '( ? )'", [' or get_lock(1, 1) or ']],
    ["select 'it\\'s' , ?", [1]],
    ['select `a?` , ?', [1]],
    ['select /* ? */ ?', [1, 2]],
    ['select 1 -- ?', [1]],
    ['select 1 # ?', [1]],
    ['select ?', []],
    ['select ?', [Number.NaN]],
    ["select ' , ?", [1]],
  ])('%s with %j', (template, values) => {
    expect(formatted(template, values)).toBeNull()
  })

  test('when the text is another one', () => {
    expect(templateOf('select ?', [1], 'select 2')).toBeNull()
    expect(templateOf('select ?', [1], 'select 1; drop table t')).toBeNull()
    expect(templateOf('select ?', [1], 'select 11')).toBeNull()
    expect(templateOf('select ?', { a: 1 }, 'select 1')).toBeNull()
    expect(templateOf(undefined, [1], 'select 1')).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { mentions } from '../../src/engines/postgres/dependents.ts'

const dependents = { names: new Set(['audited', 'View']), operators: new Set(['###', '@-']), everything: false }

describe('what a text names', () => {
  const seen: readonly string[] = [
    'insert into audited values (1)',
    'INSERT INTO public.Audited VALUES (1)',
    'select * from "View"',
    'select U&"aud\\0069ted" from t',
    'select x.audited from t x',
    'select 1::audited',
    'select 1 ### 2',
    'select 1###(2)',
    'select (1)###-2',
    'select 1 @-2',
    'select 1 operator(public.###) 2',
    "select query_to_xml('select * from audited', true, true, '')",
    "select query_to_xml('select query_to_xml(''select 1 ### 2'', true, true, '''')', true, true, '')",
    "select query_to_xml(E'\\xe9', true, true, '')",
    "select 'unterminated",
  ]
  it.each(seen)('is there in %j', (text) => {
    expect(mentions(text, dependents)).toBe(true)
  })

  const unseen: readonly string[] = [
    'select * from view',
    "select 'audited'",
    'select 1 ## 2, 1 #',
    'select 1 -- audited ###',
    'select $$ ### $$',
    "select * from ts_stat('select body from posts')",
  ]
  it.each(unseen)('is not there in %j', (text) => {
    expect(mentions(text, dependents)).toBe(false)
  })

  it('is everything, where an operator has words of its own or the catalogue gives no name', () => {
    expect(mentions('select 1', { ...dependents, everything: true })).toBe(true)
    expect(mentions("select 'a' like 'b'", { ...dependents, operators: new Set(['~~']) })).toBe(true)
    expect(mentions('select 1 ### 2', { names: new Set(), operators: new Set(), everything: false })).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { factsOfRoutines } from '../../src/engines/postgres/routine-body.ts'

function cleanupOf(source: string, language = 'plpgsql'): string | undefined {
  const body = language === 'plpgsql' ? `begin ${source} end` : source
  return factsOfRoutines([{ name: 'f', language, source: body }]).get('f')?.cleanup
}

describe('what a call of a routine leaves, as its body tells', () => {
  const cases: readonly (readonly [cleanup: 'none' | 'reset' | 'close', source: string])[] = [
    ['none', 'return a + 1;'],
    ['none', "raise notice '%', lower(a); return query select 1;"],
    ['none', "perform set_config('a.b', 'c', true);"],
    ['reset', "perform set_config('a.b', 'c', false);"],
    ['reset', 'perform pg_advisory_lock(1);'],
    ['reset', 'perform pg_catalog.pg_advisory_lock(1);'],
    ['reset', "x := set_config('a.b', 'c', false);"],
    ['reset', 'if pg_try_advisory_lock(1) then return 1; end if;'],
    [
      'reset',
      'if a then null; elsif pg_try_advisory_lock(1) then null; elseif pg_try_advisory_lock(2) then null; end if;',
    ],
    ['reset', 'while pg_try_advisory_lock(1) loop null; end loop;'],
    ['reset', 'loop exit when pg_try_advisory_lock(1); end loop;'],
    ['reset', "for i in reverse length(set_config('a.b', 'c', false))..1 loop null; end loop;"],
    ['reset', "for r in select set_config('a.b', 'c', false) loop null; end loop;"],
    ['reset', "foreach x in array string_to_array(set_config('a.b', 'c', false), ',') loop null; end loop;"],
    ['reset', 'assert pg_try_advisory_lock(1);'],
    ['reset', "return set_config('a.b', 'c', false);"],
    ['reset', "return next set_config('a.b', 'c', false);"],
    ['reset', "return query select set_config('a.b', 'c', false);"],
    ['reset', "raise exception using message = set_config('a.b', 'c', false);"],
    ['reset', "case set_config('a.b', 'c', false) when 'x' then null; end case;"],
    ['reset', 'set a.b = 1;'],
    ['reset', 'create temp table t (a int);'],
    ['reset', 'listen a;'],
    ['close', "execute 'set a.b = 1';"],
    ['close', 'perform setseed(0.5);'],
    ['close', "perform dblink_connect('a');"],
    ['close', "load 'x';"],
    ['close', "select 'unterminated;"],
  ]
  it.each(cases)('%s: %s', (cleanup, source) => {
    expect(cleanupOf(source)).toBe(cleanup)
  })

  it('is unknown for other languages', () => {
    expect(cleanupOf('1', 'plpython3u')).toBe('close')
    expect(cleanupOf('select 1', 'sql')).toBe('none')
  })

  it('follows calls', () => {
    const facts = factsOfRoutines([
      { name: 'a', language: 'sql', source: 'select b()' },
      { name: 'b', language: 'plpgsql', source: 'begin perform c(); end' },
      { name: 'c', language: 'plpgsql', source: 'begin perform pg_advisory_lock(1); perform a(); end' },
    ])
    expect([...facts.values()].map(({ cleanup }) => cleanup)).toEqual(['reset', 'reset', 'reset'])
  })
})

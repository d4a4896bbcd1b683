import { describe, expect, it } from 'vitest'
import { classify } from '../../src/engines/postgres/classify.ts'
import type { StatementVerb } from '../../src/sql/classification.ts'

describe('verbs', () => {
  const cases: { readonly [verb in StatementVerb]: readonly string[] } = {
    read: [
      'select 1',
      'SELECT * from t',
      '((select 1)) union (select 2)',
      'values (1)',
      'table t',
      'with a as (select 1) select * from a',
      'show all',
      'explain select 1',
      'copy t to stdout',
      'declare c cursor for select 1',
      'select "update", t.delete from t',
      "select 'insert into t'",
    ],
    write: [
      'insert into t values (1)',
      'update t set a = 1',
      'delete from t',
      'merge into t using u on true when matched then delete',
      'select 1 for update',
      'select 1 for no key update skip locked',
      '(select 1 for share)',
      'select 1 from t for key share of t',
      'with a as (insert into t values (1) returning 1) select * from a',
      'with a as (select 1) delete from t using a',
      'with recursive a as (select 1) cycle x set y using z insert into t select 1',
      'explain analyze insert into t values (1)',
      'select pg_advisory_xact_lock(1)',
      "select nextval('s')",
      "select pg_notify('a', 'b')",
      'copy t from stdin',
      'execute p',
      'call p()',
      'do $$ $$',
      'truncate t',
      'lock t',
      'notify a',
    ],
    ddl: [
      'create table t ()',
      'alter table t add a int',
      'drop view v',
      'grant a to b',
      'select 1 into t',
      'comment on table t is null',
    ],
    transaction: [
      'begin',
      'start transaction',
      'commit',
      'end',
      'rollback',
      'abort',
      'savepoint a',
      'release a',
      'rollback to a',
    ],
    other: [
      'set a.b = 1',
      'reset all',
      'discard all',
      'listen a',
      'prepare p as select 1',
      'vacuum',
      'fetch c',
      'frobnicate',
    ],
  }
  it.each(Object.entries(cases).flatMap(([verb, texts]) => texts.map((text) => [verb, text] as const)))(
    '%s: %s',
    (verb, text) => {
      expect(classify(text).statements.map((statement) => statement.verb)).toEqual([verb])
    },
  )
})

describe('a text of several statements', () => {
  it('gives each with its place', () => {
    const text = ' /* a */ select 1 ; -- b\n ;LISTEN x;\n'
    const { statements, unknown } = classify(text)
    expect(unknown).toBe(false)
    expect(statements.map(({ text, verb }) => [text, verb])).toEqual([
      ['select 1', 'read'],
      ['LISTEN x', 'other'],
    ])
    for (const statement of statements) expect(text.slice(statement.start, statement.end)).toBe(statement.text)
  })

  it('is unknown when one of them is, and keeps what was read of the others', () => {
    const { statements, unknown } = classify('listen a; frobnicate; select pg_catalog.pg_advisory_lock(1)')
    expect(unknown).toBe(true)
    expect(statements.map((statement) => statement.effects.map((effect) => effect.kind))).toEqual([
      ['listen'],
      ['unknown'],
      ['advisory-lock'],
    ])
  })

  it('is one statement when it can not be read, with the effects that were seen before', () => {
    const { statements, unknown } = classify("listen a; select 'b")
    expect(unknown).toBe(true)
    expect(statements).toEqual([
      {
        text: "listen a; select 'b",
        start: 0,
        end: 19,
        verb: 'other',
        effects: [
          { kind: 'unknown', rule: 'pg.unreadable' },
          { kind: 'listen', rule: 'pg.listen', name: 'a' },
        ],
      },
    ])
  })

  it('hangs on how the session reads backslashes', () => {
    const text = "select 'a\\'; listen b; --'"
    const kinds = (standardConformingStrings: boolean) =>
      classify(text, { standardConformingStrings }).statements.flatMap((one) =>
        one.effects.map((effect) => effect.kind),
      )
    expect(kinds(true)).toEqual(['listen'])
    expect(kinds(false)).toEqual([])
  })

  it('is empty without statements', () => {
    for (const text of ['', ' ', ';', '-- a', '/* a */ ; \n'])
      expect(classify(text)).toEqual({ statements: [], unknown: false })
  })
})

describe('effects', () => {
  const effects = (text: string) => classify(text).statements.flatMap((statement) => statement.effects)

  it('are told once', () => {
    const text = `select f(1), f(2), s.f(3), s.f(4), pg_catalog.pg_advisory_lock(1), pg_catalog.pg_advisory_lock(1),
      pg_catalog.pg_advisory_lock(2)`
    expect(effects(text).map(({ name, schema, key }) => [name, schema, key])).toEqual([
      ['f', null, undefined],
      ['f', 's', undefined],
      [undefined, undefined, '1'],
      [undefined, undefined, '2'],
    ])
  })

  it('of texts that a function runs are told as if they stood there', () => {
    const text = `select pg_catalog.query_to_xml('select pg_catalog.query_to_xml(
      ''select pg_catalog.pg_advisory_lock(1)'', true, true, '''')', true, true, '')`
    expect(effects(text)).toEqual([{ kind: 'advisory-lock', rule: 'pg.advisory-lock', key: '1' }])
  })

  it('of texts in texts in texts end in opaque', () => {
    let text = 'select 1'
    for (let depth = 0; depth < 6; depth++)
      text = `select pg_catalog.query_to_xml($q${depth}$${text}$q${depth}$, true, true, '')`
    expect(effects(text)).toEqual([{ kind: 'opaque', rule: 'pg.runs-text' }])
  })

  it('of a prepared statement are told when it is prepared', () => {
    expect(effects('prepare p as select pg_catalog.pg_advisory_lock($1)').map((effect) => effect.kind)).toEqual([
      'sql-prepare',
      'advisory-lock',
    ])
  })
})

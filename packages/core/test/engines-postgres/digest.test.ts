import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digest } from '../../src/engines/postgres/digest.ts'

describe('digests', () => {
  const cases: readonly (readonly [text: string, digest: string])[] = [
    ['SELECT  *\nFROM t -- x', 'select * from t'],
    ["select a.b,COUNT(*)from t where x=1 and y = 'a'", 'select a.b, count(*) from t where x = ? and y = ?'],
    ['select $1, -1, +2, a - 1, a-b', 'select ?, ?, ?, a - ?, a - b'],
    ["select * from t where id in (1, 2, 'x', $3)", 'select * from t where id in (...)'],
    ['select * from t where id in (select 1)', 'select * from t where id in (select ?)'],
    ['select array[1, 2], a[1]', 'select array[...], a[?]'],
    ["insert into t(a,b)values(1,'x',default),(2,null,$1::int)", 'insert into t(a, b) values (...)'],
    ['insert into t values (1, now()), (2, now())', 'insert into t values (?, now()), (?, now())'],
    ["select E'\\'', $$x$$, U&'x', b'1', x'1f', n'x'", 'select ?, ?, ?, ?, ?, ?'],
    ["set app.tenant = 'acme'", 'set app.tenant = ?'],
    ['set app.tenant to acme, other', 'set app.tenant to ?'],
    ['set local role bob; select 1', 'set local role ?; select ?'],
    ['set session authorization bob', 'set session authorization ?'],
    ["set time zone 'UTC'", 'set time zone ?'],
    ['listen user_42', 'listen ?'],
    ["notify user_42, 'x'", 'notify ?, ?'],
    ['savepoint sp_1', 'savepoint ?'],
    ['rollback to savepoint sp_1', 'rollback to savepoint ?'],
    ['prepare p1 (int) as select * from t', 'prepare ?(int) as select * from t'],
    ['execute p1(1)', 'execute ?(?)'],
    ['declare c1 cursor for select a from t', 'declare ? cursor for select a from t'],
    ['fetch 10 from c1', 'fetch ? from ?'],
    ['select "A b", U&"x" from t', 'select "A b", U&"x" from t'],
    // A mistyped uuid.
    ['select * from t where id = 12ab34cd-9', 'select * from t where id = ? - ?'],
    ["select 'it", 'select …'],
    // Under another setting of the session the string would end elsewhere.
    ["select 'it\\'s secret'", 'select …'],
    ["select * from t where name = 'it's a secret and 'more'", 'select * from t where name = ? …'],
    ["copy t from stdin; select 'a'", 'copy t from stdin; select ?'],
    ['', ''],
  ]
  it.each(cases)('%j', (text, expected) => {
    expect(digest(text)).toBe(expected)
  })

  it('have at most 1,024 characters', () => {
    const text = `select ${Array.from({ length: 2_000 }, (_, i) => `column_${i}`).join(', ')}`
    expect(digest(text)).toHaveLength(1_024)
    expect(digest(text).endsWith('…')).toBe(true)
  })

  it('show nothing of any constant', { timeout: 60_000 }, () => {
    const secret = fc.stringMatching(/^[a-z]{6}$/).map((word) => `zz${word}`)
    const constants = secret.chain((word) =>
      fc.constantFrom(
        `'${word}'`,
        `E'${word}\\''`,
        `$$${word}$$`,
        `$q$'${word}$q$`,
        `U&'${word}'`,
        `'x'\n'${word}'`,
        `'''${word}'''`,
        `'x\\' , '${word}'`,
        `/* ${word} */ 1`,
        `-- ${word}\n 1`,
        `'${word}`,
      ),
    )
    fc.assert(
      fc.property(
        fc.array(constants, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(',', ' || ', ' and '),
        (all, join) => {
          expect(digest(`select * from t where a = ${all.join(join)}`)).not.toContain('zz')
        },
      ),
    )
  })

  it('never throw', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(digest(text).length).toBeLessThanOrEqual(1_024)
      }),
      { numRuns: 500 },
    )
  })
})

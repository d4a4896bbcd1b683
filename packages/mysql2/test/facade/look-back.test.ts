import { expect, test } from 'vitest'
import { numbers } from './numbers.ts'
import { type Answer, call, facesOnBothServers, query, rowsOf, take } from './stage.ts'

const tables = [
  'drop table if exists test.counted',
  'create table test.counted (id int primary key auto_increment, tag varchar(50))',
  'insert into test.counted (tag) values (1), (2), (3), (4), (5)',
]

/** Leaves rows, warnings and a number on whatever connection it gets, and keeps none. */
const dirt = [
  'insert into counted (tag) values (6), (7)',
  "select cast('x' as signed), cast('y' as signed)",
  'select id from counted limit 5',
  "select cast('x' as signed) from counted limit 5",
]

const lost = { code: 'MUX_LOOKBACK_LOST' }

facesOnBothServers('what statements left', (stage) => {
  test('is nothing to a session that has run none', async () => {
    for (const text of tables) await stage().admin.query(text)
    const pool = stage().pool({ connectionLimit: 1 })
    const looks: readonly (readonly [string, unknown])[] = [
      ['select found_rows() as n', [{ n: 0 }]],
      ['show warnings', []],
      ['show count(*) warnings', [expect.objectContaining({})]],
      ['select @@warning_count as n', [{ n: 0 }]],
      ['select row_count() as n', [{ n: -1 }]],
      ['select last_insert_id() as n', [{ n: 0 }]],
      ['select @@identity as n', [{ n: 0 }]],
      ['get diagnostics @n = number', expect.objectContaining({})],
    ]
    for (const [text, expected] of looks) {
      for (const left of dirt) await rowsOf(pool, left)
      const session = await take(pool)
      expect([text, await rowsOf(session, text)]).toEqual([text, expected])
      if (text.startsWith('get')) expect(await rowsOf(session, 'select @n as n')).toEqual([{ n: 0 }])
      session.release()
    }
  })

  test("is the session's own where nobody else ran, and refused where somebody did", async () => {
    for (const text of tables) await stage().admin.query(text)
    const pool = stage().pool({ connectionLimit: 1 })
    for (const left of dirt) await rowsOf(pool, left)
    const [session, other] = [await take(pool), await take(pool)]
    await rowsOf(session, 'insert into counted (tag) values (8), (9), (10)')
    // Of the select of a stranger, which no insert overwrites.
    expect((await query(session, 'select found_rows() as n')).error).toMatchObject(lost)
    session.release()
    await rowsOf(other, 'insert into counted (tag) values (11), (12), (13)')
    expect(await rowsOf(other, 'select row_count() as n')).toEqual([{ n: 3 }])
    other.release()
    const [late, stranger] = [await take(pool), await take(pool)]
    await rowsOf(late, 'insert into counted (tag) values (14)')
    await rowsOf(stranger, 'insert into counted (tag) values (15), (16)')
    expect((await query(late, 'select row_count() as n')).error).toMatchObject(lost)
    // What it was refused is gone, and no answer at all would be a wrong one.
    expect((await query(late, 'show warnings')).error).toMatchObject(lost)
    // It has its connection now, so that it can ask again.
    await rowsOf(late, 'insert into counted (tag) values (17), (18), (19), (20)')
    const waits = query(stranger, 'do 0')
    expect(await rowsOf(late, 'select row_count() as n')).toEqual([{ n: 4 }])
    await rowsOf(late, "select cast('z' as signed) from counted limit 2")
    expect(await rowsOf(late, 'show warnings')).toHaveLength(2)
    late.release()
    expect((await waits).error).toBeNull()
    stranger.release()
  })

  test('is overwritten by what the pool itself asks, also when nothing of a stranger was sent', async () => {
    for (const text of tables) await stage().admin.query(text)
    await stage().admin.query('drop table if exists test.made_meanwhile')
    const pool = stage().pool({ connectionLimit: 2 })
    const [busy, mine, stranger] = [await take(pool), await take(pool), await take(pool)]
    await call(busy, 'beginTransaction')
    await rowsOf(stranger, "insert into counted (tag) values ('s')")
    await rowsOf(mine, "insert into counted (tag) values ('m')")
    expect((await query(mine, 'select nothing_like_this')).error).toMatchObject({ errno: 1054 })
    await rowsOf(busy, 'create table made_meanwhile (n int)')
    // The catalogue is read in front of it, and its number may be the other's.
    expect((await query(stranger, 'select last_insert_id() as n')).error).toMatchObject(lost)
    expect((await query(mine, 'show count(*) errors')).error).toMatchObject(lost)
    for (const session of [busy, mine, stranger]) session.release()
  })

  test('is no stranger’s to a function, a procedure, a view or a prepared text that asks for it', async () => {
    for (const text of tables) await stage().admin.query(text)
    const made = [
      'drop function if exists test.rows_found',
      'create function test.rows_found() returns int no sql return found_rows()',
      'drop procedure if exists test.rows_changed',
      'create procedure test.rows_changed() begin select row_count() as n; end',
      'create or replace view test.last_number as select last_insert_id() as n',
    ]
    for (const text of made) await stage().admin.query(text)
    const pool = stage().pool({ connectionLimit: 1 })
    const asked = async (text: string, ...before: readonly string[]): Promise<unknown> => {
      for (const left of dirt) await rowsOf(pool, left)
      const session = await take(pool)
      await rowsOf(session, 'do 0')
      await rowsOf(pool, 'insert into counted (tag) values (1), (2), (3), (4)')
      await rowsOf(pool, 'select id from counted limit 4')
      for (const one of before) await rowsOf(session, one)
      const [first] = [await rowsOf(session, text)].flat(2) as { readonly n: number }[]
      session.release()
      return first?.n
    }
    expect(await asked('select rows_found() as n')).toBe(0)
    expect(await asked('select n from last_number')).toBe(0)
    expect([0, -1]).toContain(await asked('call rows_changed()'))
    expect(await asked('execute hidden', "prepare hidden from 'select found_rows() as n'")).toBe(0)
    expect(await asked('execute hidden', "prepare hidden from 'select last_insert_id() as n'")).toBe(0)
    expect(await asked('execute hidden', "set @text = 'select found_rows() as n'", 'prepare hidden from @text')).toBe(0)
  })

  test('is the number of the last row, or refused, where the connection has forgotten it since', async () => {
    for (const text of tables) await stage().admin.query(text)
    const pool = stage().pool({ connectionLimit: 1 })
    const [mine, stranger] = [await take(pool), await take(pool)]
    await rowsOf(mine, "insert into counted (tag) values ('m')")
    // Asks for the first time, and so the connection forgets.
    expect(await rowsOf(stranger, 'select last_insert_id() as n')).toEqual([{ n: 0 }])
    await rowsOf(mine, "insert into counted (id, tag) values (1000, 'by hand')")
    expect((await query(mine, 'select last_insert_id() as n')).error).toMatchObject(lost)
    await rowsOf(mine, "insert into counted (tag) values ('m')")
    expect(await rowsOf(mine, 'select last_insert_id() as n')).toEqual([{ n: 1001 }])
    await rowsOf(mine, "update counted set tag = 'n' where id = 1")
    expect(await rowsOf(mine, 'select last_insert_id() as n, @@identity as i')).toEqual([{ n: 1001, i: 1001 }])
    for (const session of [mine, stranger]) session.release()
  })

  test('is of the transaction inside of one', async () => {
    for (const text of tables) await stage().admin.query(text)
    const pool = stage().pool({ connectionLimit: 1 })
    for (const left of dirt) await rowsOf(pool, left)
    const session = await take(pool)
    await call(session, 'beginTransaction')
    expect((await query(session, 'select nothing_like_this')).error).toMatchObject({ errno: 1054 })
    expect(await rowsOf(session, 'show errors')).toMatchObject([{ Code: 1054 }])
    await rowsOf(session, 'select id from counted limit 3')
    expect(await rowsOf(session, 'select found_rows() as n')).toEqual([{ n: 3 }])
    expect(pool.snapshot().databaseConnectionsCurrentlyInTransaction).toBe(1)
    await call(session, 'rollback')
    session.release()
  })

  test('is never a stranger’s, of 12 sessions on 3 connections', { timeout: 60_000 }, async () => {
    for (const text of tables) await stage().admin.query(text)
    const pool = stage().pool({ connectionLimit: 3 })
    let [own, refused] = [0, 0]
    const live = async (mine: number): Promise<void> => {
      const random = numbers(mine)
      const rows = Array.from({ length: mine }, () => `('${mine}')`).join(', ')
      const numberOf = ({ error, rows }: Answer): number => {
        if (error === null) own += 1
        else refused += 1
        if (error !== null) expect(error).toMatchObject(lost)
        return error === null ? Number((rows as { n: unknown }[])[0]?.n) : 0
      }
      for (let round = 0; round < 12; round += 1) {
        const session = await take(pool)
        const dice = random()
        if (dice < 0.3) {
          await rowsOf(session, `insert into counted (tag) values ${rows}`)
          if (random() < 0.5) await rowsOf(pool, 'do 0')
          expect([0, -1, mine]).toContain(numberOf(await query(session, 'select row_count() as n')))
        } else if (dice < 0.6) {
          await rowsOf(session, `select 1 from (values row(1)) as t`.replace('values row(1)', oneFor(mine)))
          expect([0, mine]).toContain(numberOf(await query(session, 'select found_rows() as n')))
        } else if (dice < 0.8) {
          await rowsOf(session, `select cast('x' as signed) from (${oneFor(mine)}) as t`)
          expect([0, mine]).toContain(numberOf(await query(session, 'select @@warning_count as n')))
        } else {
          expect([0, -1]).toContain(
            numberOf(await query(session, `select ${dice < 0.9 ? 'found_rows' : 'row_count'}() as n`)),
          )
        }
        session.release()
      }
    }
    await Promise.all(Array.from({ length: 12 }, (_, at) => live(at + 2)))
    expect(own + refused).toBe(12 * 12)
    expect(own).toBeGreaterThan(0)
  })
})

/** So many rows. */
const oneFor = (count: number): string => Array.from({ length: count }, () => 'select 1').join(' union all ')

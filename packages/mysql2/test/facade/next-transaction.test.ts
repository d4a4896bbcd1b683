import { expect, test } from 'vitest'
import { facesOnBothServers, query, rowsOf, take } from './stage.ts'

facesOnBothServers('what SET TRANSACTION says', (stage) => {
  test('is not used up by the pool, which reads what routines there are now', async () => {
    const pool = stage().pool({ connectionLimit: 2, database: 'test' })
    await rowsOf(pool, 'drop table if exists written')
    await rowsOf(pool, 'create table written (id int)')
    const [one, other] = [await take(pool), await take(pool)]
    await rowsOf(one, 'set transaction read only')
    // Whatever is known of routines may no longer be true.
    await rowsOf(other, 'drop procedure if exists newly_made')
    await rowsOf(other, 'create procedure newly_made() select 1')
    await rowsOf(one, 'select 1 as one')
    expect((await query(one, 'insert into written values (1)')).error).toMatchObject({ errno: 1792 })
    await rowsOf(other, 'drop procedure newly_made')
    // A name that is not surely the server's own may be a routine.
    await rowsOf(one, 'select sleep(0) as s')
    expect((await query(one, 'insert into written values (1)')).error).toMatchObject({ errno: 1792 })
    one.release()
    other.release()
    expect(await rowsOf(pool, 'select count(*) as n from written')).toEqual([{ n: 0 }])
  })

  test('nor is a transaction begun by that reading, where there is no autocommit', async () => {
    const pool = stage().pool({ connectionLimit: 1, database: 'test' })
    await rowsOf(pool, 'drop table if exists written')
    await rowsOf(pool, 'create table written (id int)')
    const session = await take(pool)
    await rowsOf(session, 'set autocommit = 0, completion_type = 1')
    await rowsOf(session, "alter table written comment 'the catalogue is read again'")
    await rowsOf(session, 'do 0')
    expect((session as unknown as { readonly transactionState: string }).transactionState).toBe('none')
    // No snapshot, and no transaction that would have characteristics already.
    await stage().admin.query('insert into test.written values (1)')
    await rowsOf(session, 'set transaction read only')
    expect(await rowsOf(session, 'select count(*) as n from written')).toEqual([{ n: 1 }])
    session.release()
  })
})

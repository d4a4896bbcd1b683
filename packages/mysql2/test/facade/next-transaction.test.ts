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
    one.release()
    other.release()
    expect(await rowsOf(pool, 'select count(*) as n from written')).toEqual([{ n: 0 }])
  })
})

import { expect, test } from 'vitest'
import { facesOnBothServers, query, rowsOf, take } from './stage.ts'

/**
 * The pool has read its catalogue before these are made, so that no text shows what they do: only the server's own word
 * does, and it must come while the connection is still the caller's.
 */
facesOnBothServers('what a query does that no text shows', (stage) => {
  const made = [
    'create database made_elsewhere',
    'create function made_elsewhere.sets() returns int no sql begin set sort_buffer_size = 400000; return 1; end',
    "create function made_elsewhere.fails() returns int no sql begin set @left = 7; signal sqlstate '45000'; return 1; end",
    'create function made_elsewhere.harmless() returns int no sql return 1',
    'create view made_elsewhere.reaches as select made_elsewhere.sets() as n',
  ]

  test.each([
    'select made_elsewhere.sets() as n',
    'select * from made_elsewhere.reaches',
    'explain select made_elsewhere.harmless()',
    'select made_elsewhere.fails()',
    'begin; select made_elsewhere.sets(); commit; select 1',
  ])('pins the session that ran it, and no stranger: %s', async (text) => {
    await stage().admin.query('drop database if exists made_elsewhere')
    const pool = stage().pool({ connectionLimit: 1, multipleStatements: true })
    await rowsOf(pool, 'select 1')
    for (const one of made) await stage().admin.query(one)
    const [caller, stranger] = [await take(pool), await take(pool)]
    await query(caller, text)
    expect(caller.pinned).toMatchObject({ reason: 'setting', rule: 'wire.reported-setting' })
    caller.release()
    expect(await rowsOf(stranger, 'select @left as left_behind')).toEqual([{ left_behind: null }])
    await rowsOf(stranger, 'do 0')
    expect(stranger.pinned).toBeNull()
    const [[fresh]] = (await stage().admin.query('select @@sort_buffer_size')) as unknown as [[unknown[]]]
    expect(await rowsOf(stranger, 'select @@sort_buffer_size as it')).toEqual([{ it: fresh[0] }])
    stranger.release()
  })
})

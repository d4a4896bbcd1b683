import { createConnection } from 'mysql2'
import { expect, test } from 'vitest'
import { call, facesOnBothServers, query, rowsOf, take } from './stage.ts'

/** Leaves a variable on the connection, which only the catalogue tells. */
const leaky = (name: string): readonly string[] => [
  `drop function if exists test.${name}`,
  `create function test.${name}() returns int no sql begin set @left_behind = 7; return 1; end`,
]

/** What the pool knows of the catalogue is every session's: one that sees less of it must not be the one that looks. */
facesOnBothServers('the catalogue is read', (stage) => {
  const limits = ['sql_select_limit = 1', 'sql_select_limit = 0', 'sql_big_selects = 0, max_join_size = 1']

  // With the last of them it is refused: the session goes on, and its connection goes with it.
  test.each(limits)('whole, on the connection of a session that has set %s', async (limit) => {
    const pool = stage().pool({ connectionLimit: 2 })
    const limited = await take(pool)
    await rowsOf(limited, `set ${limit}`)
    for (const text of leaky('leaky_to_limits')) await rowsOf(limited, text)
    await rowsOf(limited, 'set @other = 2')
    const caller = await take(pool)
    await rowsOf(caller, 'select leaky_to_limits()')
    expect(caller.pinned).toMatchObject({ reason: 'routine' })
    caller.release()
    for (let n = 0; n < 4; n++) expect(await rowsOf(pool, 'select @left_behind as it')).toEqual([{ it: null }])
    limited.release()
  })

  test.each([
    'reset',
    "set collation_database = 'ucs2_bin'",
    "set @@character_set_database = 'ucs2'",
    'set collation_database = default',
  ])('by nobody whose schema has another character set than it should have, by %s', async (what) => {
    const { admin, url, flavour } = stage()
    const database = `in_utf8_${flavour}`
    for (const text of [
      `create database if not exists ${database} character set utf8mb3`,
      // To read it MariaDB goes to the schema and back, and comes back to the character set that the schema has.
      'create or replace view test.of_another_schema as select 1 as one',
    ])
      await admin.query(text)
    const pool = stage().pool({ database, connectionLimit: 2 })
    const [session, other] = [await take(pool), await take(pool)]
    const own = createConnection({ uri: url, database })
    const shown: unknown[] = []
    for (const one of [own, session]) {
      if (what === 'reset') await call(one, 'reset')
      else await rowsOf(one, what)
      await rowsOf(other, 'create or replace view test.made_meanwhile as select 1 as one')
      await rowsOf(one, 'select 1 as one')
      await rowsOf(one, 'set character set utf8mb4')
      shown.push(await rowsOf(one, 'select @@collation_database as c, @@collation_connection as d'))
    }
    await call(own, 'end')
    expect(shown[1]).toEqual(shown[0])
    session.release()
    other.release()
    const fresh = [{ c: 'utf8' }, { c: 'utf8mb3' }]
    for (let n = 0; n < 4; n++)
      expect(fresh).toContainEqual(((await rowsOf(pool, 'select @@character_set_database as c')) as unknown[])[0])
  })

  test('by nobody who has put off a role', async () => {
    const { admin, flavour } = stage()
    const account = "'roled'@'%'"
    const make = [
      `drop user if exists ${account}`,
      'drop role if exists sees_routines',
      'create role sees_routines',
      `create user ${account} identified by 'secret'`,
      `grant select, create on test.* to ${account}`,
      'grant execute on test.* to sees_routines',
      `grant sees_routines to ${account}`,
      `set default role sees_routines ${flavour === 'mysql' ? 'to' : 'for'} ${account}`,
    ]
    for (const text of make) await admin.query(text)
    const pool = stage().pool({ user: 'roled', password: 'secret', connectionLimit: 2 })
    const bare = await take(pool)
    await rowsOf(bare, 'set role none')
    for (const text of leaky('leaky_to_roles')) await admin.query(text)
    await rowsOf(pool, 'create table if not exists test.roled_ddl (n int)')
    expect(await rowsOf(bare, 'select 1 + 1 as n')).toEqual([{ n: 2 }])
    // What it can't look up may be anything, and goes with its connection.
    expect((await query(bare, 'select test.leaky_to_roles()')).error).not.toBeNull()
    await rowsOf(bare, 'set role sees_routines')
    expect(await rowsOf(bare, 'select test.leaky_to_roles() as n')).toEqual([{ n: 1 }])
    const caller = await take(pool)
    await rowsOf(caller, 'select test.leaky_to_roles()')
    expect(caller.pinned).toMatchObject({ reason: 'routine' })
    caller.release()
    bare.release()
    for (let n = 0; n < 4; n++) expect(await rowsOf(pool, 'select @left_behind as it')).toEqual([{ it: null }])
  })
})

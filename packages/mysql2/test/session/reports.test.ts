import { expect, test } from 'vitest'
import { onBothServers, type Stage } from '../harness.ts'

/** What is told of settings while a statement runs. */
async function told({ bench }: Stage, ...texts: string[]): Promise<string[]> {
  bench.log.length = 0
  for (const text of texts) expect((await bench.run(text)).error).toBeNull()
  return bench.log.filter((line) => line.startsWith('setting')).map((line) => line.slice('setting '.length))
}

const changed = '(session state)=changed'

/** The same, and whether there are changes that are not told. */
async function seen(stage: Stage, ...texts: string[]): Promise<string[]> {
  const settings = await told(stage, ...texts)
  return [...settings, ...stage.bench.log.filter((line) => line === 'doubted')]
}

onBothServers('what the server reports', (stage) => {
  test.each([
    'select 1',
    'do 1',
    'insert into plain values (1)',
    'update plain set n = 2',
    'select * from plain',
    'delete from plain',
    'truncate table plain',
    'create table if not exists another (n int)',
    'drop table another',
    'insert into plain select 1',
    'show warnings',
    'show tables',
    'explain select 1',
    'analyze table plain',
    'optimize table plain',
    'check table plain',
    'repair table plain',
    'checksum table plain',
    'flush tables',
    "alter table plain comment = 'x'",
    'create index of_n on plain (n)',
    'rename table plain to plainer, plainer to plain',
    'call of_nothing()',
    'select 1 for update',
    'select n into @x from plain limit 0',
  ])('of "%s" is nothing', async (text) => {
    await stage().query('drop table if exists plain')
    await stage().query('create table plain (n int)')
    await stage().subject.admin.query('drop procedure if exists test.of_nothing')
    const body = 'select 1; insert into plain values (1); analyze table plain; select * from plain;'
    await stage().subject.admin.query(`create procedure test.of_nothing() begin ${body} end`)
    expect(await told(stage(), text)).toEqual([])
  })

  test('of a whole transaction is nothing, and nothing is doubted', async () => {
    await stage().query('create table if not exists plain (n int)')
    const texts = ['begin', 'select * from plain', 'insert into plain values (1)', 'select * from plain', 'commit']
    expect(await seen(stage(), ...texts)).toEqual([])
    expect(await seen(stage(), 'start transaction read only', 'select * from plain', 'rollback')).toEqual([])
    const saved = ['begin', 'update plain set n = 3', 'savepoint s', 'select n from plain for update', 'rollback to s']
    expect(await seen(stage(), ...saved, 'release savepoint s', 'rollback')).toEqual([])
    expect(
      await seen(stage(), 'start transaction with consistent snapshot', 'select 1', 'commit and chain', 'commit'),
    ).toEqual([])
  })

  test.each([
    'insert into plain values (1)',
    'update plain set n = 2',
    'delete from plain',
    'replace into plain values (2)',
    'select * from plain',
    'select * from plain for update',
    'truncate table plain',
    'create table if not exists another (n int)',
    'drop table if exists another',
    'insert into plain select n from plain',
    'call of_rows()',
    'do 1',
    'commit',
    'show tables',
  ])('of "%s" is not doubted', async (text) => {
    const { admin } = stage().subject
    await stage().query('create table if not exists plain (n int)')
    await admin.query('drop procedure if exists test.of_rows')
    const body = 'select 1; insert into plain values (1); start transaction; update plain set n = 1; commit; select 2;'
    await admin.query(`create procedure test.of_rows() begin ${body} end`)
    expect(await seen(stage(), text)).toEqual([])
  })

  test.each(['set @a = 1', 'create temporary table of_mine (n int)', "prepare p from 'select 1'"])(
    'of "%s" is that something changed, once',
    async (text) => {
      expect(await told(stage(), text)).toEqual([changed])
      expect(await told(stage(), 'set @b = 2')).toEqual([])
    },
  )

  test.each([
    ['a procedure', 'call of_state()'],
    ['a trigger', 'insert into with_trigger values (1)'],
  ])('shows what %s does', async (_what, text) => {
    const { admin } = stage().subject
    await admin.query('drop procedure if exists test.of_state')
    await admin.query('create procedure test.of_state() begin set @a = 1; end')
    await admin.query('drop table if exists test.with_trigger')
    await admin.query('create table test.with_trigger (n int)')
    await admin.query('create trigger test.sets before insert on test.with_trigger for each row set @a = 1')
    expect(await told(stage(), text)).toEqual([changed])
  })

  /** Another schema's function, which reports no more than that; a view of it, and one that fails behind it. */
  const elsewhere = async (): Promise<void> => {
    const { admin } = stage().subject
    await admin.query('drop database if exists elsewhere')
    await admin.query('create database elsewhere')
    const of = (name: string, body: string): Promise<unknown> =>
      admin.query(`create function elsewhere.${name}() returns int deterministic begin ${body} return 1; end`)
    await of('sets', 'set sort_buffer_size = 400000;')
    await of('fails', "set @a = 1; signal sqlstate '45000';")
    await admin.query('create view elsewhere.calls as select elsewhere.sets()')
    await admin.query('create table elsewhere.plain as select 1 as n')
  }

  test.each([
    'select elsewhere.sets()',
    'select elsewhere.sets() from elsewhere.plain where n > 1',
    'select * from elsewhere.calls',
    'with one as (select elsewhere.sets()) select * from one',
    'explain select elsewhere.sets()',
    'show create view elsewhere.calls',
    'select elsewhere.fails()',
  ])('shows at once what "%s" does, though no OK of its own ends it', async (text) => {
    await elsewhere()
    const { bench } = stage()
    bench.log.length = 0
    await stage().query(text)
    expect(bench.log).toContain(`setting ${changed}`)
    expect(await told(stage(), 'do 1')).toEqual([])
  })

  test('shows what a statement that failed did before, on MySQL', async () => {
    await elsewhere()
    const { bench } = stage()
    bench.log.length = 0
    await stage().query('delete from elsewhere.plain where n = elsewhere.fails()')
    const seen = bench.log.filter((line) => line === `setting ${changed}`)
    // MariaDB tells it of queries only, and of others never.
    expect(seen).toHaveLength(stage().flavour === 'mysql' ? 1 : 0)
    expect(await told(stage(), 'do 1')).toEqual([])
  })

  test('shows at once what a prepared query calls, and its way through a transaction', async () => {
    await elsewhere()
    const { bench } = stage()
    expect(await told(stage(), 'begin')).toEqual([])
    expect((await stage().execute('select ?, elsewhere.sets(), n from elsewhere.plain', [1])).boundary.tx).toBe('open')
    expect(bench.log).toContain(`setting ${changed}`)
    expect((await stage().execute('select ? as again from elsewhere.plain', ['x'])).result).toEqual([['x']])
    expect(await told(stage(), 'commit', 'do 1')).toEqual([])
  })

  test('of functions that turn the reports off comes with the query that calls them', async () => {
    const { admin } = stage().subject
    await admin.query('drop function if exists test.turns_off')
    const body = "set session_track_state_change = off; set session_track_system_variables = ''; set @a = 1; return 1;"
    await admin.query(`create function test.turns_off() returns int deterministic begin ${body} end`)
    expect((await seen(stage(), 'select test.turns_off()')).length).toBeGreaterThan(0)
  })

  test.each([
    "set session_track_system_variables = ''",
    'set session_track_state_change = off',
    "set session_track_state_change = off, session_track_schema = off, session_track_system_variables = ''",
    "set session_track_system_variables = '', session_track_schema = off, session_track_state_change = off",
    "set session_track_schema = off, session_track_transaction_info = 'OFF', session_track_state_change = off",
    "set session_track_schema = off, session_track_system_variables = '', session_track_state_change = off",
    'call turns_reports_off()',
  ])('can not be turned off unseen: %s', async (text) => {
    const { admin } = stage().subject
    await admin.query('drop procedure if exists test.turns_reports_off')
    const body = "set session_track_state_change = off; set session_track_system_variables = ''; set @a = 1;"
    await admin.query(`create procedure test.turns_reports_off() begin ${body} end`)
    expect((await seen(stage(), text)).length).toBeGreaterThan(0)
  })

  test('of a schema', async () => {
    expect(await told(stage(), 'use mysql')).toEqual(['(schema)=mysql', changed])
  })

  test('of locks of tables and of the next transaction, on MySQL', async () => {
    await stage().query('create table if not exists plain (n int)')
    const locks = await told(stage(), 'lock tables plain read', 'unlock tables')
    const next = await told(stage(), 'set transaction read only', 'select * from plain', 'do 1')
    if (stage().flavour === 'mariadb') expect([locks, next]).toEqual([[], []])
    else
      expect([locks, next]).toEqual([
        ['(table locks)=held', '(table locks)='],
        ['(next transaction)=set', '(next transaction)='],
      ])
  })

  test('of a routine of another schema, which any client may have made a moment ago, is a change', async () => {
    const { admin } = stage().subject
    await admin.query('drop database if exists elsewhere')
    await admin.query('create database elsewhere')
    await admin.query('create procedure elsewhere.sets() begin set @a = 1; end')
    expect(await told(stage(), 'call elsewhere.sets()')).toContain(changed)
  })

  test('of a schema that has letters of its own', async () => {
    const { admin } = stage().subject
    await admin.query('create database if not exists `über größe`')
    expect(await told(stage(), 'use `über größe`')).toEqual(['(schema)=über größe', changed])
    await stage().subject.driver.reset(stage().bench.wire, stage().bench.context)
    expect(await stage().value('select database()')).toBe('test')
  })
})

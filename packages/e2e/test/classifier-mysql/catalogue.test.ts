import { mysqlEngine } from '@muxpool/core/mysql'
import { mayLeaveOut, sharedMysql } from '@muxpool/test-servers/vitest'
import type { Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, rowsOf } from '../../src/classifier-mysql/connect.ts'

const database = 'classifier_catalogue'
const engine = mysqlEngine()

const common: readonly string[] = [
  'create table t (id int auto_increment primary key, a int, b int)',
  'create table u (a int)',
  'create table quiet (a int)',
  'create function plain(x int) returns int deterministic begin declare autonomy int default 1; set autonomy = x; set x = 2; return autonomy; end',
  'create function puts() returns int no sql begin set @a = 1; return 1; end',
  "create function locks() returns int no sql return get_lock('a', 0)",
  'create function calls() returns int no sql return puts() + 1',
  'create function looks() returns int no sql return last_insert_id()',
  'create procedure timeouts() set session net_read_timeout = 77',
  'create procedure bare() set net_read_timeout = 77',
  'create procedure modes() set sql_mode = ""',
  'create procedure gives(out x int) set x = 8',
  'create procedure dynamic() begin set @t = "select 1"; prepare p from @t; execute p; end',
  'create procedure temporary_one() create temporary table temporary_table (a int)',
  'create procedure goes() begin declare done int default 0; declare c cursor for select a from t; declare continue handler for not found set done = 1; open c; fetch c into done; close c; end',
  'create procedure writes() insert into u values (1)',
  'create procedure fetches() begin select 1 into @f; end',
  'create view v as select puts() as a',
  'create view w as select a from v',
  'create view over_u as select * from u',
  'create view fine as select a, plain(a) as p from t',
  'create trigger noisy after insert on u for each row set @n = new.a',
  'create trigger still before insert on quiet for each row set new.a = coalesce(new.a, plain(1))',
]

const ofMariadb: readonly string[] = [
  'insert into drawn (b) values (1)',
  'insert into assigned (b) values (1)',
  'select * from generated',
]

describe.each(['mysql', 'mariadb'] as const)('what the catalogue of %s tells', (flavour) => {
  describe.skipIf(mayLeaveOut(flavour))('', () => {
    let own: Connection
    beforeAll(async () => {
      own = await connect(sharedMysql(flavour))
      await own.query(`drop database if exists ${database}; create database ${database}; use ${database}`)
      for (const text of common) await own.query(text)
      if (flavour === 'mariadb') {
        await own.query('create sequence s')
        await own.query('create table drawn (a int default nextval(s), b int)')
        await own.query('create table assigned (a int default (@a := 5), b int)')
        await own.query('create table generated (a int, b int as (@b := a))')
        await own.query("set sql_mode = 'oracle'")
        await own.query(
          'create package pk as function f return int; end; create package body pk as function f return int as begin set @pk = 1; return 1; end; end',
        )
        await own.query("set sql_mode = ''")
      } else {
        await own.query('create function script() returns int language javascript as $$ return 1 $$')
      }
    }, 60_000)
    afterAll(() => own.end())

    const read = async (connection: Connection) =>
      engine.readRoutines(await rowsOf(connection, engine.routinesQuery.text))

    it('says what a call may do', async () => {
      const routines = await read(own)
      const of = (name: string) => routines.get(name)?.cleanup
      expect(['plain', 'gives', 'goes', 'looks'].map((name) => [name, of(name)])).toEqual(
        ['plain', 'gives', 'goes', 'looks'].map((name) => [name, 'none']),
      )
      const stateful = ['puts', 'locks', 'calls', 'timeouts', 'bare', 'modes', 'temporary_one', 'writes', 'fetches']
      expect(stateful.map((name) => [name, of(name)])).toEqual(stateful.map((name) => [name, 'reset']))
      expect(of('dynamic')).toBe('close')
      expect(routines.get('looks')?.looksBack).toBe(true)
      if (flavour === 'mysql') expect(of('script')).toBe('close')
      else {
        const called = engine
          .classify('select pk.f()')
          .statements.flatMap(({ effects }) => effects.map(({ name }) => name))
        expect(called.map((name) => of(name ?? ''))).toContain('reset')
      }
    })

    it('says which names reach them', async () => {
      const stateful = [...(await read(own))].filter(([, facts]) => facts.cleanup !== 'none' || facts.moves)
      const names = stateful.map(([name]) => name)
      expect(engine.dependentsQuery(names)).toBeNull()
      const dependents = engine.readDependents([], names)
      const reached = [
        'select * from v',
        'select * from `W` as x',
        `select a from ${database}.v`,
        'insert into u values (1)',
        'insert into over_u values (1)',
        'replace into U values (1)',
        'load data infile "x" into table u',
        "insert into /*! u */ values ('\\\\')",
        'select * from "v"',
        'select * from sys.session',
        'select * from `sys` . `session`',
        ...(flavour === 'mariadb' ? ofMariadb : []),
      ]
      expect(reached.filter((text) => !engine.mentions(text, dependents))).toEqual([])
      const others = [
        'select * from t',
        'select * from u',
        'select * from over_u',
        'select * from fine',
        'insert into quiet values (1)',
        'update t set a = 1',
        'set session net_read_timeout = 7',
        'show tables',
      ]
      expect(others.filter((text) => engine.mentions(text, dependents))).toEqual([])
    })

    it('has a stamp that follows every change', async () => {
      const stamp = async () => engine.readStamp(await rowsOf(own, engine.routinesStampQuery.text))
      const stamps = [await stamp()]
      for (const text of [
        'drop function puts',
        'create function puts() returns int no sql return 1',
        'create or replace view fine as select a + 1 as a from t',
        'drop trigger still',
        'create trigger still before insert on quiet for each row set new.a = 2',
      ]) {
        await own.query(text)
        stamps.push(await stamp())
      }
      expect(new Set(stamps).size).toBe(stamps.length)
      expect(await stamp()).toBe(stamps.at(-1))
    })

    it('and the limits can be read by an account without rights, to which what it may not see is anything', async () => {
      await own.query(`drop user if exists 'poor'@'%'; create user 'poor'@'%' identified by 'poor'`)
      await own.query(`grant select, insert, execute on ${database}.* to 'poor'@'%'`)
      await own.query(`alter user 'poor'@'%' with max_user_connections 7`)
      const url = new URL(sharedMysql(flavour))
      url.username = 'poor'
      url.password = 'poor'
      const poor = await connect(url.href, database)
      try {
        const limits = engine.readLimits(await rowsOf(poor, engine.limitsQuery.text))
        expect(limits.usableConnections).toBe(6)
        expect(limits.version).toMatch(/^\d+\.\d+\.\d+/)
        const routines = await read(poor)
        expect(routines.get('plain')?.cleanup).toBe('close')
        engine.readStamp(await rowsOf(poor, engine.routinesStampQuery.text))
      } finally {
        await poor.end()
      }
      const rich = engine.readLimits(await rowsOf(own, engine.limitsQuery.text))
      expect(rich.usableConnections).toBeGreaterThan(6)
    })
  })
})

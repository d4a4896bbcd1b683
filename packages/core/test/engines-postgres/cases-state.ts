import type { RuleCase } from './rule-cases.ts'

const lock = (key: string | null) => ({ kind: 'advisory-lock', key }) as const

export const stateCases: readonly RuleCase[] = [
  {
    rule: 'pg.prepare',
    says: [
      ['prepare p as select 1', { kind: 'sql-prepare', name: 'p', value: 'select 1' }],
      [
        'PREPARE "P" (int, text) AS insert into t values ($1)',
        { kind: 'sql-prepare', name: 'P', value: 'insert into t values ($1)' },
      ],
      ['prepare transaction as values (1)', { kind: 'sql-prepare', name: 'transaction', value: 'values (1)' }],
      ['prepare p as select 1 -- c', { kind: 'sql-prepare', name: 'p', value: 'select 1' }],
    ],
    silent: ["prepare transaction 'x'", 'select prepare from t', 'deallocate prepare p'],
  },
  {
    rule: 'pg.execute',
    says: [
      ['execute p', { kind: 'sql-execute', name: 'p' }],
      ['EXECUTE "P"(1, 2)', { kind: 'sql-execute', name: 'P' }],
      ['explain analyze execute p(1)', { kind: 'sql-execute', name: 'p' }],
      ['create table t as execute p', { kind: 'sql-execute', name: 'p' }],
      ['explain create temp table t (a, b) as execute "P"(1)', { kind: 'sql-execute', name: 'P' }],
    ],
    silent: ['create trigger a after insert on t execute function f()', 'grant execute on function f(int) to a'],
  },
  {
    rule: 'pg.deallocate',
    says: [
      ['deallocate p', { kind: 'sql-deallocate', name: 'p' }],
      ['deallocate prepare "P"', { kind: 'sql-deallocate', name: 'P' }],
      ['deallocate prepare', { kind: 'sql-deallocate', name: 'prepare' }],
      ['deallocate all', { kind: 'discard', extent: 'sql-prepared' }],
      ['deallocate prepare all', { kind: 'discard', extent: 'sql-prepared' }],
    ],
    silent: ['discard plans'],
  },
  {
    rule: 'pg.temporary',
    says: [
      ['create temp table t (a int)', { kind: 'temporary' }],
      ['CREATE LOCAL TEMPORARY TABLE t()', { kind: 'temporary' }],
      ['create global temp table t as select 1', { kind: 'temporary' }],
      ['create temp table t (a int) on commit drop', { kind: 'temporary', until: 'transaction' }],
      ['create temp table t on commit drop as select 1', { kind: 'temporary', until: 'transaction' }],
      ["create temp table t as select 'on commit drop' as a", { kind: 'temporary' }],
      ['create temp table t as select a on, b commit, c drop from t', { kind: 'temporary' }],
      ['create or replace temp view v as select 1', { kind: 'temporary' }],
      ['create temp recursive view v (n) as select 1', { kind: 'temporary' }],
      ['create temporary sequence s', { kind: 'temporary' }],
      ['select 1 into temp t', { kind: 'temporary' }],
      ['select 1 into local temporary table t', { kind: 'temporary' }],
      ['explain analyze create temp table t as select 1', { kind: 'temporary' }],
      ['prepare p as select 1 into temp t', { kind: 'temporary' }],
      ['create schema s create temp table t ()', { kind: 'temporary' }],
    ],
    silent: [
      'create table temp (a int)',
      'create unlogged table t (temp int)',
      'insert into temp select 1',
      'insert into temp (a) values (1)',
      'merge into temp using t on true when matched then delete',
      'select 1 into t',
      'create table t (temporary int)',
      'drop table temp',
    ],
  },
  {
    rule: 'pg.names-temporary',
    says: [
      ['create table pg_temp.t (a int)', { kind: 'temporary' }],
      ['create function PG_TEMP.f() returns int language sql as $$ select 1 $$', { kind: 'temporary' }],
      ['create type "pg_temp".t as (a int)', { kind: 'temporary' }],
      ['create domain U&"pg\\005ftemp".d as int', { kind: 'temporary' }],
      ['create table pg_temp_12.t ()', { kind: 'temporary' }],
      ['select * from pg_temp.t', { kind: 'temporary' }],
      ['select pg_temp.f()', { kind: 'temporary' }],
    ],
    silent: [
      "select 'pg_temp.t'",
      "select * from pg_namespace where nspname not like 'pg_temp_%'",
      'select pg_temporary from t',
      'select pg_my_temp_schema()',
    ],
  },
  {
    rule: 'pg.declare',
    says: [
      ['declare c cursor for select 1', { kind: 'cursor', name: 'c' }],
      ['declare "C" no scroll cursor without hold for select 1', { kind: 'cursor', name: 'C' }],
      ['declare c cursor with hold for select 1', { kind: 'hold-cursor', name: 'c' }],
      ['DECLARE c BINARY INSENSITIVE SCROLL CURSOR WITH HOLD FOR TABLE t', { kind: 'hold-cursor', name: 'c' }],
      ['declare cursor cursor with hold for select 1', { kind: 'hold-cursor', name: 'cursor' }],
    ],
    silent: ['select declare from t', "select 'declare c cursor with hold'"],
  },
  {
    rule: 'pg.close',
    says: [
      ['close c', { kind: 'discard', extent: 'cursor', name: 'c' }],
      ['close all', { kind: 'discard', extent: 'cursors' }],
    ],
    silent: ['fetch all from c', 'move c'],
  },
  {
    rule: 'pg.advisory-lock',
    says: [
      ['select pg_advisory_lock(1)', lock('1')],
      ['select pg_advisory_lock(-01, +2)', lock('-1,2')],
      ["select pg_advisory_lock('7')", lock('7')],
      ['select pg_advisory_lock(1::bigint)', lock('1')],
      ["select pg_advisory_lock(hashtext('x'))", lock(null)],
      ['select pg_advisory_lock($1)', { ...lock(null), keyParameters: [1] }],
      ['select pg_try_advisory_lock($2::int, $1::int)', { ...lock(null), keyParameters: [2, 1] }],
      ['select pg_try_advisory_lock(1, $1)', lock(null)],
      ['select pg_advisory_lock_shared(1)', { ...lock('1'), shared: true }],
      ['select pg_try_advisory_lock_shared(1)', { ...lock('1'), shared: true }],
      ['delete from t where pg_catalog . "pg_try_advisory_lock" (a)', lock(null)],
    ],
    silent: [
      'select pg_advisory_xact_lock(1)',
      'select pg_try_advisory_xact_lock_shared(1, 2)',
      "select 'pg_advisory_lock(1)' -- pg_advisory_lock(1)",
      'select pg_advisory_lock from t',
      'select mine.pg_advisory_lock(1)',
    ],
  },
  {
    rule: 'pg.advisory-unlock',
    says: [
      ['select pg_advisory_unlock(1)', { kind: 'advisory-unlock', key: '1' }],
      ['select pg_advisory_unlock_shared(1, 2)', { kind: 'advisory-unlock', key: '1,2', shared: true }],
      ['select pg_advisory_unlock_all()', { kind: 'discard', extent: 'advisory-locks' }],
    ],
    silent: ['select pg_advisory_lock(1)'],
  },
  {
    rule: 'pg.listen',
    says: [
      ['listen A', { kind: 'listen', name: 'a' }],
      ['LISTEN "A b"', { kind: 'listen', name: 'A b' }],
      ['listen U&"\\0061"', { kind: 'listen', name: 'a' }],
    ],
    silent: ['unlisten a', 'select listen from t', 'notify listen'],
  },
  {
    rule: 'pg.unlisten',
    says: [
      ['unlisten a', { kind: 'unlisten', name: 'a' }],
      ['unlisten *', { kind: 'discard', extent: 'listen' }],
    ],
    silent: ['listen a'],
  },
  {
    rule: 'pg.notify',
    says: [
      ["notify a, 'b'", { kind: 'notify', name: 'a' }],
      ["select pg_notify('a', 'b')", { kind: 'notify', name: 'a' }],
      ['select pg_notify($1, $2)', { kind: 'notify', nameParameter: 1 }],
      ['select pg_notify(a, b) from t', { kind: 'notify' }],
    ],
    silent: ['listen a', 'select notify from t'],
  },
  {
    rule: 'pg.sequence-advance',
    says: [
      ["select nextval('s')", { kind: 'sequence-advance' }],
      ["insert into t values (pg_catalog.nextval('s'::regclass))", { kind: 'sequence-advance' }],
      ["select setval('s', 1, false)", { kind: 'sequence-advance' }],
    ],
    silent: ["select currval('s')", 'select nextval from t', 'alter sequence s restart'],
  },
  {
    rule: 'pg.sequence-look-back',
    says: [
      ["select currval('s')", { kind: 'sequence-look-back' }],
      ['select LASTVAL()', { kind: 'sequence-look-back' }],
    ],
    silent: ['select last_value from s', 'select lastval from t'],
  },
  {
    rule: 'pg.discard',
    says: [
      ['discard all', { kind: 'discard', extent: 'all' }],
      ['discard plans', { kind: 'discard', extent: 'plans' }],
      ['discard sequences', { kind: 'discard', extent: 'sequences' }],
      ['discard temp', { kind: 'discard', extent: 'temp' }],
      ['DISCARD TEMPORARY', { kind: 'discard', extent: 'temp' }],
    ],
    silent: ['discard everything', 'select discard from t'],
  },
  {
    rule: 'pg.inspect',
    says: [
      ['select * from pg_prepared_statements', { kind: 'inspect' }],
      ['select * from pg_catalog."pg_cursors"', { kind: 'inspect' }],
      ['table pg_cursors', { kind: 'inspect' }],
      ['select * from pg_listening_channels()', { kind: 'inspect' }],
      ['select pg_prepared_statement()', { kind: 'inspect' }],
    ],
    silent: ['select * from pg_prepared_xacts', 'select * from pg_stat_activity'],
  },
  {
    rule: 'pg.identity',
    says: [
      ['select pg_backend_pid()', { kind: 'identity' }],
      ['select inet_client_port(), pg_my_temp_schema()', { kind: 'identity' }],
    ],
    silent: ['select inet_server_port()', 'select pid from pg_stat_activity'],
  },
  {
    rule: 'pg.copy',
    says: [
      ['copy t from stdin', { kind: 'copy' }],
      ['COPY t (a, b) FROM STDIN WITH (FORMAT csv)', { kind: 'copy' }],
      ['copy (select 1) to stdout', { kind: 'copy' }],
      ['copy binary t to stdin', { kind: 'copy' }],
      ['copy t from stdout where a > 1', { kind: 'copy' }],
    ],
    silent: ["copy t from 'file'", "copy t to program 'x'", "copy (select a from stdin) to 'file'"],
  },
]

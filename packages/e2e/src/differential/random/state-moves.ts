import type { Statement } from '../program.ts'
import type { Move } from './move.ts'

/** Statements that set, use and end what lives in a session. */
export const stateMoves: readonly Move[] = [
  {
    kind: 'setting',
    weight: 4,
    make: (d) =>
      d.oneOf(
        `set work_mem = '${7 + d.upTo(4)}MB'`,
        `set session lock_timeout to '${d.upTo(9)}s'`,
        "set DateStyle = 'SQL, DMY'",
        `set time zone '${d.oneOf('Asia/Tokyo', 'America/New_York', 'UTC')}'`,
        `set app.tenant = 'tenant ${d.upTo(3)}'`,
        'set search_path = {s}, public',
        'set search_path = public',
        'set enable_seqscan = off',
        "set bytea_output = 'escape'",
        `set session characteristics as transaction isolation level ${d.oneOf('repeatable read', 'read committed')}`,
      ),
  },
  {
    kind: 'setting',
    weight: 3,
    make: (d) =>
      d.oneOf<Statement>(
        `select set_config('app.tenant', 'by function ${d.upTo(3)}', false)`,
        { text: 'select set_config($1, $2, false)', values: ['work_mem', `${7 + d.upTo(4)}MB`] },
        "with x as (select set_config('app.user', 'u', false)) select * from x",
      ),
  },
  {
    kind: 'setting',
    weight: 3,
    make: (d) => `reset ${d.oneOf('work_mem', 'time zone', 'app.tenant', 'search_path', 'all', 'DateStyle')}`,
  },
  {
    kind: 'setting',
    weight: 4,
    make: (d) =>
      d.oneOf(
        'show work_mem',
        "select nullif(current_setting('app.tenant', true), '') as tenant, nullif(current_setting('app.user', true), '') as u",
        "select '2024-02-01'::date::text as d, '2024-02-01 12:00+00'::timestamptz::text as t, '\\x0041'::bytea::text as b",
        "select current_schema() as schema, current_setting('search_path') as path",
      ),
  },
  { kind: 'setting', weight: 1, fails: true, make: (d) => d.oneOf("set work_mem = 'lots'", 'set no_such = 1') },
  {
    kind: 'role',
    weight: 3,
    make: (d) =>
      d.oneOf(
        'set role {role}',
        'set role none',
        'reset role',
        'set session authorization {role}',
        'reset session authorization',
      ),
  },
  {
    kind: 'role',
    weight: 3,
    make: (d) => `select current_user = session_user as same, current_user, count(*) from {s}.t${d.session}`,
  },
  { kind: 'sql-prepared', weight: 2, make: (d) => `prepare ps as select ${d.upTo(9)} as n` },
  {
    kind: 'sql-prepared',
    weight: 2,
    make: (d) => `prepare plan1(int) as select v from {s}.t${d.session} where id = $1`,
  },
  { kind: 'sql-prepared', weight: 3, make: (d) => d.oneOf('execute ps', `execute plan1(${d.upTo(6)})`) },
  { kind: 'sql-prepared', weight: 2, make: (d) => d.oneOf('deallocate ps', 'deallocate plan1', 'deallocate all') },
  {
    kind: 'temporary',
    weight: 3,
    make: (d) =>
      d.oneOf(
        'create temp table scratch (id int, v text)',
        `create temporary table items as select * from {s}.t${d.session} order by id`,
        `select * into temp scratch from {s}.t${d.session}`,
        'create temp table scratch (id int, v text) on commit delete rows',
        'create temp table if not exists scratch (id int, v text) on commit drop',
        'create temporary view scratch_view as select 1 as v',
        'create temp sequence scratch_seq',
        "create function pg_temp.answer() returns text language sql as $$ select 'mine' $$",
        'create type pg_temp.pair as (a int)',
      ),
  },
  { kind: 'temporary', weight: 3, make: (d) => `insert into scratch (id) values (${d.upTo(9)}) returning id` },
  {
    kind: 'temporary',
    weight: 3,
    make: (d) =>
      d.oneOf(
        'select count(*) from scratch',
        'select count(*) from items',
        'select pg_temp.answer()',
        'select * from scratch_view',
      ),
  },
  {
    kind: 'temporary',
    weight: 2,
    make: (d) =>
      d.oneOf(
        'drop table scratch',
        'drop table if exists items, scratch',
        'drop view scratch_view',
        'drop function pg_temp.answer()',
      ),
  },
  {
    kind: 'hold-cursor',
    weight: 2,
    make: (d) => [
      `declare held cursor with hold for select id from {s}.t${d.session} order by id`,
      'fetch 2 from held',
    ],
  },
  {
    kind: 'hold-cursor',
    weight: 2,
    make: (d) => d.oneOf('fetch 1 from held', 'close held', 'close all', 'fetch all from held'),
  },
  {
    kind: 'advisory-lock',
    weight: 3,
    make: (d) =>
      d.oneOf(
        `select pg_advisory_lock({k}, ${d.session}0${d.upTo(3)})`,
        `select pg_advisory_lock_shared({k}, ${d.session}0${d.upTo(3)})`,
        `select pg_advisory_lock({K} + ${d.session})`,
      ),
  },
  {
    kind: 'advisory-lock',
    weight: 2,
    make: (d) => `select ${d.alone ? 'pg_try_advisory_lock' : 'pg_advisory_lock'}({k}, ${d.session}0${d.upTo(3)})`,
  },
  {
    kind: 'advisory-lock',
    weight: 1,
    fails: true,
    make: (d) => `select pg_advisory_lock({k}, ${d.session}09), 1 / (select 0)`,
  },
  {
    kind: 'advisory-lock',
    weight: 3,
    make: (d) =>
      d.oneOf(
        `select pg_advisory_unlock({k}, ${d.session}0${d.upTo(3)})`,
        `select pg_advisory_unlock_shared({k}, ${d.session}0${d.upTo(3)})`,
        `select pg_advisory_unlock({K} + ${d.session})`,
        'select pg_advisory_unlock_all()',
      ),
  },
  { kind: 'listen', weight: 2, make: (d) => d.oneOf('listen {ch}', 'listen {ch}_2', 'unlisten {ch}', 'unlisten *') },
  {
    kind: 'listen',
    weight: 2,
    make: (d) => [
      `select pg_notify('{ch}', '${d.upTo(9)} from ${d.session}')`,
      'select 1 as look',
      { notifications: 0 },
    ],
  },
  { kind: 'sequence', weight: 2, make: () => "select nextval('{s}.seq')" },
  {
    kind: 'sequence',
    weight: 2,
    make: (d) => ["select nextval('{s}.seq')", d.oneOf('select lastval()', "select currval('{s}.seq')")],
  },
  {
    kind: 'sequence',
    weight: 1,
    outside: true,
    make: () => ["insert into {s}.rows (v) values ('look back') returning id", 'select lastval()'],
  },
  { kind: 'discard', weight: 1, outside: true, make: () => 'discard all' },
  { kind: 'discard', weight: 1, make: (d) => `discard ${d.oneOf('all', 'temp', 'plans', 'sequences')}` },
  { kind: 'discard', weight: 1, make: () => ({ probe: 'deep' }) },
]

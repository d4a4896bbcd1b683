import type { Statement } from '../program.ts'

/**
 * Statements that leave a connection in another state than they found it. The names are those that programs use too,
 * so that a leak is not only seen by a probe but gives wrong rows.
 */
export const dirt: readonly Statement[] = [
  "set work_mem = '17MB'",
  "set DateStyle = 'German, DMY'",
  "set IntervalStyle = 'iso_8601'",
  "set time zone 'Pacific/Chatham'",
  "set bytea_output = 'escape'",
  'set extra_float_digits = -8',
  'set search_path = neighbour, pg_catalog',
  'set standard_conforming_strings = off',
  "set default_transaction_isolation = 'serializable'",
  'set session characteristics as transaction read only',
  'set row_security = off',
  "set client_min_messages = 'debug1'",
  "set app.tenant = 'neighbour'",
  "select set_config('app.user', 'neighbour', false)",
  "set local statement_timeout = '7s'",
  'create temporary table scratch (id int, neighbour text)',
  "create temporary table items as select 1 as id, 'neighbour' as name",
  'create temporary view scratch_view as select 1 as neighbour',
  'create temporary sequence scratch_seq start 7000',
  "create function pg_temp.answer() returns text language sql as $$ select 'neighbour' $$",
  "prepare ps as select 'neighbour'",
  "prepare plan1 as select 'neighbour'",
  { name: 'named', text: "select 'neighbour' as neighbour" },
  { name: 'plan2', text: "select 'neighbour' as neighbour, $1::int as n", values: [1] },
  'declare c cursor with hold for select generate_series(1, 20) as neighbour',
  'declare held cursor with hold for select 1 as neighbour',
  'listen events',
  "notify events, 'from a neighbour'",
  "select nextval('neighbour.seq')",
  "insert into neighbour.rows (owner) values ('neighbour')",
  'select setseed(0.77)',
  "do $$ begin perform set_config('app.tenant', 'neighbour do', false); end $$",
  'do $$ begin set enable_seqscan = off; end $$',
  'select neighbour.set_tenant()',
  "begin; set local work_mem = '19MB'; select 1; commit",
  'begin',
  'start transaction isolation level repeatable read',
  "insert into neighbour.rows (owner) values ('uncommitted')",
  'savepoint s',
  'select 1/0',
  'select * from neighbour.no_such_table',
  'commit',
  'rollback',
  'select count(*) from neighbour.rows',
  "select 'stateless'",
]

export const neighbourSetup = `
create schema neighbour;
create sequence neighbour.seq start 5000;
create table neighbour.rows (id serial primary key, owner text not null);
create function neighbour.set_tenant() returns text language plpgsql as
  $$ begin set app.tenant = 'neighbour function'; set random_page_cost = 9; return 'done'; end $$;
grant all on schema neighbour to public;
grant all on all tables in schema neighbour to public;
grant all on all sequences in schema neighbour to public`

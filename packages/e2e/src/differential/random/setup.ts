/** The objects of every random program. Tables with a number belong to the session of that number. */
export const randomSetup: readonly string[] = [
  ...[1, 2].flatMap((session) => [
    `create table {s}.t${session} (id int primary key, v text, n int check (n < 1000))`,
    `insert into {s}.t${session} select i, 'v' || i, i from generate_series(1, 6) i`,
  ]),
  'create table {s}.rows (id serial primary key, v text)',
  'create table {s}.deferred (id int primary key, parent int references {s}.t1 deferrable initially deferred)',
  'create sequence {s}.seq',
  'create view {s}.totals as select count(*) as rows, sum(n) as total from {s}.t1',
  "create function {s}.set_tenant(t text) returns text language plpgsql as $$ begin perform set_config('app.tenant', t, false); return t; end $$",
  "create function {s}.confined() returns text language plpgsql set work_mem = '5MB' as $$ begin return current_setting('work_mem'); end $$",
  'create function {s}.lock_it(n int) returns void language sql as $$ select pg_advisory_lock({k}, n) $$',
  "create function {s}.plain(n int) returns int language sql immutable as 'select n + 1'",
  'create function {s}.failing(n int) returns int language plpgsql as $$ begin return n / 0; end $$',
  "create procedure {s}.two_transactions() language plpgsql as $$ begin insert into {s}.rows (v) values ('kept'); commit; insert into {s}.rows (v) values ('undone'); rollback; end $$",
  "create procedure {s}.sets() language plpgsql as $$ begin set lock_timeout = '21s'; commit; set lock_timeout = '22s'; end $$",
  'grant all on all tables in schema {s} to {role}',
  'grant all on all sequences in schema {s} to {role}',
]

import { deep, light, type Program, q, q2, qPool, type Step } from '../program.ts'

const transfer = (from: number, to: number, amount: number): readonly Step[] => [
  q('begin'),
  q({ text: 'update {s}.accounts set balance = balance - $2 where id = $1 returning balance', values: [from, amount] }),
  q({ text: 'update {s}.accounts set balance = balance + $2 where id = $1 returning balance', values: [to, amount] }),
  q({ text: 'insert into {s}.history (source, target, amount) values ($1, $2, $3)', values: [from, to, amount] }),
  q('commit'),
]

const bank = [
  'create table {s}.accounts (id int primary key, balance int not null check (balance >= 0))',
  'create table {s}.history (id serial primary key, source int, target int, amount int)',
  'insert into {s}.accounts select n, 100 from generate_series(1, 5) n',
]

/** The ways in which whole programs mix stateless statements, transactions and state. */
export const applications: readonly Program[] = [
  {
    name: 'bank',
    covers: ['transaction', 'failed-transaction'],
    pins: 'never',
    setup: bank,
    steps: [
      ...transfer(1, 2, 30),
      ...transfer(2, 3, 500),
      q('rollback'),
      ...transfer(3, 1, 10),
      qPool('select sum(balance) from {s}.accounts'),
      q('select * from {s}.accounts order by id'),
      q('select source, target, amount from {s}.history order by id'),
      light,
    ],
  },
  {
    name: 'migration-under-a-lock',
    covers: ['advisory-lock', 'transaction', 'setting'],
    pins: 'may',
    steps: [
      q('select pg_advisory_lock({K})'),
      q("set lock_timeout = '5s'"),
      q('create table if not exists {s}.versions (id int primary key)'),
      q('begin'),
      q('create table {s}.t (id int)'),
      q('insert into {s}.versions values (1)'),
      q('commit'),
      q2('select pg_try_advisory_lock({K})'),
      q('select pg_advisory_unlock({K})'),
      q2('select pg_try_advisory_lock({K})'),
      q('select * from {s}.versions'),
      deep,
    ],
  },
  {
    name: 'job-queue',
    covers: ['transaction', 'listen', 'notify'],
    pins: 'may',
    setup: ["create table {s}.jobs (id serial primary key, state text default 'new')"],
    steps: [
      q2('listen {ch}'),
      q('begin'),
      q('insert into {s}.jobs default values returning id'),
      q("select pg_notify('{ch}', 'job')"),
      q('commit'),
      q2('select 1 as look'),
      { notifications: 1, session: 2 },
      q2(
        "update {s}.jobs set state = 'taken' where id = (select id from {s}.jobs where state = 'new' order by id for update skip locked limit 1) returning id",
      ),
      q2(
        "update {s}.jobs set state = 'taken' where id = (select id from {s}.jobs where state = 'new' order by id for update skip locked limit 1) returning id",
      ),
      q2('begin'),
      q2("update {s}.jobs set state = 'done' returning id"),
      q('select state from {s}.jobs'),
      q2('commit'),
      q('select state from {s}.jobs'),
    ],
  },
  {
    name: 'what-object-mappers-send-at-checkout',
    covers: ['setting', 'transaction'],
    pins: 'may',
    steps: [
      q('SET client_min_messages TO warning;SET standard_conforming_strings=on'),
      q('SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED'),
      q("SET TIME ZONE INTERVAL '+00:00' HOUR TO MINUTE"),
      q("SELECT t.oid > 0 AS known FROM pg_type t WHERE t.typname = 'hstore' LIMIT 1"),
      q('START TRANSACTION ISOLATION LEVEL REPEATABLE READ;'),
      q('SELECT 1+1 AS result'),
      q('COMMIT;'),
      q('SHOW SERVER_VERSION_NUM'),
      q('select version() is not null as v, current_database() is not null as d, current_schema() as s'),
      deep,
    ],
  },
  {
    name: 'report-with-scratch-tables',
    covers: ['temporary', 'transaction', 'stream'],
    pins: 'may',
    setup: bank,
    steps: [
      q('select count(*) from {s}.accounts'),
      q('begin'),
      q('create temp table scratch on commit drop as select id, balance * 2 as twice from {s}.accounts'),
      { cursor: 'select * from scratch order by id', reads: [2, 10] },
      q('commit'),
      q('select * from scratch'),
      q('select sum(balance) from {s}.accounts'),
      light,
    ],
  },
]

import type { Move } from './move.ts'

/** Statements that set state out of sight of the text, or state that no reset ends. */
export const hiddenStateMoves: readonly Move[] = [
  {
    kind: 'random-seed',
    weight: 2,
    make: (d) => [`select setseed(0.${d.upTo(9)})`, 'select random() as r', 'select random() as r'],
  },
  { kind: 'load', weight: 1, make: () => "load 'plpgsql'" },
  {
    kind: 'foreign',
    weight: 1,
    make: (d) =>
      d.oneOf(
        'select pg_replication_origin_session_is_setup()',
        'select count(*) from pg_replication_slots where active_pid = pg_backend_pid()',
      ),
  },
  {
    kind: 'do-block',
    weight: 3,
    make: (d) =>
      d.oneOf(
        `do $$ begin perform set_config('work_mem', '${7 + d.upTo(4)}MB', false); end $$`,
        "do $$ begin set app.tenant = 'by do'; raise notice 'set'; end $$",
        'do $$ begin create temp table if not exists scratch (id int, v text); end $$',
        "do $$ begin execute 'listen {ch}'; end $$",
        `do $$ begin perform pg_advisory_lock({k}, ${d.session}01); end $$`,
        "do $$ begin begin perform 1/0; exception when division_by_zero then raise warning 'caught'; end; end $$",
      ),
  },
  {
    kind: 'do-block',
    weight: 1,
    fails: true,
    make: () => "do $$ begin set work_mem = '30MB'; raise exception 'undone'; end $$",
  },
  { kind: 'routine', weight: 1, make: (d) => `select {s}.plain(${d.upTo(9)})` },
  { kind: 'routine', weight: 1, fails: true, make: () => 'select {s}.failing(1)' },
  {
    kind: 'routine',
    weight: 3,
    make: (d) =>
      d.oneOf(
        `select {s}.set_tenant('routine ${d.upTo(3)}')`,
        'select {s}.confined()',
        `select {s}.lock_it(${d.session}0${d.upTo(3)})`,
        'call {s}.two_transactions()',
        'call {s}.sets()',
      ),
  },
  { kind: 'load', weight: 1, fails: true, make: () => 'selct 1' },
  {
    kind: 'multi-statement',
    weight: 2,
    make: (d) =>
      d.oneOf(
        "set work_mem = '12MB'; show work_mem",
        "set work_mem = '13MB'; select 1/0",
        'create temp table if not exists scratch (id int, v text); insert into scratch values (1)',
        "begin; set app.tenant = 'multi'; commit; prepare ps as select 0 as n",
      ),
  },
]

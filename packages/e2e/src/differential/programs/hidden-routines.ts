import { deep, type Program, q, type Step } from '../program.ts'

const sets = (name: string, parameters: string, returns: string, body: string): string =>
  `create function {s}.${name}(${parameters}) returns ${returns} language plpgsql as $$ begin perform set_config('app.tenant', '${name}', false); ${body} end $$`

/** Everything that runs a routine whose name no statement shows. */
const hidden: readonly (readonly [what: string, setup: readonly string[], statement: string])[] = [
  [
    'view',
    [sets('by_view', '', 'text', "return 'x';"), 'create view {s}.seen as select {s}.by_view() as t'],
    'select * from {s}.seen',
  ],
  [
    'view-of-a-view',
    [
      sets('by_inner_view', '', 'text', "return 'x';"),
      'create view {s}.inner_view as select {s}.by_inner_view() as t',
      'create view {s}.outer_view as select count(t) from {s}.inner_view',
    ],
    'select * from {s}.outer_view',
  ],
  [
    'default',
    [
      sets('by_default', '', 'text', "return 'x';"),
      'create table {s}.with_default (id int, t text default {s}.by_default())',
    ],
    'insert into {s}.with_default (id) values (1)',
  ],
  [
    'trigger',
    [
      sets('by_trigger', '', 'trigger', 'return new;'),
      'create table {s}.with_trigger (id int)',
      'create trigger t before insert on {s}.with_trigger for each row execute function {s}.by_trigger()',
    ],
    'insert into {s}.with_trigger values (1)',
  ],
  [
    'trigger-of-a-cascade',
    [
      sets('by_cascade', '', 'trigger', 'return old;'),
      'create table {s}.cascading (id int primary key)',
      'create table {s}.cascaded (id int references {s}.cascading on delete cascade)',
      'create trigger t before delete on {s}.cascaded for each row execute function {s}.by_cascade()',
      'insert into {s}.cascading values (1)',
      'insert into {s}.cascaded values (1)',
    ],
    'delete from {s}.cascading',
  ],
  [
    'rule',
    [
      sets('by_rule', '', 'text', "return 'x';"),
      'create table {s}.with_rule (id int)',
      'create rule r as on update to {s}.with_rule do also select {s}.by_rule()',
      'insert into {s}.with_rule values (1)',
    ],
    'update {s}.with_rule set id = 2',
  ],
  [
    'domain',
    [
      sets('by_domain', 'v int', 'boolean', 'return true;'),
      'create domain {s}.checked as int check ({s}.by_domain(value))',
    ],
    'select 1::{s}.checked as n',
  ],
  [
    'check',
    [
      sets('by_check', 'v int', 'boolean', 'return true;'),
      'create table {s}.with_check (id int check ({s}.by_check(id)))',
    ],
    'insert into {s}.with_check values (1)',
  ],
  [
    'operator',
    [
      sets('by_operator', 'a int, b int', 'int', 'return a + b;'),
      'create operator {s}.### (leftarg = int, rightarg = int, function = {s}.by_operator)',
    ],
    'select 1 operator({s}.###) 2 as n',
  ],
  [
    'operator-before-a-bracket',
    [
      sets('by_bracket', 'a int, b int', 'int', 'return a + b;'),
      'create operator {s}.#^# (leftarg = int, rightarg = int, function = {s}.by_bracket)',
    ],
    'begin; set local search_path = {s}; select 1 #^#(2) as n; commit',
  ],
  [
    'cast',
    [
      'create type {s}.castable as (a int, b int)',
      sets('by_cast', 'v {s}.castable', 'int', 'return v.a;'),
      'create cast ({s}.castable as int) with function {s}.by_cast({s}.castable)',
    ],
    'select row(1, 2)::{s}.castable::int as n',
  ],
  [
    'functional-notation',
    [
      'create table {s}.people (name text)',
      "insert into {s}.people values ('a')",
      sets('title', 'p {s}.people', 'text', 'return p.name;'),
    ],
    'begin; set local search_path = {s}; select p.title from people p; commit',
  ],
  [
    'policy',
    [
      sets('by_policy', '', 'boolean', 'return true;'),
      'create table {s}.with_policy (id int)',
      'insert into {s}.with_policy values (1)',
      'alter table {s}.with_policy enable row level security',
      'create policy p on {s}.with_policy using ({s}.by_policy())',
      'grant select on {s}.with_policy to {role}',
    ],
    'begin; set local role {role}; select * from {s}.with_policy; commit',
  ],
  [
    'index-expression',
    [
      'create table {s}.with_index (id int)',
      `create function {s}.by_index(n int) returns int immutable language plpgsql as $$ begin perform set_config('app.tenant', 'by_index', false); return n; end $$`,
      'create index on {s}.with_index ({s}.by_index(id))',
    ],
    'insert into {s}.with_index values (1)',
  ],
]

const shown: Step = q("select nullif(current_setting('app.tenant', true), '') as tenant")

export const hiddenRoutines: readonly Program[] = hidden.map(([what, setup, statement]) => ({
  name: `state-set-by-${what}`,
  covers: ['routine', 'setting'],
  pins: 'may',
  setup,
  steps: [q(statement), shown, { reconnect: 'release' }, shown, deep],
}))

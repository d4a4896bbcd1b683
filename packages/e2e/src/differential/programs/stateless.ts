import { light, type Program, q, qPool } from '../program.ts'

const table = [
  'create table {s}.items (id int primary key, name text not null, price numeric(8,2), tags text[], data jsonb)',
]

export const stateless: readonly Program[] = [
  {
    name: 'stateless-reads',
    covers: ['stateless'],
    pins: 'never',
    setup: [
      ...table,
      "insert into {s}.items select n, 'item ' || n, n * 1.5, array['a', 'b'], '{\"n\": 1}' from generate_series(1, 20) n",
    ],
    steps: [
      q('select 1 as one'),
      q({ text: 'select $1::int + 1 as next', values: [41] }),
      q({ text: 'select id, name from {s}.items where id = any($1) order by id', values: [[3, 1, 2]] }),
      q({ text: 'select id, name from {s}.items where id < $1 order by id', values: [4], rowMode: 'array' }),
      q('with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select sum(i) from n'),
      q("values (1, 'a'), (2, 'b')"),
      q('table {s}.items order by id limit 2'),
      q("select count(*), max(price), string_agg(name, ',' order by id) from {s}.items where tags @> array['a']"),
      q("select data ->> 'n' as n, lower(upper(name)), coalesce(null, 'x') from {s}.items order by id limit 1"),
      q('(select 1 union select 2) order by 1 desc'),
      q('explain (costs off) select * from {s}.items where id = 1'),
      q('show server_version_num'),
      q('select from {s}.items limit 2'),
      q(''),
      q('-- nothing but a comment'),
      light,
    ],
  },
  {
    name: 'stateless-writes',
    covers: ['stateless'],
    pins: 'never',
    setup: table,
    steps: [
      q({ text: 'insert into {s}.items (id, name) values ($1, $2) returning *', values: [1, 'one'] }),
      q("insert into {s}.items (id, name) values (2, 'two'), (3, 'three')"),
      q(
        "insert into {s}.items (id, name) values (2, 'again') on conflict (id) do update set name = excluded.name returning id, name",
      ),
      q('update {s}.items set price = id * 10 where id > 1'),
      q('delete from {s}.items where id = 3 returning id'),
      q(
        "merge into {s}.items t using (values (1, 'uno'), (9, 'nine')) s(id, name) on t.id = s.id when matched then update set name = s.name when not matched then insert (id, name) values (s.id, s.name)",
      ),
      q(
        'with gone as (delete from {s}.items where id = 9 returning *) insert into {s}.items (id, name) select 10, name from gone returning id',
      ),
      q('update {s}.items set name = null where id = 1'),
      q('select id, name, price from {s}.items order by id'),
      q('truncate {s}.items'),
      q('select count(*) from {s}.items'),
      light,
    ],
  },
  {
    name: 'stateless-pool-query',
    covers: ['stateless', 'error'],
    pins: 'never',
    setup: table,
    steps: [
      qPool("insert into {s}.items (id, name) values (1, 'one')"),
      qPool({ text: 'select name from {s}.items where id = $1', values: [1] }),
      qPool('select 1/0'),
      qPool('select no_such_column from {s}.items'),
      qPool({ name: 'one', text: 'select $1::text as t', values: ['x'] }),
      qPool({ name: 'one', text: 'select $1::text as t', values: ['y'] }),
      qPool('select count(*) from {s}.items'),
    ],
  },
  {
    name: 'types-on-the-wire',
    covers: ['stateless'],
    pins: 'never',
    setup: [
      "create type {s}.mood as enum ('sad', 'happy')",
      'create type {s}.pair as (a int, b text)',
      'create domain {s}.small as int check (value < 10)',
    ],
    steps: [
      q("select 1::int2, 2::int4, 3::int8, 1.5::numeric, 1.25::float4, 1.1::float8, 'NaN'::float8, true, null::bool"),
      q(
        "select 'x'::text, 'y'::varchar(3), 'z'::char(3), 'n'::name, '\\x00ff'::bytea, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid",
      ),
      q(
        "select '2024-02-29'::date, '2024-02-29 12:34:56.789'::timestamp, '2024-02-29 12:34:56+02'::timestamptz, '12:34'::time, '1 day 2 hours'::interval",
      ),
      q(
        "select '{1,2,null}'::int[], '{{a,b},{c,d}}'::text[], '{\"a\": [1, {\"b\": null}]}'::json, '[1]'::jsonb, '[1,5)'::int4range, '(1,2)'::point, '10.0.0.1/8'::inet",
      ),
      q(
        "select 'happy'::{s}.mood as mood, row(1, 'b')::{s}.pair as pair, 7::{s}.small as small, array['sad']::{s}.mood[] as moods",
      ),
      q({
        text: 'select $1::{s}.mood as mood, $2::jsonb as j, $3::bytea as b, $4::int[] as list, $5::timestamptz as t',
        values: ['sad', { k: [1] }, Buffer.from('00ff', 'hex'), [1, 2], '2024-01-01T00:00:00Z'],
      }),
      q({ text: 'select $1::text as nothing', values: [null] }),
      q('select 11::{s}.small'),
      q("select 'angry'::{s}.mood"),
      q('select 1 as a, 2 as a, 3 as "A", 4 as "?"'),
      q('select now() as now, pg_backend_pid() is not null as has_pid, txid_current() > 0 as has_xid'),
    ],
  },
  {
    name: 'bursts-keep-their-order',
    covers: ['stateless', 'transaction', 'error'],
    pins: 'never',
    setup: table,
    steps: [
      {
        burst: [
          "insert into {s}.items values (1, 'a')",
          'select count(*) from {s}.items',
          'select 1/0',
          'select count(*) from {s}.items',
        ],
      },
      {
        burst: [
          'begin',
          "insert into {s}.items values (2, 'b')",
          'select 1/0',
          "insert into {s}.items values (3, 'c')",
          'rollback',
          'select id from {s}.items',
        ],
      },
      {
        burst: [
          'begin',
          "insert into {s}.items values (4, 'd')",
          'commit',
          { text: 'select $1::int as n', values: [4] },
        ],
      },
      q('select id from {s}.items order by id'),
      light,
    ],
  },
]

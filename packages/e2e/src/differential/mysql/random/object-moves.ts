import type { Move, Part } from '../../random/move.ts'

/** What a session has on its connection: variables, statements, tables, locks, and what it may look back at. */
export const objectMoves: readonly Move[] = [
  {
    kind: 'user-variable',
    weight: 3,
    make: (d) =>
      d.oneOf<Part>(
        `set @a = ${d.upTo(9)}, @b = 'text ${d.upTo(3)}'`,
        `select @n := ${d.upTo(9)} as n`,
        `select v from {s}.t${d.session} where id = 1 into @s`,
        "set @text = 'select 11 as n'",
        { execute: { text: 'set @tenant = ?', values: [`t${d.upTo(3)}`] } },
        'set @a = @a + 1',
      ),
  },
  { kind: 'user-variable', weight: 3, make: () => 'select @a as a, @b as b, @n as n, @s as s, @tenant as tenant' },
  { kind: 'sql-prepared', weight: 2, make: (d) => `prepare ps from 'select ${d.upTo(9)} as n'` },
  { kind: 'sql-prepared', weight: 1, make: (d) => `prepare plan1 from 'select v from {s}.t${d.session} where id = ?'` },
  {
    kind: 'sql-prepared',
    weight: 3,
    make: (d) => d.oneOf('execute ps', 'set @n = 1; execute plan1 using @n', 'execute plan1 using @a'),
  },
  { kind: 'sql-prepared', weight: 1, make: (d) => d.oneOf('deallocate prepare ps', 'drop prepare plan1') },
  {
    kind: 'prepared-handle',
    weight: 2,
    make: (d) => [
      { prepare: `select v from {s}.t${d.session} where id = ?`, as: 'h' },
      { run: 'h', values: [d.upTo(6)] },
      'select 1 as one',
      { run: 'h', values: [d.upTo(6)] },
    ],
  },
  {
    kind: 'temporary',
    weight: 3,
    make: (d) =>
      d.oneOf(
        'create temporary table {s}.scratch (id int auto_increment primary key, v varchar(20))',
        `create temporary table {s}.items as select id from {s}.t${d.session}`,
        'create temporary table if not exists {s}.items (id int)',
      ),
  },
  {
    kind: 'temporary',
    weight: 4,
    make: (d) =>
      d.oneOf(
        "insert into {s}.scratch (v) values ('mine')",
        'select * from {s}.scratch',
        'select count(*) as n from {s}.items',
        'drop table {s}.scratch',
        'drop temporary table if exists {s}.items, {s}.scratch',
      ),
  },
  {
    kind: 'table-lock',
    weight: 2,
    outside: true,
    make: (d) => [
      `lock tables {s}.t${d.session} ${d.oneOf('read', 'write')}`,
      `select count(*) as n from {s}.t${d.session}`,
      `select count(*) as n from {s}.log${d.session}`,
      d.oneOf('unlock tables', 'begin', 'unlock tables', 'select 1 as one'),
    ],
  },
  {
    kind: 'handler',
    weight: 2,
    make: (d) =>
      d.oneOf(
        `handler {s}.t${d.session} open as held`,
        'handler held read first',
        'handler held read next',
        'handler held close',
      ),
  },
  {
    kind: 'advisory-lock',
    weight: 3,
    make: (d) =>
      d.oneOf<Part>(
        `select get_lock('{lock}.${d.session}', 5) as got`,
        { execute: { text: 'select get_lock(?, 5) as got', values: [`{lock}.${d.session}`] } },
        `select get_lock('{lock}.${d.session}', 5), (select 1 union select 2)`,
      ),
  },
  {
    kind: 'advisory-lock',
    weight: 3,
    make: (d) =>
      d.oneOf(
        `select release_lock('{lock}.${d.session}') as released`,
        'select release_all_locks() as n',
        `select is_used_lock('{lock}.${d.session}') = connection_id() as mine`,
      ),
  },
  {
    kind: 'insert-id',
    weight: 3,
    make: (d) => [`insert into {s}.log${d.session} (v) values ('look back')`, 'select last_insert_id() as id'],
  },
  { kind: 'insert-id', weight: 1, make: (d) => `select last_insert_id(${d.upTo(99)}) as id` },
  { kind: 'insert-id', weight: 1, make: () => 'select last_insert_id() as id' },
  {
    kind: 'diagnostics',
    weight: 2,
    make: (d) => [
      d.oneOf("select cast('12x' as signed) as n", 'drop table if exists {s}.no_such', 'select * from {s}.no_such'),
      d.oneOf('show warnings', 'show errors', 'select @@warning_count as w'),
    ],
  },
  {
    kind: 'diagnostics',
    weight: 2,
    make: (d) => [`update {s}.t${d.session} set n = n + 1 where id < ${d.upTo(5)}`, 'select row_count() as n'],
  },
  { kind: 'diagnostics', weight: 1, make: (d) => [`select * from {s}.t${d.session}`, 'select found_rows() as n'] },
  {
    kind: 'routine',
    weight: 4,
    make: (d) =>
      d.oneOf(
        `call {s}.sets_tenant('called ${d.upTo(3)}')`,
        'call {s}.sets_zone()',
        `select {s}.tag('tagged ${d.upTo(3)}') as t`,
        `insert into {s}.tagged values (${d.upTo(9)})`,
        'call {s}.makes_scratch()',
        `call {s}.transfers(${d.session})`,
        'select * from {s}.tagging',
        `select {s}.plain(${d.upTo(9)}) as p`,
      ),
  },
  { kind: 'routine', weight: 2, make: () => 'select @tenant as tenant, @@time_zone as z' },
  // MariaDB marks every result of a view as it marks what a routine has changed, so it may pin.
  { kind: 'routine', weight: 1, make: () => 'select * from {s}.totals' },
  {
    kind: 'multi-statement',
    weight: 2,
    make: (d) =>
      d.oneOf(
        `set @a = ${d.upTo(9)}; set time_zone = '+01:00'; select @a as a`,
        'set @b = 1; select nothing; set @b = 2',
        'create temporary table if not exists {s}.scratch (id int, v varchar(20)); select count(*) as n from {s}.scratch',
        "begin; set @tenant = 'multi'; commit; prepare ps from 'select 0 as n'",
      ),
  },
  {
    kind: 'two-phase',
    weight: 1,
    outside: true,
    make: (d) => {
      const gid = `{gid}.${d.session}`
      return [
        `xa start '${gid}'`,
        `insert into {s}.log${d.session} (v) values ('two-phase')`,
        `xa end '${gid}'`,
        `xa prepare '${gid}'`,
        `xa ${d.oneOf('commit', 'rollback')} '${gid}'`,
      ]
    },
  },
  {
    kind: 'change-user',
    weight: 1,
    make: (d) => ({ changeUser: d.oneOf<{ database?: string }>({}, { database: '{s}_b' }) }),
  },
  { kind: 'reset', weight: 1, make: () => ({ method: 'reset' }) },
]

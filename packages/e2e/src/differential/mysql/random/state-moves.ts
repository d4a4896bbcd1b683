import type { Move, Part } from '../../random/move.ts'

const oneLine = "select whose, database() as place, 'é' as e from tenant"

/** Settings, schemas, character sets, roles: what a session says of itself. */
export const settingMoves: readonly Move[] = [
  {
    kind: 'setting',
    weight: 4,
    make: (d) =>
      d.oneOf(
        `set sort_buffer_size = ${400_000 + 4_096 * d.upTo(4)}`,
        `set session group_concat_max_len = ${d.upTo(40)}`,
        `set time_zone = '+0${d.upTo(9)}:00'`,
        `set sql_select_limit = ${d.oneOf('2', 'default')}`,
        'set @@session.lc_time_names = fr_FR, foreign_key_checks = 0',
        `set session transaction isolation level ${d.oneOf('repeatable read', 'read committed', 'serializable')}`,
        'set sort_buffer_size = default, time_zone = default',
        `/*!40101 set div_precision_increment = ${d.upTo(9)} */`,
      ),
  },
  {
    kind: 'setting',
    weight: 3,
    make: (d) =>
      d.oneOf(
        'select @@sort_buffer_size as s, @@time_zone as z, @@sql_select_limit as l, 1 / 3 as third',
        "select group_concat(n) as g from (select 'abcdefgh' as n union select 'ijklmnop') as t",
        "show session variables like 'sort_buffer_size'",
      ),
  },
  {
    kind: 'setting',
    weight: 1,
    make: (d) => d.oneOf("set time_zone = 'Nowhere'", 'set no_such = 1', 'set timestamp = 99'),
  },
  {
    kind: 'sql-mode',
    weight: 3,
    make: (d) =>
      d.oneOf(
        "set sql_mode = 'ANSI_QUOTES'",
        "set sql_mode = 'PIPES_AS_CONCAT'",
        "set session sql_mode = ''",
        'set sql_mode = default',
        "set sql_mode = 'NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES'",
      ),
  },
  {
    kind: 'sql-mode',
    weight: 4,
    make: (d) =>
      d.oneOf<Part>(
        "select \"v\" as q, 'a' || 'b' as p from {s}.t1 order by id limit 1",
        { execute: "select \"v\" as q, 'a' || 'b' as p from {s}.t1 order by id limit 1" },
        "select length('a\\\\b') as n",
        `update {s}.t${d.session} set v = 'much too long for its column' where id = 1`,
      ),
  },
  {
    kind: 'character-set',
    weight: 3,
    make: (d) =>
      d.oneOf(
        'set names latin1',
        'set names utf8mb4 collate utf8mb4_bin',
        'set names default',
        'set names utf8mb4',
        'set character set utf8mb4',
        'set character_set_results = null',
        'set names gbk',
      ),
  },
  {
    kind: 'character-set',
    weight: 4,
    make: (d) =>
      d.oneOf<Part>(
        "select hex('é') as h, 'é' as e, 'a' = 'A' as folded, collation('x') as c",
        { execute: { text: "select ? as e, hex(?) as h, 'a' = 'A' as folded", values: ['žluť', 'é'] } },
        {
          text: `replace into {s}.words${d.session} values (?, ?)`,
          values: [d.upTo(3), d.oneOf('naïve', '漢字', 'abc')],
        },
        `select id, w, hex(w) as h from {s}.words${d.session} order by id`,
      ),
  },
  {
    kind: 'schema',
    weight: 3,
    make: (d) => d.oneOf('use {s}_a', 'use {s}_b', 'use {s}_a', 'use {s}_no_such', 'use {s}'),
  },
  {
    kind: 'schema',
    weight: 5,
    make: (d) =>
      d.oneOf<Part>(
        oneLine,
        { execute: oneLine },
        { execute: { text: 'select whose from tenant where n = ?', values: [1] } },
        'insert into notes (note) values (database())',
        { execute: { text: 'insert into notes (note) values (?)', values: [`of ${d.session}`] } },
        'select note from notes order by id',
      ),
  },
  {
    kind: 'role',
    weight: 2,
    make: (d) => d.oneOf('set role {role}', 'set role {role2}', 'set role none', 'set role no_such'),
  },
  { kind: 'role', weight: 2, make: () => 'select current_role() as role, current_user() as user' },
  { kind: 'autocommit', weight: 1, make: (d) => `set autocommit = ${d.oneOf('0', '1', '0', 'on')}` },
  {
    kind: 'autocommit',
    weight: 1,
    make: (d) => ['commit', `insert into {s}.log${d.session} (v) values ('auto')`, 'commit'],
  },
  {
    kind: 'next-transaction',
    weight: 2,
    make: (d) =>
      `set transaction ${d.oneOf('read only', 'isolation level serializable', 'read write, isolation level read committed')}`,
  },
  {
    kind: 'next-transaction',
    weight: 2,
    make: (d) => [
      'set transaction read only',
      d.oneOf('select 1 as one', 'begin', `select count(*) as n from {s}.t${d.session}`, 'do 0'),
      `insert into {s}.log${d.session} (v) values ('refused, perhaps')`,
    ],
  },
]

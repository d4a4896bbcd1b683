import type { Move, Part } from '../../random/move.ts'

/** Statements and transactions that leave nothing behind. */
export const freeMoves: readonly Move[] = [
  { kind: 'stateless', weight: 6, make: (d) => `select * from {s}.t${d.session} where id = ${d.upTo(8)}` },
  {
    kind: 'stateless',
    weight: 5,
    make: (d) => ({ text: `select v, n from {s}.t${d.session} where n > ? order by id`, values: [d.upTo(6)] }),
  },
  {
    kind: 'stateless',
    weight: 2,
    make: (d) =>
      `select abs(-${d.upTo(9)}) as a, upper('é') as u, now() is not null as clock, plain(${d.upTo(9)}) as p`,
  },
  {
    kind: 'stateless',
    weight: 5,
    make: (d) => `update {s}.t${d.session} set n = n + ${d.upTo(5)} where id = ${d.upTo(8)}`,
  },
  {
    kind: 'stateless',
    weight: 4,
    make: (d) =>
      `insert into {s}.t${d.session} values (${d.upTo(12)}, 'new', ${d.upTo(9)}) on duplicate key update v = 'again'`,
  },
  {
    kind: 'stateless',
    weight: 2,
    make: (d) => ({ text: `delete from {s}.t${d.session} where id = ?`, values: [d.upTo(12)] }),
  },
  {
    kind: 'stateless',
    weight: 2,
    make: (d) => ({ text: `select group_concat(id order by id) as ids from {s}.t${d.session}`, rowMode: 'array' }),
  },
  { kind: 'stateless', weight: 2, make: () => ({ probe: 'light' }) },
  {
    kind: 'stateless',
    weight: 1,
    make: (d) => ({
      burst: [`select ${d.upTo(9)} as a`, `select count(*) as c from {s}.t${d.session}`, 'select 3 as c'],
    }),
  },
  {
    kind: 'transaction',
    weight: 8,
    outside: true,
    make: (d) => d.oneOf<Part>('begin', 'start transaction', { method: 'beginTransaction' }),
  },
  {
    kind: 'transaction',
    weight: 2,
    outside: true,
    make: (d) => `start transaction ${d.oneOf('read only', 'read write', 'with consistent snapshot')}`,
  },
  { kind: 'transaction', weight: 1, make: (d) => d.oneOf('begin', 'commit', 'rollback') },
  { kind: 'transaction', weight: 1, make: (d) => d.oneOf('commit and chain', 'rollback and chain') },
  {
    kind: 'transaction',
    weight: 1,
    make: (d) => ({ method: d.oneOf<'commit' | 'rollback' | 'ping'>('commit', 'rollback', 'ping') }),
  },
  {
    kind: 'transaction',
    weight: 1,
    make: (d) => `select * from {s}.t${d.session} where id = ${d.upTo(8)} for update`,
  },
  { kind: 'transaction', weight: 2, make: (d) => ({ reconnect: d.oneOf('release', 'release', 'destroy') }) },
  { kind: 'savepoint', weight: 6, inside: true, make: (d) => `savepoint ${d.oneOf('a', 'b')}` },
  { kind: 'savepoint', weight: 4, inside: true, make: (d) => `rollback to ${d.oneOf('a', 'savepoint b')}` },
  { kind: 'savepoint', weight: 2, inside: true, make: (d) => `release savepoint ${d.oneOf('a', 'b')}` },
  { kind: 'savepoint', weight: 1, make: (d) => d.oneOf('savepoint a', 'rollback to a', 'release savepoint b') },
  {
    kind: 'failed-transaction',
    weight: 1,
    make: (d) => ['begin', `insert into {s}.t${d.session} values (1, 'twice', 1), (1, 'twice', 1)`, 'select 2 as two'],
  },
  {
    kind: 'implicit-commit',
    weight: 1,
    make: (d) =>
      d.oneOf(
        `create table if not exists {s}.made${d.session} (n int)`,
        `drop table if exists {s}.made${d.session}`,
        `alter table {s}.t${d.session} comment 'x'`,
        `truncate {s}.emptied${d.session}`,
        `analyze table {s}.t${d.session}`,
      ),
  },
  {
    kind: 'driver-prepared',
    weight: 4,
    make: (d) => ({ execute: { text: `select v from {s}.t${d.session} where id = ?`, values: [d.upTo(8)] } }),
  },
  {
    kind: 'driver-prepared',
    weight: 3,
    make: (d) => ({ execute: { text: 'select ? as a, ? as t', values: [d.upTo(9), `é${d.upTo(3)}`] } }),
  },
  {
    kind: 'driver-prepared',
    weight: 2,
    make: (d) => ({
      execute: { text: `update {s}.t${d.session} set n = ? where id = ?`, values: [d.upTo(99), d.upTo(8)] },
    }),
  },
  {
    kind: 'driver-prepared',
    weight: 1,
    make: (d) => ({ execute: d.oneOf('select nothing from {s}.no_such', 'select ? as', 'commit') }),
  },
  {
    kind: 'multi-statement',
    weight: 2,
    make: (d) =>
      `insert into {s}.log${d.session} (v) values ('a'); insert into {s}.log${d.session} (v) values ('b'); select ${d.upTo(9)} as n`,
  },
  {
    kind: 'multi-statement',
    weight: 1,
    make: (d) => `insert into {s}.log${d.session} (v) values ('kept'); select nothing; select 2 as two`,
  },
  {
    kind: 'multi-statement',
    weight: 2,
    make: (d) =>
      `begin; insert into {s}.log${d.session} (v) values ('tx'); ${d.oneOf('commit', 'rollback')}; select count(*) as n from {s}.log${d.session}`,
  },
  { kind: 'multi-statement', weight: 1, make: (d) => `begin; insert into {s}.log${d.session} (v) values ('open')` },
  {
    kind: 'stream',
    weight: 1,
    make: (d) => ({ stream: `select * from {s}.t${d.session} order by id`, take: d.upTo(12) }),
  },
  {
    kind: 'infile',
    weight: 1,
    make: (d) => ({
      infile: `load data local infile 'x' replace into table {s}.t${d.session}`,
      lines: [`${20 + d.upTo(9)}\tloaded\t1`],
    }),
  },
  {
    kind: 'error',
    weight: 3,
    make: (d) =>
      d.oneOf(
        'select nothing',
        'select * from {s}.no_such',
        "select json_extract('{', '$')",
        'select (select 1 union select 2)',
        `insert into {s}.t${d.session} values (1, 'again', 1), (1, 'again', 1)`,
        `update {s}.t${d.session} set n = 5000 where id = ${d.upTo(3)}`,
      ),
  },
]

import type { Move } from './move.ts'

/** Statements and transactions that leave nothing behind. */
export const freeMoves: readonly Move[] = [
  { kind: 'stateless', weight: 6, make: (d) => `select * from {s}.t${d.session} where id = ${d.upTo(8)}` },
  {
    kind: 'stateless',
    weight: 5,
    make: (d) => ({ text: `select v, n from {s}.t${d.session} where n > $1 order by id`, values: [d.upTo(6)] }),
  },
  { kind: 'stateless', weight: 2, make: () => 'select * from {s}.totals' },
  {
    kind: 'stateless',
    weight: 2,
    make: (d) => `select abs(-${d.upTo(9)}), upper('x'), now() is not null as clock`,
  },
  {
    kind: 'stateless',
    weight: 5,
    make: (d) => `update {s}.t${d.session} set n = n + ${d.upTo(5)} where id = ${d.upTo(8)} returning id, n`,
  },
  {
    kind: 'stateless',
    weight: 4,
    make: (d) =>
      `insert into {s}.t${d.session} values (${d.upTo(12)}, 'new', ${d.upTo(9)}) on conflict (id) do update set v = 'again'`,
  },
  {
    kind: 'stateless',
    weight: 2,
    make: (d) => ({ text: `delete from {s}.t${d.session} where id = $1 returning v`, values: [d.upTo(12)] }),
  },
  {
    kind: 'stateless',
    weight: 2,
    make: (d) => ({ text: `select array_agg(id order by id) as ids from {s}.t${d.session}`, rowMode: 'array' }),
  },
  { kind: 'stateless', weight: 2, make: () => ({ probe: 'light' }) },
  {
    kind: 'stateless',
    weight: 1,
    make: (d) => ({ burst: [`select ${d.upTo(9)} as a`, `select count(*) from {s}.t${d.session}`, 'select 3 as c'] }),
  },
  { kind: 'transaction', weight: 8, outside: true, make: (d) => d.oneOf('begin', 'start transaction', 'begin work') },
  {
    kind: 'transaction',
    weight: 3,
    outside: true,
    make: (d) =>
      `begin ${d.oneOf('isolation level repeatable read', 'isolation level serializable', 'read only', 'read write', 'isolation level read committed, deferrable')}`,
  },
  { kind: 'transaction', weight: 1, make: (d) => d.oneOf('begin', 'commit', 'rollback', 'end', 'abort') },
  { kind: 'transaction', weight: 1, make: (d) => d.oneOf('commit and chain', 'rollback and chain') },
  {
    kind: 'transaction',
    weight: 1,
    make: (d) => `set transaction ${d.oneOf('read only', 'isolation level serializable')}`,
  },
  {
    kind: 'transaction',
    weight: 1,
    make: (d) => `select pg_advisory_xact_lock({k}, ${d.session}0${d.upTo(3)})`,
  },
  {
    kind: 'transaction',
    weight: 1,
    outside: true,
    make: (d) => ['begin', `insert into {s}.deferred values (${d.upTo(99)}, ${d.upTo(40)})`, 'commit'],
  },
  {
    kind: 'transaction',
    weight: 2,
    make: (d) => ({ reconnect: d.oneOf('release', 'release', 'destroy') }),
  },
  { kind: 'savepoint', weight: 8, inside: true, make: (d) => `savepoint ${d.oneOf('a', 'b')}` },
  { kind: 'savepoint', weight: 6, inside: true, make: (d) => `rollback to ${d.oneOf('a', 'savepoint b')}` },
  { kind: 'savepoint', weight: 2, inside: true, make: (d) => `release ${d.oneOf('a', 'savepoint b')}` },
  { kind: 'savepoint', weight: 1, make: (d) => d.oneOf('savepoint a', 'rollback to a', 'release b') },
  { kind: 'failed-transaction', weight: 1, fails: true, make: () => ['begin', 'select 1/0', 'select 2'] },
  {
    kind: 'two-phase',
    weight: 1,
    outside: true,
    make: (d) => {
      const gid = `{gid}.${d.session}`
      return [
        'begin',
        `insert into {s}.rows (v) values ('two-phase') returning id`,
        `prepare transaction '${gid}'`,
        'select count(*) from {s}.rows',
        `${d.oneOf('commit', 'rollback')} prepared '${gid}'`,
      ]
    },
  },
  { kind: 'local-setting', weight: 2, make: (d) => `set local work_mem = '${7 + d.upTo(3)}MB'` },
  {
    kind: 'local-setting',
    weight: 2,
    make: (d) => ({ text: "select set_config('app.tenant', $1, true)", values: [`local ${d.upTo(3)}`] }),
  },
  { kind: 'local-setting', weight: 1, make: () => 'set local role {role}' },
  {
    kind: 'local-setting',
    weight: 2,
    make: () => "select current_user, nullif(current_setting('app.tenant', true), '') as tenant",
  },
  {
    kind: 'protocol-prepared',
    weight: 4,
    make: (d) => ({ name: 'find', text: `select v from {s}.t${d.session} where id = $1`, values: [d.upTo(8)] }),
  },
  {
    kind: 'protocol-prepared',
    weight: 2,
    make: (d) => ({ name: 'named', text: `select ${d.session} as session, $1::text as t`, values: [`x${d.upTo(3)}`] }),
  },
  {
    kind: 'protocol-prepared',
    weight: 1,
    make: (d) => ({ name: d.oneOf('find', 'named'), text: 'select 1 as clash' }),
  },
  {
    kind: 'protocol-prepared',
    weight: 1,
    fails: true,
    make: () => ({ name: 'broken', text: 'select nothing from {s}.no_such' }),
  },
  {
    kind: 'cursor',
    weight: 4,
    inside: true,
    make: (d) => [
      `declare c cursor for select id from {s}.t${d.session} order by id`,
      'fetch 2 from c',
      'fetch all from c',
    ],
  },
  { kind: 'cursor', weight: 1, make: (d) => d.oneOf('fetch c', 'close c', 'move 1 in c') },
  { kind: 'notify', weight: 2, make: (d) => `notify {ch}, '${d.upTo(3)} from ${d.session}'` },
  {
    kind: 'multi-statement',
    weight: 2,
    make: (d) =>
      `insert into {s}.rows (v) values ('a'); insert into {s}.rows (v) values ('b'); select ${d.upTo(9)} as n`,
  },
  {
    kind: 'multi-statement',
    weight: 2,
    fails: true,
    make: (d) => `insert into {s}.rows (v) values ('lost'); select 1 / ${d.oneOf('0', '(select 0)')}; select 2`,
  },
  {
    kind: 'multi-statement',
    weight: 2,
    make: (d) =>
      `begin; insert into {s}.rows (v) values ('tx'); ${d.oneOf('commit', 'rollback')}; select count(*) from {s}.rows`,
  },
  { kind: 'multi-statement', weight: 1, make: () => "begin; insert into {s}.rows (v) values ('open')" },
  {
    kind: 'copy',
    weight: 1,
    make: (d) => ({ copyIn: `copy {s}.t${d.session} from stdin`, lines: [`${20 + d.upTo(9)}\tcopied\t1`] }),
  },
  {
    kind: 'copy',
    weight: 1,
    make: (d) => ({ copyOut: `copy (select * from {s}.t${d.session} order by id) to stdout` }),
  },
  {
    kind: 'stream',
    weight: 1,
    make: (d) => ({ cursor: `select id from {s}.t${d.session} order by id`, reads: d.oneOf([2], [2, 2], [100]) }),
  },
  {
    kind: 'stream',
    weight: 1,
    make: (d) => ({ stream: `select * from {s}.t${d.session} order by id`, take: d.upTo(4) }),
  },
  {
    kind: 'error',
    weight: 3,
    fails: true,
    make: (d) => d.oneOf('select 1/0', 'select from where', 'select * from {s}.no_such'),
  },
  {
    kind: 'error',
    weight: 2,
    fails: true,
    make: (d) => `update {s}.t${d.session} set n = 5000 where id = ${d.upTo(3)} returning id`,
  },
]

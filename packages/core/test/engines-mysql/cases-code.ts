import type { RuleCase } from './rule-cases.ts'

export const codeCases: readonly RuleCase[] = [
  {
    rule: 'mysql.kill',
    says: [
      ['kill query 5', { kind: 'terminate' }],
      ['shutdown', { kind: 'terminate' }],
    ],
    silent: ['select kill from t'],
  },
  {
    rule: 'mysql.routine',
    says: [
      ['select f(1)', { kind: 'routine', name: 'f', schema: null }],
      ['select S.F(1)', { kind: 'routine', name: 'f', schema: 's' }],
      ['select d.pkg.f(1)', { kind: 'routine', name: 'pkg', schema: 'd' }],
      ['select `f` (1)', { kind: 'routine', name: 'f', schema: null }],
      ['select 1f(1)', { kind: 'routine', name: '1f', schema: null }],
      ['select t.`left`(1)', { kind: 'routine', name: 'left', schema: 't' }],
      ['select é(1)', { kind: 'routine', schema: null }],
      ['insert into t values (f())', { kind: 'routine', name: 'f', schema: null }],
      ['show tables where f(1)', { kind: 'routine', name: 'f', schema: null }],
    ],
    silent: [
      'insert into t (a, b) values (1, 2)',
      'select date(a), if(1, 2, 3) from t where a in (1) and exists (select 1)',
      'create procedure p() select f(1)',
      'with x (a) as (select 1) select * from x',
    ],
  },
  {
    rule: 'mysql.call',
    says: [
      ['call p', { kind: 'routine', name: 'p', schema: null }],
      ['CALL s.P(1)', { kind: 'routine', name: 'p', schema: 's' }],
    ],
    silent: ['select p(1)'],
  },
  {
    rule: 'mysql.block',
    says: [
      ['begin not atomic select 1; end', { kind: 'opaque' }],
      ['if 1 then set @a = 1; end if', { kind: 'opaque' }],
      ['for i in 1..2 do select i; end for', { kind: 'opaque' }],
      ['set statement a = 1 for begin not atomic select 1; end', { kind: 'opaque' }],
    ],
    silent: ['begin', 'select if(1, 2, 3)'],
  },
  {
    rule: 'mysql.execute-immediate',
    says: [
      ['execute immediate @a', { kind: 'opaque' }],
      ["execute immediate 'a' 'b'", { kind: 'opaque' }],
    ],
    silent: ["execute immediate 'select 1'", 'execute p'],
  },
  { rule: 'mysql.binlog', says: [["binlog 'x'", { kind: 'opaque' }]], silent: ['show binary logs'] },
  {
    rule: 'mysql.function-state',
    says: [
      ['select audit_log_read()', { kind: 'foreign' }],
      ["select spider_direct_sql('a', 'b', 'c')", { kind: 'opaque' }],
    ],
    silent: ['select audit_log_read_bookmark()'],
  },
  {
    rule: 'mysql.unknown-word',
    says: [
      ['frobnicate t', { kind: 'unknown' }],
      ['@a := 1', { kind: 'unknown' }],
      ['declare x int', { kind: 'unknown' }],
      ['x: loop select 1; end loop', { kind: 'unknown' }],
    ],
    silent: ['select 1', '(select 1)'],
  },
  {
    rule: 'mysql.unread-form',
    says: [
      ['begin set @a = 1', { kind: 'unknown' }],
      ['set a', { kind: 'unknown' }],
      ['create frobnication a', { kind: 'unknown' }],
      ['start something', { kind: 'unknown' }],
      ['create procedure p() begin select 1; set @a = 1', { kind: 'unknown' }],
      ['create package p as procedure q; end; set @a = 1', { kind: 'unknown' }],
      ['commit and', { kind: 'unknown' }],
    ],
    silent: ['set a = 1', 'create table a (b int)', 'create procedure p() begin select 1; end'],
  },
  {
    rule: 'mysql.unreadable',
    says: [
      ["select 'a", { kind: 'unknown' }],
      ['select 1 /* a', { kind: 'unknown' }],
      ['select 1 /*! a', { kind: 'unknown' }],
      ['select `a', { kind: 'unknown' }],
      ['select 1\0', { kind: 'unknown' }],
      ['select\u00a01', { kind: 'unknown' }],
      ['select /*!1000001 */ 1', { kind: 'unknown' }],
      ['select /*+ qb_name(`*/ */ 1', { kind: 'unknown' }],
    ],
    silent: ["select 'a'", "select '\u00a0'", 'select 1 /*/ a */', 'select /*+ qb_name(`a`) */ 1'],
  },
  {
    rule: 'mysql.ambiguous',
    says: [
      [
        `select "\\", ${[1, 2, 3, 4, 5, 6].map((n) => `/*!80${n}00 1 */ /*M!101${n}00 2 */`).join(' ')}`,
        { kind: 'unknown' },
      ],
    ],
    silent: ['select "a\\"b" /*!80000 , \'c\\\'d\' */'],
  },
]

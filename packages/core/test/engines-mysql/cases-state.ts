import type { RuleCase } from './rule-cases.ts'

export const stateCases: readonly RuleCase[] = [
  {
    rule: 'mysql.prepare',
    says: [
      ["prepare P from 'select 1'", { kind: 'sql-prepare', name: 'p', value: 'select 1' }],
      ['prepare p from @a', { kind: 'sql-prepare', name: 'p' }],
      ['prepare p from @a', { kind: 'opaque' }],
      ["prepare p from concat('a', 'b')", { kind: 'opaque' }],
    ],
    silent: ["xa prepare 'a'", 'drop prepare p'],
  },
  {
    rule: 'mysql.execute',
    says: [['execute P using @a', { kind: 'sql-execute', name: 'p' }]],
    silent: ["execute immediate 'select 1'"],
  },
  {
    rule: 'mysql.deallocate',
    says: [
      ['deallocate prepare p', { kind: 'sql-deallocate', name: 'p' }],
      ['drop prepare p', { kind: 'sql-deallocate', name: 'p' }],
    ],
    silent: ['drop table p'],
  },
  {
    rule: 'mysql.temporary',
    says: [
      ['create temporary table a (b int)', { kind: 'temporary', name: 'a' }],
      ['create or replace temporary table if not exists s.a select 1', { kind: 'temporary', name: 's.a' }],
      ['create temporary sequence q', { kind: 'temporary', name: 'q' }],
    ],
    silent: ['create table temporary (a int)', 'drop temporary table a', 'create table a (temporary int)'],
  },
  {
    rule: 'mysql.handler',
    says: [
      ['handler t open', { kind: 'hold-cursor', name: 't' }],
      ['handler s.t open as h', { kind: 'hold-cursor', name: 'h' }],
      ['handler h close', { kind: 'discard', extent: 'cursor', name: 'h' }],
    ],
    silent: ['handler h read first', 'create procedure p() begin declare exit handler for not found begin end; end'],
  },
  {
    rule: 'mysql.lock-tables',
    says: [
      ['lock tables a read, b write', { kind: 'table-lock' }],
      ['LOCK TABLE a WRITE', { kind: 'table-lock' }],
    ],
    silent: ['lock instance for backup', 'select 1 from t lock in share mode'],
  },
  {
    rule: 'mysql.unlock-tables',
    says: [['unlock tables', { kind: 'table-unlock' }]],
    silent: ['unlock instance'],
  },
  {
    rule: 'mysql.server-lock',
    says: [
      ['flush tables with read lock', { kind: 'table-lock' }],
      ['flush local tables a, b with read lock', { kind: 'table-lock' }],
      ['flush tables a for export', { kind: 'table-lock' }],
      ['lock instance for backup', { kind: 'table-lock' }],
      ['backup stage start', { kind: 'table-lock' }],
      ['backup lock a', { kind: 'table-lock' }],
    ],
    silent: ['flush tables', 'backup unlock', 'flush status'],
  },
  {
    rule: 'mysql.server-unlock',
    says: [
      ['unlock instance', { kind: 'table-unlock' }],
      ['backup unlock', { kind: 'table-unlock' }],
      ['backup stage end', { kind: 'table-unlock' }],
    ],
    silent: ['backup stage start', 'unlock tables'],
  },
  {
    rule: 'mysql.get-lock',
    says: [
      ["select get_lock('a', 1)", { kind: 'advisory-lock', key: 'a' }],
      ['select GET_LOCK /* x */ (?, 1)', { kind: 'advisory-lock', key: null }],
      ["do `get_lock`(concat('a'), 1)", { kind: 'advisory-lock', key: null }],
      ["select mariadb_schema.get_lock('a', 1)", { kind: 'advisory-lock', key: 'a' }],
      ["select 'a\\' or get_lock(1, 1) -- '", { kind: 'advisory-lock', key: '1' }],
      ['select "get_lock"(1, 1)', { kind: 'advisory-lock', key: '1' }],
      ["select /*!50701 get_lock('a', 1), */ 1", { kind: 'advisory-lock', key: 'a' }],
      ["select /*M! get_lock('a', 1), */ 1", { kind: 'advisory-lock', key: 'a' }],
      ["explain select get_lock('a', 1)", { kind: 'advisory-lock', key: 'a' }],
    ],
    silent: [
      "select x.get_lock('a', 1)",
      "select 'get_lock(1, 1)'",
      'select get_lock',
      "create view v as select get_lock('a', 1)",
      "select is_used_lock('a')",
      "select 1 # get_lock('a', 1)",
    ],
  },
  {
    rule: 'mysql.release-lock',
    says: [
      ["select release_lock('a')", { kind: 'advisory-unlock', key: 'a' }],
      ['do release_all_locks()', { kind: 'discard', extent: 'advisory-locks' }],
    ],
    silent: ['release savepoint a'],
  },
  {
    rule: 'mysql.service-lock',
    says: [["select service_get_write_locks('a', 'b', 1)", { kind: 'foreign' }]],
    silent: ["select service_release_locks('a')"],
  },
  {
    rule: 'mysql.last-insert-id',
    says: [
      ['select last_insert_id()', { kind: 'sequence-look-back' }],
      ['insert into t values (LAST_INSERT_ID())', { kind: 'sequence-look-back' }],
      ['select @@identity', { kind: 'sequence-look-back' }],
      ['select @@session.last_insert_id', { kind: 'sequence-look-back' }],
    ],
    silent: ['select last_insert_id(5)', 'select last_insert_id', 'insert into t values (1)'],
  },
  {
    rule: 'mysql.set-last-insert-id',
    says: [
      ['update t set a = last_insert_id(a + 1)', { kind: 'sequence-advance' }],
      ['set last_insert_id = 5', { kind: 'sequence-advance' }],
      ['set @@identity = 5', { kind: 'sequence-advance' }],
    ],
    silent: ['select last_insert_id()'],
  },
  {
    rule: 'mysql.sequence-advance',
    says: [
      ['select nextval(s)', { kind: 'sequence-advance' }],
      ['select next value for s', { kind: 'sequence-advance' }],
      ['select setval(s, 5)', { kind: 'sequence-advance' }],
      ['select s.nextval', { kind: 'sequence-advance' }],
    ],
    silent: ['select lastval(s)', 'select nextval from t'],
  },
  {
    rule: 'mysql.sequence-look-back',
    says: [
      ['select lastval(s)', { kind: 'sequence-look-back' }],
      ['select previous value for s', { kind: 'sequence-look-back' }],
      ['select s.currval', { kind: 'sequence-look-back' }],
    ],
    silent: ['select nextval(s)', 'select previous from t'],
  },
  {
    rule: 'mysql.diagnostics',
    says: [
      ['select row_count()', { kind: 'diagnostics-look-back', name: 'row-count' }],
      ['select found_rows()', { kind: 'diagnostics-look-back', name: 'found-rows' }],
      ['show warnings', { kind: 'diagnostics-look-back', name: 'warnings' }],
      ['show count(*) errors', { kind: 'diagnostics-look-back', name: 'warnings' }],
      ['show profile for query 1', { kind: 'diagnostics-look-back', name: 'row-count' }],
      ['get diagnostics @a = number', { kind: 'diagnostics-look-back', name: 'warnings' }],
      ['select @@warning_count', { kind: 'diagnostics-look-back', name: 'warnings' }],
    ],
    silent: ['select count(*) from t', 'show tables', 'select sql_calc_found_rows a from t'],
  },
  {
    rule: 'mysql.identity',
    says: [
      ['select connection_id()', { kind: 'identity' }],
      ['show status', { kind: 'identity' }],
      ['select @@pseudo_thread_id', { kind: 'identity' }],
    ],
    silent: ['show global status', 'select user()'],
  },
]

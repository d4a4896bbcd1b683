import type { RuleCase } from './rule-cases.ts'

const setting = (name: string, value?: string | null) =>
  ({ kind: 'setting', name, ...(value === undefined ? {} : { value }) }) as const
const variable = (name: string, value?: string) =>
  ({ kind: 'user-variable', name, ...(value === undefined ? {} : { value }) }) as const

export const settingCases: readonly RuleCase[] = [
  {
    rule: 'mysql.begin',
    says: [
      ['begin', { kind: 'begin' }],
      ['BEGIN WORK', { kind: 'begin' }],
      ['start transaction with consistent snapshot, read only', { kind: 'begin' }],
    ],
    silent: ['start replica', 'select begin from t', 'begin not atomic select 1; end'],
  },
  {
    rule: 'mysql.commit',
    says: [
      ['commit', { kind: 'end' }],
      ['commit work and no chain no release', { kind: 'end' }],
      ['commit and chain', { kind: 'begin' }],
    ],
    silent: ['rollback', "xa commit 'x'", 'select commit from t'],
  },
  {
    rule: 'mysql.rollback',
    says: [
      ['rollback', { kind: 'end' }],
      ['rollback work and chain', { kind: 'begin' }],
    ],
    silent: ['rollback to a', 'rollback work to savepoint a', 'commit'],
  },
  {
    rule: 'mysql.release-connection',
    says: [
      ['commit release', { kind: 'foreign' }],
      ['rollback and no chain release', { kind: 'foreign' }],
    ],
    silent: ['commit no release', 'release savepoint a'],
  },
  {
    rule: 'mysql.savepoint',
    says: [
      ['savepoint a', { kind: 'savepoint', name: 'a' }],
      ['release savepoint `A b`', { kind: 'savepoint', name: 'A b' }],
      ['rollback to savepoint a', { kind: 'savepoint', name: 'a' }],
    ],
    silent: ['rollback', 'select savepoint from t'],
  },
  {
    rule: 'mysql.xa',
    says: [
      ["xa start 'a'", { kind: 'begin' }],
      ["XA BEGIN 'a', 'b', 1", { kind: 'begin' }],
      ["xa end 'a'", { kind: 'savepoint' }],
      ["xa prepare 'a'", { kind: 'end' }],
      ["xa prepare 'a'", { kind: 'foreign' }],
      ["xa commit 'a' one phase", { kind: 'end' }],
    ],
    silent: ['xa recover', 'select xa from t'],
  },
  {
    rule: 'mysql.next-transaction',
    says: [
      ['set transaction isolation level serializable', { kind: 'next-transaction' }],
      ['set transaction read only', { kind: 'next-transaction' }],
      [
        "set @@transaction_isolation = 'serializable'",
        { kind: 'next-transaction', name: 'transaction_isolation', value: 'serializable' },
      ],
      ['set @@tx_read_only = 1', { kind: 'next-transaction', name: 'tx_read_only', value: '1' }],
    ],
    silent: [
      'set session transaction read only',
      "set transaction_isolation = 'x'",
      'set global transaction read only',
    ],
  },
  {
    rule: 'mysql.set',
    says: [
      ['set net_read_timeout = 7', setting('net_read_timeout', '7')],
      ['SET SESSION Net_Read_Timeout := -7', setting('net_read_timeout', '-7')],
      ['set local `net_read_timeout` = default', setting('net_read_timeout', null)],
      ['set @@session.net_read_timeout = 3 + 4', setting('net_read_timeout')],
      ['set @@local . net_read_timeout = 7', setting('net_read_timeout', '7')],
      ['set global a = 1, session b = 2', setting('b', '2')],
      ['set @@global.a = 1, b = 2', setting('b', '2')],
      ['set session transaction read only', setting('transaction')],
      ['set autocommit = 0', setting('autocommit', '0')],
      ['set autocommit = OFF', setting('autocommit', 'off')],
      ["set sql_mode = ''", setting('sql_mode', '')],
      ["set @@sql_módé = ''", setting('sql_mode', '')],
      ["set sql_mode = concat(@@sql_mode, ',ANSI')", setting('sql_mode')],
      ['/*!40101 set net_read_timeout = 7 */', setting('net_read_timeout', '7')],
      ['/*M!100100 set net_read_timeout = 7 */', setting('net_read_timeout', '7')],
      ['set a.b = 1', setting('a.b', '1')],
      ['set @x = 1, net_read_timeout = 7', setting('net_read_timeout', '7')],
      ["set statement a = 1 for set session net_read_timeout = '7'", setting('net_read_timeout', '7')],
    ],
    silent: [
      'set global net_read_timeout = 7',
      'set global a = 1, b = 2',
      'set persist a = 1, persist_only b = 2',
      'set @@persist.a = 1',
      'set @a = 1',
      "select 'set a = 1'",
      'update t set a = 1',
      "set password = 'x'",
      'set default role x to y',
    ],
  },
  {
    rule: 'mysql.set-names',
    says: [
      ['set names utf8mb4', setting('names', 'utf8mb4')],
      ["SET NAMES 'utf8' COLLATE utf8_bin", setting('names', 'utf8')],
      ['set names default', setting('names', null)],
      ['set charset utf8mb4', setting('character set', 'utf8mb4')],
      ['set @a = 1, character set utf8mb4', setting('character set', 'utf8mb4')],
      ['set char set binary', setting('character set', 'binary')],
    ],
    silent: ['set character_set_client = utf8mb4', 'select names from t'],
  },
  {
    rule: 'mysql.reading-rules',
    says: [
      ['set names latin1', { kind: 'unknown', name: 'names' }],
      ['set character_set_client = gbk', { kind: 'unknown', name: 'character_set_client' }],
      ['set character set @a', { kind: 'unknown', name: 'character set' }],
      ["set sql_mode = 'oracle'", { kind: 'unknown', name: 'sql_mode' }],
      ['set sql_mode = 4', { kind: 'unknown', name: 'sql_mode' }],
      ['set sql_mode = @old', { kind: 'unknown', name: 'sql_mode' }],
      ["set sql_mode = concat('ora', 'cle')", { kind: 'unknown', name: 'sql_mode' }],
      ["set sql_mode = replace(@@sql_mode, 'ANSI', 'ORACLE')", { kind: 'unknown', name: 'sql_mode' }],
      ['set @@session.sql_mode = char(79)', { kind: 'unknown', name: 'sql_mode' }],
    ],
    silent: [
      'set names utf8mb4',
      'set names default',
      "set sql_mode = 'ANSI_QUOTES, NO_BACKSLASH_ESCAPES'",
      "set sql_mode = concat(@@session.sql_mode, ',STRICT_ALL_TABLES')",
      "set sql_mode = (select replace(@@sql_mode, 'ONLY_FULL_GROUP_BY', ''))",
      "set global sql_mode = 'oracle'",
    ],
  },
  {
    rule: 'mysql.schema-charset',
    says: [
      ["set collation_database = 'latin1_bin'", { kind: 'unknown', name: 'collation_database' }],
      ['set @@session.character_set_database = ucs2', { kind: 'unknown', name: 'character_set_database' }],
      ['set local Collation_Database = default', { kind: 'unknown', name: 'collation_database' }],
    ],
    silent: ['set global collation_database = latin1_bin', 'set character set utf8mb4', 'select @@collation_database'],
  },
  {
    rule: 'mysql.user-variable',
    says: [
      ['set @a = 1', variable('a', '1')],
      ["set @'A b' := 'x'", variable('a b', 'x')],
      ['set @a.b = 1', variable('a.b', '1')],
      ['set @`a` = 1 + 1', variable('a')],
      ['set @"a" = 1', variable('a', '1')],
      ['select @a := 1', variable('a')],
      ['select @`a` /* x */ := 1', variable('a')],
      ['select a into @x from t', variable('x')],
      ['select a, b into @x, @y from t', variable('y')],
      ['call p(@a, 1)', variable('a')],
      ['get diagnostics @n = row_count', variable('n')],
      ["load data infile 'x' into table t (a, @b)", variable('b')],
      ['execute p using @a', variable('a')],
      ['set global a = (@b := 1)', variable('b')],
    ],
    silent: ['select @a', 'select @a = 1', 'select @@a := 1', "select '@a := 1'", 'select a into b from t'],
  },
  {
    rule: 'mysql.set-role',
    says: [
      ['set role admin', { kind: 'role', value: 'admin' }],
      ["SET ROLE 'admin'", { kind: 'role', value: 'admin' }],
      ['set role default', { kind: 'role', value: null }],
      ['set role a, b', { kind: 'role', value: 'a' }],
      ['set role all except a', { kind: 'role' }],
      ['set @a = 1, role admin', { kind: 'role', value: 'admin' }],
    ],
    silent: ['set default role a to b', 'set role = 1', 'grant r to u'],
  },
  {
    rule: 'mysql.resource-group',
    says: [['set resource group g', { kind: 'foreign' }]],
    silent: ['create resource group g type = user', 'set resource = 1'],
  },
  {
    rule: 'mysql.use',
    says: [
      ['use a', { kind: 'schema', name: 'a' }],
      ['USE `a b`;', { kind: 'schema', name: 'a b' }],
    ],
    silent: ['select 1 from t use index (a)'],
  },
  {
    rule: 'mysql.drop-schema',
    says: [
      ['drop database a', { kind: 'schema', name: 'a' }],
      ['drop schema if exists a', { kind: 'schema', name: 'a' }],
    ],
    silent: ['create database a', 'drop table a'],
  },
  {
    rule: 'mysql.alter-schema',
    says: [['alter database a collate utf8mb4_bin', setting('collation_database')]],
    silent: ['alter table a collate utf8mb4_bin', 'create schema a'],
  },
]

import { q, q2 } from '../program.ts'
import type { Proof } from '../proofs/proof.ts'

export const mysqlProofs: readonly Proof[] = [
  {
    name: 'identity',
    connections: 2,
    steps: [
      q('select connection_id() as pid', 'first'),
      q2('begin; select 1'),
      q('select connection_id() as pid', 'while another has the connection'),
      q2('rollback'),
    ],
    privateConnection: { first: [{ pid: '#pid1' }], 'while another has the connection': [{ pid: '#pid1' }] },
    muxpool: { first: [[{ pid: '#pid1' }]], 'while another has the connection': [[{ pid: '#pid2' }]] },
  },
  {
    name: 'look-back-refused',
    connections: 1,
    setup: [
      'create table mine (id int auto_increment primary key)',
      'create table others (id int auto_increment primary key) auto_increment = 500',
    ],
    steps: [
      q('insert into {s}.mine values ()'),
      q2('insert into {s}.others values ()'),
      q2('select last_insert_id() as id', 'of the other session'),
      q('select last_insert_id() as id', 'after the other session'),
    ],
    privateConnection: { 'of the other session': [{ id: 500 }], 'after the other session': [{ id: 1 }] },
    muxpool: {
      'of the other session': [[{ id: 500 }], { code: 'MUX_LOOKBACK_LOST' }],
      'after the other session': [[{ id: 1 }], { code: 'MUX_LOOKBACK_LOST' }],
    },
  },
  {
    name: 'handle-closed-alone',
    connections: 1,
    steps: [
      { prepare: 'select 5 as n', as: 'one' },
      { prepare: 'select 5 as n', as: 'two' },
      { close: 'one' },
      { run: 'two', label: 'the other handle' },
    ],
    privateConnection: { 'the other handle': { code: 'ER_UNKNOWN_STMT_HANDLER' } },
    muxpool: { 'the other handle': [[{ n: 5 }]] },
  },
  {
    name: 'error-of-a-handle-has-its-text',
    connections: 1,
    shows: ['code', 'sql'],
    steps: [
      { prepare: 'select (select 1 union select 2) as n', as: 'one' },
      { run: 'one', label: 'error' },
    ],
    privateConnection: { error: { code: 'ER_SUBQUERY_NO_1_ROW', sql: null } },
    muxpool: { error: [{ code: 'ER_SUBQUERY_NO_1_ROW', sql: 'select (select 1 union select 2) as n' }] },
  },
  {
    name: 'words-after-a-lost-connection',
    connections: 1,
    // MariaDB keeps the connection.
    only: 'mysql',
    steps: [
      q('set @a = 1'),
      { changeUser: { user: '{user}_no_such', password: 'wrong' }, label: 'the refusal' },
      q('select 1 as one', 'after it'),
      q('select 1 as one', 'and again'),
    ],
    privateConnection: {
      'the refusal': { code: 'ER_ACCESS_DENIED_ERROR' },
      'after it': { code: 'PROTOCOL_CONNECTION_LOST' },
    },
    muxpool: {
      'the refusal': [{ code: 'ER_ACCESS_DENIED_ERROR' }],
      'after it': [{ code: 'MUX_SESSION_BROKEN' }],
      'and again': [{ code: 'MUX_SESSION_BROKEN' }],
    },
  },
  {
    name: 'schema-dropped-by-another',
    connections: 1,
    only: 'mariadb',
    setup: ['create database {s}_gone', 'create table {s}_gone.t (n int)'],
    steps: [
      q('use {s}_gone'),
      q('select n from t'),
      { elsewhere: 'drop database {s}_gone' },
      q('select n from t', 'names of the schema'),
    ],
    privateConnection: { 'names of the schema': { code: 'ER_NO_SUCH_TABLE' } },
    muxpool: { 'names of the schema': [{ code: 'ER_NO_SUCH_TABLE' }, { code: 'ER_NO_DB_ERROR' }] },
  },
  {
    name: 'character-set-of-a-schema-that-another-alters',
    connections: 2,
    only: 'mariadb',
    setup: ['create database {s}_altered character set utf8mb4', 'create view of_another_schema as select 1 as one'],
    steps: [
      q('use {s}_altered'),
      { elsewhere: 'alter database {s}_altered character set ucs2' },
      q2('create view {s}_altered.made_meanwhile as select 1 as one'),
      q('select 1 as one'),
      q('select @@character_set_database as c', 'character set'),
    ],
    privateConnection: { 'character set': [{ c: 'utf8mb4' }] },
    muxpool: { 'character set': [[{ c: 'ucs2' }]] },
  },
]

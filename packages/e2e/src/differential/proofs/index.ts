import { q, q2, q3 } from '../program.ts'
import type { Proof } from './proof.ts'

const twoTables = [
  'create table {s}.mine (id serial primary key)',
  'create sequence {s}.theirs start 500',
  "create table {s}.others (id int default nextval('{s}.theirs'))",
]

export const proofs: readonly Proof[] = [
  {
    name: 'identity',
    connections: 2,
    steps: [
      q('select pg_backend_pid()', 'first'),
      q2('begin; select 1'),
      q('select pg_backend_pid()', 'while another has the connection'),
      q2('rollback'),
    ],
    privateConnection: {
      first: [{ pg_backend_pid: '#pid1' }],
      'while another has the connection': [{ pg_backend_pid: '#pid1' }],
    },
    muxpool: {
      first: [[{ pg_backend_pid: '#pid1' }]],
      'while another has the connection': [[{ pg_backend_pid: '#pid2' }]],
    },
  },
  {
    name: 'custom-setting-trace',
    connections: 1,
    steps: [
      q2("begin; select set_config('proof.trace', 'x', true); commit"),
      { release: 'release', session: 2 },
      q("select current_setting('proof.trace', true) as trace", 'of a name never set'),
      q("select current_setting('proof.never', true) as trace", 'of a name that nobody set'),
    ],
    privateConnection: { 'of a name never set': [{ trace: null }], 'of a name that nobody set': [{ trace: null }] },
    muxpool: { 'of a name never set': [[{ trace: '' }]], 'of a name that nobody set': [[{ trace: null }]] },
  },
  {
    name: 'sequence-look-back',
    connections: 2,
    setup: twoTables,
    steps: [
      q('insert into {s}.mine default values'),
      q2('begin; insert into {s}.others default values; select lastval()'),
      q('select lastval()', 'while another has the connection'),
      q2('commit'),
      q('select lastval()', 'on any connection'),
      q2('select lastval()', 'of the other session'),
    ],
    privateConnection: {
      'while another has the connection': [{ lastval: '1' }],
      'on any connection': [{ lastval: '1' }],
      'of the other session': [{ lastval: '500' }],
    },
    muxpool: {
      'while another has the connection': [{ code: '55000' }, { code: 'MUX_LOOKBACK_LOST' }, [{ lastval: '1' }]],
      'on any connection': [{ code: '55000' }, { code: 'MUX_LOOKBACK_LOST' }, [{ lastval: '1' }]],
      'of the other session': [{ code: '55000' }, { code: 'MUX_LOOKBACK_LOST' }, [{ lastval: '500' }]],
    },
  },
  {
    name: 'cached-sequence',
    connections: 2,
    setup: ['create sequence {s}.cached cache 10', "create table {s}.t (id int default nextval('{s}.cached'))"],
    steps: [
      q('insert into {s}.t default values returning id', 'first'),
      q2('begin; select 1'),
      q('insert into {s}.t default values returning id', 'second'),
      q2('rollback'),
    ],
    privateConnection: { first: [{ id: 1 }], second: [{ id: 2 }] },
    muxpool: { first: [[{ id: 1 }]], second: [[{ id: 11 }]] },
  },
  {
    name: 'named-statement-after-ddl',
    connections: 1,
    setup: ['create table {s}.t as select 1 as id'],
    steps: [
      q({ name: 'all', text: 'select * from {s}.t' }),
      q2('alter table {s}.t add column v text'),
      q({ name: 'all', text: 'select * from {s}.t' }, 'after the change'),
    ],
    privateConnection: { 'after the change': { code: '0A000' } },
    muxpool: { 'after the change': [{ code: '0A000' }, [{ id: 1, v: null }]] },
  },
  {
    name: 'named-statement-after-discard',
    connections: 1,
    steps: [
      q({ name: 'one', text: 'select 1 as one' }),
      q('deallocate all'),
      q({ name: 'one', text: 'select 1 as one' }, 'after DEALLOCATE ALL'),
      q({ name: 'two', text: 'select 2 as two' }),
      q('discard all'),
      q({ name: 'two', text: 'select 2 as two' }, 'after DISCARD ALL'),
    ],
    privateConnection: { 'after DEALLOCATE ALL': { code: '26000' }, 'after DISCARD ALL': { code: '26000' } },
    muxpool: { 'after DEALLOCATE ALL': [[{ one: 1 }]], 'after DISCARD ALL': [[{ two: 2 }]] },
  },
  {
    name: 'temporary-schema-trace',
    connections: 2,
    steps: [
      q2('create temporary table scratch (id int)'),
      { release: 'release', session: 2 },
      q("select array_to_string(current_schemas(true), ',') as schemas", 'schemas before'),
      q("select to_regclass('scratch') is null as nothing", 'table before'),
      q('select pg_temp.no_such()', 'function before'),
      q('begin; create temporary table own (id int) on commit drop; commit'),
      q3('begin; select 1'),
      q("select array_to_string(current_schemas(true), ',') as schemas", 'schemas after'),
      q('select pg_temp.no_such()', 'function after'),
      q3('rollback'),
    ],
    privateConnection: {
      'schemas before': [{ schemas: 'pg_catalog,public' }],
      'table before': [{ nothing: true }],
      'function before': { code: '3F000' },
      'schemas after': [{ schemas: 'pg_temp_N,pg_catalog,public' }],
      'function after': { code: '42883' },
    },
    muxpool: {
      'schemas before': [[{ schemas: 'pg_temp_N,pg_catalog,public' }], [{ schemas: 'pg_catalog,public' }]],
      'table before': [[{ nothing: true }]],
      'function before': [{ code: '42883' }, { code: '3F000' }],
      'schemas after': [[{ schemas: 'pg_temp_N,pg_catalog,public' }], [{ schemas: 'pg_catalog,public' }]],
      'function after': [{ code: '42883' }, { code: '3F000' }],
    },
  },
  {
    name: 'libraries-of-others',
    connections: 1,
    steps: [
      q2('do $$ begin null; end $$'),
      { release: 'release', session: 2 },
      q("select count(*) > 0 as defined from pg_settings where name like 'plpgsql.%'", 'settings'),
      q('set plpgsql.no_such = 1', 'name'),
    ],
    privateConnection: { settings: [{ defined: false }], name: [] },
    muxpool: { settings: [[{ defined: true }], [{ defined: false }]], name: [{ code: '42602' }, []] },
  },
  {
    name: 'routine-made-elsewhere',
    connections: 1,
    steps: [
      q('select 1'),
      {
        elsewhere:
          "create function {s}.newborn() returns text language sql as $$ select set_config('proof.newborn', 'seen', false) $$",
      },
      q2('select {s}.newborn() as t', 'own'),
      { release: 'release', session: 2 },
      q("select nullif(current_setting('proof.newborn', true), '') as t", 'of another'),
    ],
    privateConnection: { own: [{ t: 'seen' }], 'of another': [{ t: null }] },
    muxpool: { own: [[{ t: 'seen' }]], 'of another': [[{ t: 'seen' }], [{ t: null }]] },
  },
]

import { deep, type Program, q, type Step } from '../program.ts'

/** State of every kind that a DISCARD or RESET may end. */
const everything: readonly Step[] = [
  q("set work_mem = '8MB'"),
  q('set role {role}'),
  q('reset role'),
  q('prepare ps as select 1'),
  q({ name: 'named', text: 'select 2 as two' }),
  q('create temp table scratch (id int)'),
  q('declare held cursor with hold for select 1'),
  q('listen {ch}'),
  q('select pg_advisory_lock({k}, 1)'),
  q("select nextval('{s}.seq')"),
  q('set role {role}'),
  deep,
]

const afterwards: readonly Step[] = [
  deep,
  q('execute ps'),
  q({ name: 'named', text: 'select 2 as two' }),
  q("select to_regclass('scratch') is null as no_table"),
  q('fetch all from held'),
  q('select lastval()'),
  q('show work_mem'),
  q('show role'),
]

const discards = [
  'discard all',
  'discard temp',
  'discard temporary',
  'discard plans',
  'discard sequences',
  'reset all',
  'deallocate all',
  'deallocate prepare all',
  'close all',
  'unlisten *',
  'select pg_advisory_unlock_all()',
]

export const discard: readonly Program[] = [
  ...discards.map(
    (text): Program => ({
      name: `what-it-ends: ${text}`,
      covers: [
        'discard',
        'setting',
        'role',
        'sql-prepared',
        'temporary',
        'hold-cursor',
        'listen',
        'advisory-lock',
        'sequence',
      ],
      pins: 'may',
      setup: ['create sequence {s}.seq', 'grant usage on sequence {s}.seq to {role}'],
      steps: [...everything, q(text), ...afterwards],
    }),
  ),
  {
    name: 'discard-in-a-transaction',
    covers: ['discard', 'transaction', 'error'],
    pins: 'may',
    steps: [
      q("set work_mem = '8MB'"),
      q('begin'),
      q('discard all'),
      q('rollback'),
      q('show work_mem'),
      q('select 1; discard all'),
      q('show work_mem'),
      q('begin'),
      q('discard plans'),
      q('create temp table scratch (id int)'),
      q('discard temp'),
      q('rollback'),
      q('discard nonsense'),
      q('discard all'),
      q('discard all'),
      deep,
    ],
  },
]

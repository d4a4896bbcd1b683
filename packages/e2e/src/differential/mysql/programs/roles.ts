import { deep, light, type Program, q, q2, q3 } from '../../program.ts'

const role = 'select current_role() as role, current_user() as user'

export const roles: readonly Program[] = [
  {
    name: 'roles-of-two-sessions',
    covers: ['role', 'error'],
    pins: 'may',
    setup: ['create table t as select 1 as n'],
    steps: [
      q(role),
      q('set role {role}'),
      q2('set role {role2}'),
      q(role),
      q2(role),
      q3(role),
      q('select * from {s}.t'),
      q('set role no_such_role'),
      q(role),
      q('begin'),
      q('set role none'),
      q('rollback'),
      q(role),
      q2(role),
      { reconnect: 'release', session: 2 },
      q2(role),
      q('set role {role}'),
      q('set role none'),
      light,
    ],
  },
  {
    name: 'a-role-outlives-a-reset',
    covers: ['role', 'reset', 'change-user'],
    pins: 'may',
    steps: [
      q('set role {role}'),
      { method: 'reset' },
      q(role),
      q2(role),
      q('set role {role}'),
      { changeUser: {} },
      q(role),
      q2(role),
      { reconnect: 'destroy' },
      q(role),
    ],
  },
  {
    name: 'forms-of-set-role',
    covers: ['role'],
    pins: 'may',
    only: 'mysql',
    steps: [
      // All are those of other programs too.
      q('set role all'),
      q("select current_role() like '%{role}`%' as one, current_role() like '%{role2}%' as two"),
      q('set role all except {role}'),
      q("select current_role() like '%{role}`%' as one, current_role() like '%{role2}%' as two"),
      q('set role default'),
      q(role),
      q('set role {role}, {role2}'),
      q(role),
      q2(role),
      deep,
    ],
  },
]

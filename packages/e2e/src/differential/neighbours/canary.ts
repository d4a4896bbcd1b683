import type { Statement } from '../program.ts'

export const canaryKinds = [
  'setting',
  'role',
  'temporary',
  'sql-prepared',
  'protocol-prepared',
  'hold-cursor',
  'advisory-lock',
  'channel',
] as const

export type CanaryKind = (typeof canaryKinds)[number]

/** Each neighbour has a role of its own. */
export const neighbourRole = (run: string, number: number): string => `neighbour_${run}_${number}`

/** What a neighbour plants: if it is ever seen by another session, state has leaked, and its value says whose. */
export const canary: Readonly<Record<CanaryKind, (run: string, number: number) => Statement>> = {
  setting: (_run, number) => `set canary.mark = 'neighbour ${number}'`,
  role: (run, number) => `set role ${neighbourRole(run, number)}`,
  temporary: (_run, number) => `create temporary table canary_temp as select ${number} as neighbour`,
  'sql-prepared': (_run, number) => `prepare canary_prepared as select 'neighbour ${number}'`,
  'protocol-prepared': (_run, number) => ({ name: 'canary_named', text: `select 'neighbour ${number}' as neighbour` }),
  'hold-cursor': (_run, number) => `declare canary_cursor cursor with hold for select 'neighbour ${number}'`,
  'advisory-lock': (_run, number) => `select pg_try_advisory_lock(${number + 1}, 1)`,
  channel: (_run, number) => `listen canary_${number}`,
}

/** What a session that has just begun must answer with only nulls and false. */
export const foreignState = `
select nullif(current_user, session_user) as role,
  nullif(pg_catalog.current_setting('canary.mark', true), '') as setting,
  pg_catalog.to_regclass('canary_temp') as temporary,
  (select pg_catalog.jsonb_agg(name) from pg_catalog.pg_prepared_statements where from_sql) as prepared,
  (select pg_catalog.jsonb_agg(name) from pg_catalog.pg_cursors where name <> '') as cursors,
  (select pg_catalog.jsonb_agg(channel) from pg_catalog.pg_listening_channels() as channel) as channels,
  (select pg_catalog.jsonb_agg(classid::bigint) from pg_catalog.pg_locks
    where locktype = 'advisory' and pid = pg_catalog.pg_backend_pid()) as locks`

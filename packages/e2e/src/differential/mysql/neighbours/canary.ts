import type { Statement } from '../../program.ts'

export const canaryKinds = [
  'setting',
  'variable',
  'role',
  'schema',
  'temporary',
  'sql-prepared',
  'lock',
  'charset',
  'autocommit',
] as const

export type CanaryKind = (typeof canaryKinds)[number]

/** Each neighbour has a role of its own. */
export const neighbourRole = (run: string, number: number): string => `neighbour_${run}_${number}`
export const neighbourSchema = (run: string): string => `neighbour_${run}`
const lockOf = (run: string, number: number): string => `canary_${run}_${number}`

/** What a neighbour plants: if it is ever seen by another session, state has leaked, and its value says whose. */
export const canary: Readonly<Record<CanaryKind, (run: string, number: number) => Statement>> = {
  setting: (_run, number) => `set group_concat_max_len = ${7_000 + number}`,
  variable: (_run, number) => `set @canary = 'neighbour ${number}'`,
  role: (run, number) => `set role ${neighbourRole(run, number)}`,
  schema: (run) => `use ${neighbourSchema(run)}`,
  temporary: (run, number) =>
    `create temporary table ${neighbourSchema(run)}.canary_temp as select ${number} as neighbour`,
  'sql-prepared': (_run, number) => `prepare canary_prepared from 'select ${number} as neighbour'`,
  lock: (run, number) => `select get_lock('${lockOf(run, number)}', 0)`,
  charset: () => 'set names latin1',
  autocommit: () => 'set autocommit = 0',
}

/** What a session that has just begun must answer with only nulls. */
export const foreignState = (run: string, neighbours: number): string => `
select nullif(@@session.group_concat_max_len, @@global.group_concat_max_len) as setting, @canary as variable,
  nullif(current_role(), 'NONE') as role, nullif(database(), 'differential_${run}') as place,
  nullif(@@character_set_client, 'utf8mb4') as charset, nullif(@@autocommit, 1) as autocommit,
  nullif(replace(@@session.sql_mode, 'IGNORE_SPACE,', ''), @@global.sql_mode) as mode, nullif(@@session.time_zone, @@global.time_zone) as zone,
  ${Array.from({ length: neighbours }, (_value, number) => `nullif(is_used_lock('${lockOf(run, number)}') = connection_id(), 0) as lock_${number}`)}`

/** What such a session must be refused, with these numbers: no such table, no such prepared statement. */
export const foreignObjects = (run: string): readonly (readonly [text: string, errno: number])[] => [
  [`select neighbour from ${neighbourSchema(run)}.canary_temp`, 1146],
  ['execute canary_prepared', 1243],
]

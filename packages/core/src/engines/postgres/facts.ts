import type { ControlRows } from '../../adapter/control.ts'
import type { Dependents, RoutineFacts, ServerLimits } from '../../adapter/engine.ts'
import { mentions } from './dependents.ts'
import { harmlessExtensions } from './harmless-extensions.ts'
import { factsOfRoutines, type RememberedBodies } from './routine-body.ts'

/**
 * What the server really gives: its slots less the reserved ones, and the limits of role and database (-1 is none).
 * `reserved_connections` exists since version 16.
 * https://www.postgresql.org/docs/current/runtime-config-connection.html
 */
export const limitsText: string = `SELECT
  pg_catalog.current_setting('max_connections'),
  pg_catalog.current_setting('superuser_reserved_connections'),
  pg_catalog.current_setting('reserved_connections', true),
  (SELECT rolconnlimit FROM pg_catalog.pg_roles WHERE rolname OPERATOR(pg_catalog.=) session_user),
  (SELECT datconnlimit FROM pg_catalog.pg_database WHERE datname OPERATOR(pg_catalog.=) pg_catalog.current_database()),
  pg_catalog.current_setting('server_version')`

export function readLimits(answer: ControlRows): ServerLimits {
  const [row] = answer
  if (answer.length !== 1 || row === undefined || row.length !== 6)
    throw new Error('the server did not tell its limits')
  const [most, superuser, reserved, role, database, version] = row
  const number = (value: unknown): number => Number(value ?? 0)
  const limits = [
    number(most) - number(superuser) - number(reserved),
    ...[role, database].map((limit) => (limit === null ? -1 : number(limit))).filter((limit) => limit >= 0),
  ]
  return { usableConnections: Math.max(1, Math.min(...limits)), version: String(version) }
}

const quoted = (name: string): string => `'${name.replaceAll("'", "''")}'`

const ofUsers: string = `FROM pg_catalog.pg_proc routine
JOIN pg_catalog.pg_namespace space ON space.oid OPERATOR(pg_catalog.=) routine.pronamespace
JOIN pg_catalog.pg_language language ON language.oid OPERATOR(pg_catalog.=) routine.prolang
WHERE space.nspname OPERATOR(pg_catalog.<>) ALL (ARRAY['pg_catalog', 'information_schema']::pg_catalog.name[])
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend depend JOIN pg_catalog.pg_extension extension ON extension.oid OPERATOR(pg_catalog.=) depend.refobjid
    WHERE depend.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass
      AND depend.objid OPERATOR(pg_catalog.=) routine.oid
      AND depend.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_extension'::pg_catalog.regclass
      AND depend.deptype OPERATOR(pg_catalog.=) 'e'
      AND extension.extname OPERATOR(pg_catalog.=) ANY (ARRAY[${[...harmlessExtensions].map(quoted).join(', ')}]::pg_catalog.name[]))`

/** Routines that users defined, with what can be read of them. A body in standard SQL has no text in `prosrc`. */
export const routinesText: string = `SELECT routine.proname, language.lanname,
  CASE WHEN routine.prosqlbody IS NULL THEN routine.prosrc ELSE pg_catalog.pg_get_function_sqlbody(routine.oid) END
${ofUsers}`

const stampOf = (row: string): string =>
  `pg_catalog.count(*), pg_catalog.sum(pg_catalog.hashtextextended(${row}.oid::pg_catalog.text OPERATOR(pg_catalog.||) ':' OPERATOR(pg_catalog.||) ${row}.xmin::pg_catalog.text, 0))`

/**
 * Where views, rules, defaults, checks, policies, triggers, casts and operators are kept: they call the server's own
 * functions too. Of types, those with a default: every table is a type as well.
 */
const keepers: readonly string[] = [
  ...['pg_rewrite', 'pg_attrdef', 'pg_constraint', 'pg_policy', 'pg_trigger', 'pg_cast', 'pg_operator'].map(
    (table) => `${table} part WHERE`,
  ),
  'pg_type part WHERE part.typdefaultbin IS NOT NULL AND',
]

/** Changes whenever a routine or what runs one does: every change of a row of the catalogue gives it another xmin. */
export const routinesStampText: string = [
  `SELECT ${stampOf('routine')} ${ofUsers}`,
  ...keepers.map(
    (table) =>
      `SELECT ${stampOf('part')} FROM pg_catalog.${table} part.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid`,
  ),
].join(' UNION ALL ')

export function readRoutines(
  bodies: RememberedBodies,
  answer: ControlRows,
  dependents?: Dependents,
): ReadonlyMap<string, RoutineFacts> {
  return factsOfRoutines(
    answer.map(([name, language, source]) => ({
      name: String(name),
      language: dependents !== undefined && mentions(String(source), dependents) ? 'reaches-state' : String(language),
      source: String(source),
    })),
    bodies,
  )
}

export function readStamp(answer: ControlRows): string {
  if (answer.length !== 1 + keepers.length) throw new Error('the server did not tell the state of its catalogue')
  return answer.map((row) => row.join(':')).join(';')
}

import type { ControlRows } from '../../adapter/control.ts'
import type { RoutineFacts, ServerLimits } from '../../adapter/engine.ts'
import { factsOfPrograms } from './programs.ts'

/**
 * What the server really gives: its slots, and the limit of the account (0 is none). MySQL keeps its one extra slot for
 * administrators beyond `max_connections`, MariaDB too. One is left free: KILL QUERY needs a connection of its own, and
 * without it a statement that has taken too long runs on.
 * https://dev.mysql.com/doc/refman/en/server-system-variables.html#sysvar_max_user_connections
 */
export const limitsText: string = 'SELECT @@global.max_connections, @@session.max_user_connections, VERSION()'

export function readLimits(answer: ControlRows): ServerLimits {
  const [row] = answer
  if (answer.length !== 1 || row === undefined || row.length !== 3)
    throw new Error('the server did not tell its limits')
  const [most, ofAccount, version] = row
  const limits = [Number(most), Number(ofAccount)].filter((limit) => limit > 0)
  return { usableConnections: Math.max(1, Math.min(...limits) - 1), version: String(version) }
}

/** To look into every view of `sys` takes a server long, and no statement of a user changes what it would find. */
const systemSchemas = "'information_schema', 'mysql', 'performance_schema', 'sys'"

/**
 * With the `sql_select_limit` of the session that reads, some routines would be missing, for everybody, and nothing would
 * tell. Not by a hint or by SET STATEMENT: the server would report these, to the session's next statement.
 */
const all = 'LIMIT 18446744073709551615'

/** One row for each: its kind, its schema, its name, its text. Tables of a trigger, and views, stand with theirs. */
const programs = `SELECT 'routine', ROUTINE_SCHEMA, ROUTINE_NAME, IF(COALESCE(EXTERNAL_LANGUAGE, 'SQL') = 'SQL', ROUTINE_DEFINITION, NULL)
  FROM information_schema.ROUTINES
UNION ALL SELECT 'trigger', EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE, ACTION_STATEMENT FROM information_schema.TRIGGERS
UNION ALL SELECT 'view', TABLE_SCHEMA, TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS`

/**
 * On MariaDB a default can move a sequence, which LASTVAL() then tells, and set a user variable, as a generated column
 * can: that one counts as a view, as to read it is enough.
 */
const defaults = `/*M!100300 UNION ALL SELECT IF(COALESCE(GENERATION_EXPRESSION, '') LIKE '%:=%', 'view', 'default'), TABLE_SCHEMA, TABLE_NAME,
    CONCAT_WS(' ', COLUMN_DEFAULT, GENERATION_EXPRESSION) FROM information_schema.COLUMNS
  WHERE TABLE_SCHEMA NOT IN (${systemSchemas})
    AND (COLUMN_DEFAULT LIKE '%nextval(%' OR COLUMN_DEFAULT LIKE '%:=%' OR GENERATION_EXPRESSION LIKE '%:=%') */`

/** In a body `SET name = …` sets a variable of the server, or one that the body declares. */
const variables = `/*M!100100 UNION ALL SELECT 'variable', '', VARIABLE_NAME, '' FROM information_schema.SYSTEM_VARIABLES */
/*!80000 UNION ALL SELECT 'variable', '', VARIABLE_NAME, '' FROM performance_schema.session_variables */`

/**
 * Whatever of the catalogue runs code that no text shows. A text that
 * the account may not see is null or empty, and so is one in another language.
 */
export const routinesText: string = `${programs} ${defaults} ${variables} ${all}`

/** The same, without what comes with the server. */
const ofUsers = `SELECT 'none' AS kind, '' AS place, '' AS name, '' AS source
UNION ALL SELECT 'routine', ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_DEFINITION FROM information_schema.ROUTINES
  WHERE ROUTINE_SCHEMA NOT IN (${systemSchemas})
UNION ALL SELECT 'trigger', EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE, ACTION_STATEMENT FROM information_schema.TRIGGERS
  WHERE EVENT_OBJECT_SCHEMA NOT IN (${systemSchemas})
UNION ALL SELECT 'view', TABLE_SCHEMA, TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS
  WHERE TABLE_SCHEMA NOT IN (${systemSchemas})`

/** Changes whenever one of these does. */
export const stampText: string = `SELECT COUNT(*), COALESCE(SUM(CRC32(CONCAT_WS('|', kind, place, name, source))), 0)
FROM (${ofUsers} ${defaults}) programs ${all}`

export function readRoutines(answer: ControlRows): ReadonlyMap<string, RoutineFacts> {
  const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
  return factsOfPrograms(
    answer.map(([kind, schema, name, source]) => ({
      kind: text(kind),
      schema: text(schema),
      name: text(name),
      source: text(source),
    })),
  )
}

export function readStamp(answer: ControlRows): string {
  const [row] = answer
  if (answer.length !== 1 || row === undefined || row.length !== 2)
    throw new Error('the server did not tell the state of its catalogue')
  return row.map(String).join(':')
}

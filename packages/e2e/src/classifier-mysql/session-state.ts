import type { Connection, ResultSetHeader } from 'mysql2/promise'
import { type Rows, rowsOf } from './connect.ts'

/** A kind of state that outlives the statement that made it, as the server itself tells it. */
export type StateKind =
  | 'setting'
  | 'user-variable'
  | 'role'
  | 'schema'
  | 'sql-prepared'
  | 'temporary'
  | 'handler'
  | 'advisory-lock'
  | 'table-lock'
  | 'sequence'
  | 'last-insert-id'
  | 'next-transaction'
  | 'resource-group'

export type Flavour = 'mysql' | 'mariadb'

/** Variables that move by themselves, or that are no settings. */
const restless: ReadonlySet<string> = new Set(
  (
    'timestamp rand_seed1 rand_seed2 pseudo_thread_id insert_id last_insert_id identity error_count warning_count ' +
    'statement_id gtid_next in_transaction last_gtid gtid_seq_no gtid_binlog_pos gtid_current_pos in_predicate_conversion'
  ).split(' '),
)

const sessionVariables: Readonly<Record<Flavour, string>> = {
  mysql: `select variable_name, variable_value from performance_schema.variables_by_thread
    where thread_id = (select thread_id from performance_schema.threads where processlist_id = ?)`,
  mariadb: `select variable_name, session_value from information_schema.system_variables
    where variable_scope like 'SESSION%' and ? is not null`,
}

export type Variables = ReadonlyMap<string, string>

export async function readVariables(own: Connection, admin: Connection, flavour: Flavour): Promise<Variables> {
  const asked = flavour === 'mysql' ? admin : own
  const rows = await rowsOf(asked, sessionVariables[flavour], [own.threadId])
  return new Map(rows.map(([name, value]) => [String(name).toLowerCase(), String(value)]))
}

const temporaryNames = ['made', 'probe_tmp', 'probe_t', 'probe_empty']
const handlers = ['probe_t', 'h', 'made']

/**
 * What the session has that a fresh one has not. Asked of another connection where possible, and in an order in which
 * no question ends what a later one asks for.
 * @param mayMarkNext whether it is worth the time to look at the next transaction
 */
export async function readState(
  own: Connection,
  admin: Connection,
  flavour: Flavour,
  before: Variables,
  mayMarkNext: boolean,
): Promise<ReadonlySet<StateKind>> {
  const held = new Set<StateKind>()
  if (await isInTransaction(own)) await own.query('commit').catch(() => {})
  const thread = `(select thread_id from performance_schema.threads where processlist_id = ${own.threadId})`
  const count = async (kind: StateKind, text: string) => {
    if (Number((await rowsOf(admin, text))[0]?.[0]) > 0) held.add(kind)
  }
  const locks = `select count(*) from performance_schema.metadata_locks where owner_thread_id = ${thread} and lock_status = 'GRANTED'`
  await count('advisory-lock', `${locks} and object_type = 'USER LEVEL LOCK'`)
  await count('table-lock', `${locks} and object_type <> 'USER LEVEL LOCK'`)
  await count(
    'user-variable',
    `select count(*) from performance_schema.user_variables_by_thread where thread_id = ${thread}`,
  )
  await count(
    'sql-prepared',
    `select count(*) from performance_schema.prepared_statements_instances
      where owner_thread_id = ${thread} and statement_name is not null`,
  )
  if (flavour === 'mysql')
    await count(
      'resource-group',
      `select count(*) from performance_schema.threads where processlist_id = ${own.threadId} and resource_group <> 'USR_default'`,
    )
  // Whatever opens a table uses it up; and it ends LOCK TABLES.
  if (mayMarkNext && !held.has('table-lock') && (await isNextMarked(own, admin))) held.add('next-transaction')
  await addSettings(own, admin, flavour, before, held)
  const one = async (text: string): Promise<unknown> => (await answer(own, text))?.[0]?.[0]
  const id = await one('select @@last_insert_id')
  if (id !== undefined && Number(id) !== 0) held.add('last-insert-id')
  const role = await one('select current_role()')
  if (role !== undefined && role !== null && role !== 'NONE') held.add('role')
  if ((await one('select database()')) !== 'classifier_probe') held.add('schema')
  if (flavour === 'mariadb') {
    const last = await one('select lastval(classifier_probe.probe_s)')
    if (last !== undefined && last !== null) held.add('sequence')
  }
  for (const name of temporaryNames) {
    const text = String((await answer(own, `show create table classifier_probe.${name}`))?.[0]?.[1] ?? '')
    if (/^create temporary/i.test(text)) held.add('temporary')
  }
  for (const name of handlers) if ((await answer(own, `handler ${name} read first`)) !== null) held.add('handler')
  // The locks of an open handler.
  if (held.has('handler')) held.delete('table-lock')
  return held
}

async function addSettings(
  own: Connection,
  admin: Connection,
  flavour: Flavour,
  before: Variables,
  held: Set<StateKind>,
): Promise<void> {
  const after = await readVariables(own, admin, flavour).catch(() => new Map<string, string>())
  // A limit on rows hides them.
  if (after.size < before.size) held.add('setting')
  for (const [name, value] of after) if (!restless.has(name) && before.get(name) !== value) held.add('setting')
  const moment = Number((await answer(own, 'select @@timestamp'))?.[0]?.[0] ?? Date.now() / 1000)
  if (Math.abs(moment - Date.now() / 1000) > 1_000) held.add('setting')
}

async function answer(own: Connection, text: string): Promise<Rows | null> {
  return rowsOf(own, text).catch(() => null)
}

async function isInTransaction(own: Connection): Promise<boolean> {
  const [header] = await own.query('do 0')
  return ((header as ResultSetHeader & { serverStatus: number }).serverStatus & 1) === 1
}

/** The server looks at its transactions that often, and no oftener. */
const innodbTrxCacheSeconds = 0.11

/** Whether the next transaction is of another kind than the one behind it. */
async function isNextMarked(own: Connection, admin: Connection): Promise<boolean> {
  const read = async (): Promise<string> => {
    await own.query('start transaction')
    await own.query('select count(*) from classifier_probe.probe_t').catch(() => {})
    await admin.query(`do sleep(${innodbTrxCacheSeconds})`)
    const rows = await rowsOf(
      admin,
      'select trx_isolation_level, trx_is_read_only from information_schema.innodb_trx where trx_mysql_thread_id = ?',
      [own.threadId],
    )
    await own.query('rollback')
    return JSON.stringify(rows)
  }
  const next = await read()
  return next !== (await read())
}

import type pg from 'pg'

/** A kind of state that outlives the statement that made it, as the server itself tells it. */
export type StateKind =
  | 'setting'
  | 'role'
  | 'session-authorization'
  | 'random-seed'
  | 'sql-prepared'
  | 'temporary'
  | 'hold-cursor'
  | 'advisory-lock'
  | 'listening'
  | 'sequence'
  | 'dblink'
  | 'slot'
  | 'origin'
  | 'library'
  | 'backup'
  | 'weak-isn'

/** Settings with a dot are in no view; these are the ones that the spellings use. */
const customSettings = ['app.tenant', 'local.x', 'session.x', 'role.x', 'transaction.x', 'time.x', 'names.x']
  .concat(['schema.x', 'xml.x', 'constraints.x'])
  .map((name) => `coalesce(current_setting('${name}', true), '') <> ''`)
  .join(' or ')

const questions: { readonly [kind in Exclude<StateKind, 'sequence' | 'backup' | 'library'>]: string } = {
  setting: `exists (select from pg_settings where source = 'session' and name !~ '^transaction_' and not name = any ($1)) or ${customSettings}`,
  role: `current_setting('role') <> 'none'`,
  'session-authorization': 'session_user <> $2',
  // The first number after setseed(0.5).
  'random-seed': `random() = $3::float8`,
  'sql-prepared': 'exists (select from pg_prepared_statements where from_sql)',
  temporary: `exists (select from pg_depend where refclassid = 'pg_namespace'::regclass and refobjid = pg_my_temp_schema())`,
  'hold-cursor': 'exists (select from pg_cursors where is_holdable)',
  'advisory-lock': `exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())`,
  listening: 'exists (select from pg_listening_channels())',
  dblink: 'coalesce(cardinality(public.dblink_get_connections()), 0) > 0',
  slot: 'exists (select from pg_replication_slots where temporary and active_pid = pg_backend_pid())',
  origin: 'pg_replication_origin_session_is_setup()',
  'weak-isn': 'public.isn_weak()',
}

/** What a new connection has, and what the login is. */
export interface Baseline {
  readonly user: string
  /** The number that random() gives first after setseed(0.5). */
  readonly seeded: number
  readonly settings: readonly string[]
  readonly libraries: readonly string[]
}

export async function readBaseline(client: pg.Client): Promise<Baseline> {
  const settings = await client.query(`select name from pg_settings where source = 'session'`)
  const libraries = await readLibraries(client)
  const { rows } = await client.query('select session_user as user, setseed(0.5), random() as seeded')
  return { user: rows[0].user, seeded: rows[0].seeded, settings: settings.rows.map((row) => row.name), libraries }
}

/** Everything that lives on this connection now. Changes the connection: to be asked once, at its end. */
export async function readState(client: pg.Client, baseline: Baseline): Promise<ReadonlySet<StateKind>> {
  const held = new Set<StateKind>()
  // First, as everything else may draw random numbers or lack the right to look.
  const values = [baseline.settings, baseline.user, baseline.seeded]
  const columns = Object.entries(questions).map(([kind, question]) => `(${question}) as "${kind}"`)
  const identity = await client.query('select current_setting($1) as role, session_user as user', ['role'])
  if (identity.rows[0].role !== 'none') held.add('role')
  if (identity.rows[0].user !== baseline.user) held.add('session-authorization')
  const settings = await client.query(
    `select ${questions.setting} as changed from (select $2::text, $3::float8) as unused`,
    values,
  )
  if (settings.rows[0].changed) held.add('setting')
  await client.query('reset session authorization; reset role')
  const { rows } = await client.query(
    `select ${columns.filter((column) => !column.includes('"setting"')).join(', ')} from (select $1::text[]) as unused`,
    values,
  )
  for (const [kind, holds] of Object.entries(rows[0])) if (holds === true) held.add(kind as StateKind)
  for (const library of await readLibraries(client)) if (!baseline.libraries.includes(library)) held.add('library')
  if (await succeeds(client, 'select public.dblink_disconnect()')) held.add('dblink')
  if (await succeeds(client, 'select lastval()')) held.add('sequence')
  if (await succeeds(client, `select currval('probe_s')`)) held.add('sequence')
  if (await succeeds(client, 'select pg_backup_stop(false)')) held.add('backup')
  return held
}

/** Libraries of the server's own conversions, and of extensions whose functions were called. */
const ordinary =
  /^(plpgsql|dblink|isn|pg_trgm|tablefunc|pgxml|libpqwalreceiver|utf8_and_\w+|latin_and_mic|\w+_and_\w+)\b/

/** Empty before version 18, which has no way to tell. */
async function readLibraries(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query(
    `select count(*)::int as known from pg_proc where proname = 'pg_get_loaded_modules'`,
  )
  if (rows[0].known === 0) return []
  const modules = await client.query('select file_name from pg_get_loaded_modules()')
  return modules.rows.map((row) => row.file_name).filter((name) => !ordinary.test(name))
}

async function succeeds(client: pg.Client, text: string): Promise<boolean> {
  return client.query(text).then(
    () => true,
    () => false,
  )
}

import { type ControlRows, type ControlStatement, MuxError, type WireSink } from '@muxpool/core/adapter'
import { resetConnection } from './control-query.ts'
import type { HookRecord } from './hooks.ts'
import { reported } from './session-reports.ts'
import type { MysqlWire } from './wire.ts'

type Run = (statement: ControlStatement) => Promise<ControlRows>

/** Variables whose value on a new connection is told, so that any other value is known to be a session's. */
const watched: readonly string[] = [
  'autocommit',
  'character_set_client',
  'character_set_connection',
  'character_set_results',
  'collation_connection',
  'foreign_key_checks',
  'lc_time_names',
  'max_execution_time',
  'max_statement_time',
  'session_track_schema',
  'session_track_state_change',
  'session_track_system_variables',
  'session_track_transaction_info',
  'sql_mode',
  'sql_safe_updates',
  'sql_select_limit',
  'time_zone',
  'transaction_isolation',
  'transaction_read_only',
  'tx_isolation',
  'tx_read_only',
  'unique_checks',
]
const indispensable = ['sql_mode', 'character_set_client', 'collation_connection', 'session_track_system_variables']
/** What the server runs for every new connection, and for none that is reset. */
const initConnect = 'init_connect'
/** Which server it is, for those who come by another connection. */
const identity = ['server_uuid', 'server_uid', 'hostname', 'port']

/** The state of a new connection, as it was when the hooks had run: what a reset must bring back. */
export class Baseline {
  readonly #values: ReadonlyMap<string, string>
  readonly #schema: string | null
  readonly #role: string | null
  readonly #charsetNumber: number
  readonly #clientEncoding: string
  readonly #hooks: HookRecord
  /** Of the server that the connection really reached. */
  readonly serverIdentity: string

  private constructor(
    wire: MysqlWire,
    values: ReadonlyMap<string, string>,
    [schema, role]: readonly [string | null, string | null],
    hooks: HookRecord,
  ) {
    this.#values = values
    this.#schema = schema
    this.#role = role
    this.#charsetNumber = wire.connection.config.charsetNumber
    this.#clientEncoding = wire.connection.clientEncoding
    this.#hooks = hooks
    this.serverIdentity = identityIn(values)
  }

  /** Turns the reports of the server on, and reads what there is before any session had the connection. */
  static async read(wire: MysqlWire, run: Run, sink: WireSink, hooks: HookRecord): Promise<Baseline> {
    await run({ text: trackingOf(wire) })
    const place = await readPlace(run)
    const values = await readVariables(run, [...watched, ...identity, initConnect])
    for (const name of indispensable)
      if (!values.has(name))
        throw new MuxError('MUX_INIT_FAILED', `the server does not tell ${name}`, { phase: 'init' })
    const baseline = new Baseline(wire, values, place, hooks)
    for (const name of watched) if (values.has(name)) sink.setting(name, values.get(name) ?? '', true)
    sink.setting(reported.schema, place[0] ?? '', true)
    for (const name of [reported.state, reported.nextTransaction, reported.tableLocks]) sink.setting(name, '', true)
    wire.reports.clear()
    return baseline
  }

  /**
   * What no reset of the protocol brings back: schema, role, the collation (MySQL), IGNORE_SPACE of the handshake
   * (MariaDB), the reports, and what the driver believes of the character set.
   * @throws Error when the connection is not as new afterwards.
   */
  async restore(wire: MysqlWire, run: Run, sink: WireSink): Promise<void> {
    if (wire.strange) throw broken('the connection has changed its user')
    if (this.#values.get(initConnect)) throw broken('init_connect runs for new connections only')
    const { connection } = wire
    const strayed = wire.reports.names
    await wire.control(resetConnection())
    connection.kept.clear()
    await run({ text: this.#settings() })
    // Both sides now, whatever a session made the driver believe: only ASCII has been sent so far.
    connection.config.charsetNumber = this.#charsetNumber
    connection.clientEncoding = this.#clientEncoding
    for (const statement of this.#hooks.statements) await run(statement)
    await this.#restorePlace(run)
    const values = await readVariables(run, [...new Set([...watched, ...strayed])])
    for (const name of watched) {
      if (values.get(name) !== this.#values.get(name)) throw broken(`${name} did not come back`)
      if (values.has(name)) sink.setting(name, values.get(name) ?? '', true)
    }
    // The server has read them anew, from what is global now: that is their start value.
    for (const [name, value] of values) if (!this.#values.has(name)) sink.setting(name, value, false)
    sink.setting(reported.schema, this.#schema ?? '', true)
    wire.reports.clear()
  }

  #settings(): string {
    const set = (name: string): string => `${name} = ${literal(this.#values.get(name) ?? '')}`
    const names = ['sql_mode', ...watched.filter(isTracking)].filter((name) => this.#values.has(name))
    return `SET ${[...this.#characterSets(), ...names.map(set)].join(', ')}`
  }

  /**
   * MySQL tells columns in the collation that character_set_results was set with: by SET NAMES that of a new
   * connection, by its own name the default of the character set.
   */
  #characterSets(): readonly string[] {
    const [client = '', connection, results, collation = ''] = [
      'character_set_client',
      'character_set_connection',
      'character_set_results',
      'collation_connection',
    ].map((name) => this.#values.get(name))
    if (client === connection && client === results) return [`NAMES ${literal(client)} COLLATE ${literal(collation)}`]
    return [
      `character_set_client = ${literal(client)}`,
      `collation_connection = ${literal(collation)}`,
      `character_set_results = ${results ? literal(results) : 'NULL'}`,
    ]
  }

  async #restorePlace(run: Run): Promise<void> {
    const [schema, role] = await readPlace(run)
    if (role !== this.#role) await run({ text: `SET ROLE ${this.#role ?? 'NONE'}` })
    if (schema !== this.#schema && this.#schema === null) throw broken('nothing takes a schema away again')
    // Also where it is the right one already: the reset has kept it, and forgotten the character set that comes with it.
    if (this.#schema !== null) await run({ text: `USE ${quoted(this.#schema)}` })
    if (role === this.#role && schema === this.#schema) return
    const [schemaNow, roleNow] = await readPlace(run)
    if (schemaNow !== this.#schema || roleNow !== this.#role) throw broken('schema or role did not come back')
  }
}

const isTracking = (name: string): boolean => name.startsWith('session_track_')

/**
 * With `*` MySQL would tell with every OK that it has counted a statement. By name it tells what matters here, and of
 * all else that something changed.
 * MariaDB marks the end of a result that changed the session; reports of transactions would mark all others too.
 */
function trackingOf({ connection }: MysqlWire): string {
  const [variables, transactions] = connection._isMariaDB ? ['*', 'OFF'] : [watched.join(','), 'CHARACTERISTICS']
  return (
    `SET session_track_system_variables = '${variables}', session_track_schema = ON, session_track_state_change = ON, ` +
    `session_track_transaction_info = '${transactions}'`
  )
}

/** @returns the role as SET ROLE takes it. */
async function readPlace(run: Run): Promise<readonly [schema: string | null, role: string | null]> {
  const rows = await run({ text: 'SELECT DATABASE(), CURRENT_ROLE()' })
  if (rows.length !== 1) throw broken('the server does not tell the schema')
  const [schema, role] = rows[0] as readonly (string | null)[]
  // MySQL says NONE, and quotes; MariaDB says NULL, and does not.
  if (role === null || role === undefined || role === 'NONE') return [schema ?? null, null]
  return [schema ?? null, role.startsWith('`') ? role : quoted(role)]
}

async function readVariables(run: Run, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const list = names.map(literal).join(', ')
  const rows = await run({ text: `SHOW SESSION VARIABLES WHERE Variable_name IN (${list})` })
  return new Map(rows.map(([name, value]) => [String(name), String(value ?? '')]))
}

function identityIn(values: ReadonlyMap<string, string>): string {
  return identity.map((name) => values.get(name) ?? '').join(' ')
}

export async function readIdentity(run: Run): Promise<string> {
  return identityIn(await readVariables(run, identity))
}

/** In any sql_mode and character set: none of what is quoted has a quote, a backslash or a letter beyond ASCII. */
function literal(text: string): string {
  if (!/^[\w ,.:;*/+@-]*$/.test(text)) throw broken(`${JSON.stringify(text)} can't be quoted for certain`)
  return `'${text}'`
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``

function broken(message: string): MuxError {
  return new MuxError('MUX_INVARIANT', `a reset left state behind: ${message}`, { phase: 'reset' })
}

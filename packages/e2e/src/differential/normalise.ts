/** A value as JSON holds it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** Values that differ from run to run by nature. */
export interface Nature {
  /**
   * A value of a column named here becomes an ordinal of its kind (`#pid1`): which of them are equal inside one run
   * is still compared.
   */
  readonly columns: Readonly<Record<string, string>>
  /** Clocks: not even their order is compared, as it depends on how fast the program ran. */
  readonly clocks: ReadonlySet<string>
  /** Numbers of one run inside texts. */
  readonly texts: readonly (readonly [RegExp, string])[]
}

export const natureOfPostgres: Nature = {
  columns: {
    pg_backend_pid: 'pid',
    pid: 'pid',
    active_pid: 'pid',
    inet_client_port: 'port',
    oid: 'oid',
    lo_create: 'oid',
    lo_creat: 'oid',
    pg_my_temp_schema: 'oid',
    txid_current: 'xid',
    pg_current_xact_id: 'xid',
    transaction: 'xid',
    lsn: 'lsn',
    pg_current_wal_lsn: 'lsn',
  },
  clocks: new Set([
    'now',
    'current_timestamp',
    'clock_timestamp',
    'statement_timestamp',
    'transaction_timestamp',
    'timeofday',
    'backend_start',
    'prepare_time',
    'creation_time',
  ]),
  texts: [
    [/\bpg_(toast_)?temp_\d+\b/g, 'pg_$1temp_N'],
    [/\bProcess \d+/g, 'Process N'],
    [/\bprocess \d+/g, 'process N'],
    [/\bPID \d+/g, 'PID N'],
    [/\btransaction \d+/g, 'transaction N'],
    [/\bof relation \d+ of database \d+/g, 'of relation N of database N'],
    [/\btuple \(\d+,\d+\)/g, 'tuple (N,N)'],
    [/\b(type|relation|function|operator) with OID \d+/gi, '$1 with OID N'],
  ],
}

/** Ids below this belong to the catalogue and are the same in every run. */
const firstNormalOid = 16384

export class Normaliser {
  readonly #ordinals = new Map<string, Map<string, string>>()
  readonly #nature: Nature

  constructor(nature: Nature = natureOfPostgres) {
    this.#nature = nature
  }

  ordinal(kind: string, value: unknown): string {
    let seen = this.#ordinals.get(kind)
    if (seen === undefined) {
      seen = new Map()
      this.#ordinals.set(kind, seen)
    }
    const key = String(value)
    let name = seen.get(key)
    if (name === undefined) {
      name = `#${kind}${seen.size + 1}`
      seen.set(key, name)
    }
    return name
  }

  id(kind: string, value: number): Json {
    return value < firstNormalOid ? value : this.ordinal(kind, value)
  }

  text(value: string): string {
    let result = value
    for (const [pattern, replacement] of this.#nature.texts) result = result.replace(pattern, replacement)
    return result
  }

  column(name: string, value: unknown): Json {
    if (value !== null && this.#nature.clocks.has(name)) return '#clock'
    const nature = this.#nature.columns[name]
    if (nature !== undefined && value !== null) return this.ordinal(nature, value)
    return this.plain(value)
  }

  /** A driver's value as JSON; what JSON would lose (dates, bytes, NaN, undefined) is spelled out. */
  plain(value: unknown): Json {
    if (value === null || typeof value === 'boolean') return value
    if (typeof value === 'string') return this.text(value)
    if (typeof value === 'number') return Number.isFinite(value) ? value : `number:${value}`
    if (value === undefined) return 'undefined'
    if (typeof value === 'bigint') return `bigint:${value}`
    if (value instanceof Date) return `date:${Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString()}`
    if (Buffer.isBuffer(value)) return `bytes:${value.toString('hex')}`
    if (Array.isArray(value)) return value.map((item) => this.plain(item))
    if (typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.plain(item)]))
    }
    return `${typeof value}`
  }
}

import type { Json, Normaliser } from '../normalise.ts'

/** Of the status flags: in a transaction, autocommit, no backslash escapes, in a read-only transaction. */
const statusCompared = 0x0001 | 0x0002 | 0x0200 | 0x2000

const errorFields = ['message', 'code', 'errno', 'sqlState', 'sqlMessage', 'sql'] as const

export const observeError = (error: unknown, normaliser: Normaliser): Json => {
  if (typeof error !== 'object' || error === null) return { error: { class: typeof error, message: String(error) } }
  const picked: Record<string, Json> = { class: error.constructor.name }
  for (const field of errorFields) {
    const value = (error as Record<string, unknown>)[field]
    if (value !== undefined) picked[field] = normaliser.plain(value)
  }
  return { error: picked }
}

/** Of mysql2's description of a column. */
const fieldMembers = [
  'name',
  'type',
  'columnType',
  'columnLength',
  'length',
  'characterSet',
  'flags',
  'decimals',
  'schema',
  'table',
  'orgTable',
  'orgName',
] as const

interface Field {
  readonly name: string
  readonly [member: string]: unknown
}

const observeField = (field: Field, normaliser: Normaliser): Json =>
  Object.fromEntries(
    fieldMembers.flatMap((member) =>
      field[member] === undefined ? [] : [[member, normaliser.plain(field[member])] as const],
    ),
  )

export const observeRow = (row: unknown, fields: readonly Field[], normaliser: Normaliser): Json => {
  const column = (name: string, value: unknown): Json => normaliser.column(name.toLowerCase(), value)
  if (Array.isArray(row)) return row.map((value, index) => column(fields[index]?.name ?? '', value))
  if (typeof row !== 'object' || row === null) return normaliser.plain(row)
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, column(name, value)]))
}

interface Header {
  readonly affectedRows: number
  readonly insertId: number
  readonly info: string
  readonly serverStatus: number
  readonly warningStatus: number
  readonly changedRows?: number
}

const isHeader = (value: unknown): value is Header =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'affectedRows' in value && 'info' in value

/** `serverStatus` less what tells of tracking, and no `stateChanges`: see `differences.ts`. */
const observeHeader = (header: Header, normaliser: Normaliser): Json => ({
  affectedRows: normaliser.plain(header.affectedRows),
  insertId: normaliser.plain(header.insertId),
  info: normaliser.text(header.info),
  status: header.serverStatus & statusCompared,
  warnings: header.warningStatus,
  changedRows: normaliser.plain(header.changedRows),
})

const observeOne = (rows: unknown, fields: unknown, normaliser: Normaliser): Json => {
  if (isHeader(rows)) return { result: observeHeader(rows, normaliser) }
  const columns = (Array.isArray(fields) ? fields : []) as readonly Field[]
  return {
    result: {
      fields: columns.map((field) => observeField(field, normaliser)),
      rows: (Array.isArray(rows) ? rows : [rows]).map((row) => observeRow(row, columns, normaliser)),
    },
  }
}

/** The fields of several results are a list of lists, with undefined for a result without rows. */
const isSeveral = (fields: unknown): fields is readonly unknown[] =>
  Array.isArray(fields) && fields.length > 0 && fields.every((one) => one === undefined || Array.isArray(one))

export const observeResult = ([rows, fields]: readonly [unknown, unknown], normaliser: Normaliser): Json =>
  isSeveral(fields) && Array.isArray(rows)
    ? { results: rows.map((one, index) => observeOne(one, fields[index], normaliser)) }
    : observeOne(rows, fields, normaliser)

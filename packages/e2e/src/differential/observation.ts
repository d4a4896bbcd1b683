import type { FieldDef, QueryResult } from 'pg'
import type { Json, Normaliser } from './normalise.ts'

/** What one step showed. Two runs of a program are compared by their observations. */
export interface Observation {
  readonly step: number
  readonly outcome: Json
  /** Of the step's session, since its last step. */
  readonly notices: readonly Json[]
  /** Not compared: why the session was pinned after the step. */
  readonly pinned: string | null
}

const errorFields = [
  'message',
  'code',
  'severity',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
] as const

const pick = (source: object, fields: readonly string[], normaliser: Normaliser): Record<string, Json> => {
  const picked: Record<string, Json> = {}
  for (const field of fields) {
    const value = (source as Record<string, unknown>)[field]
    if (value !== undefined) picked[field] = normaliser.plain(value)
  }
  return picked
}

export const observeError = (error: unknown, normaliser: Normaliser): Json =>
  typeof error === 'object' && error !== null
    ? { error: { class: error.constructor.name, ...pick(error, errorFields, normaliser) } }
    : { error: { class: typeof error, message: String(error) } }

export const observeNotice = (notice: object, normaliser: Normaliser): Json => pick(notice, errorFields, normaliser)

const observeField = (field: FieldDef, normaliser: Normaliser): Json => ({
  name: normaliser.text(field.name),
  tableID: normaliser.id('table', field.tableID),
  columnID: field.columnID,
  dataTypeID: normaliser.id('type', field.dataTypeID),
  dataTypeSize: field.dataTypeSize,
  dataTypeModifier: field.dataTypeModifier,
  format: field.format,
})

export const observeRow = (row: unknown, fields: readonly FieldDef[], normaliser: Normaliser): Json => {
  if (Array.isArray(row)) return row.map((value, index) => normaliser.column(fields[index]?.name ?? '', value))
  if (typeof row !== 'object' || row === null) return normaliser.plain(row)
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, normaliser.column(name, value)]))
}

const observeOne = (result: QueryResult, normaliser: Normaliser): Json => ({
  command: result.command,
  rowCount: result.rowCount,
  oid: result.oid ?? null,
  fields: result.fields.map((field) => observeField(field, normaliser)),
  rows: result.rows.map((row) => observeRow(row, result.fields, normaliser)),
})

export const observeResult = (result: QueryResult | QueryResult[], normaliser: Normaliser): Json =>
  Array.isArray(result)
    ? { results: result.map((one) => observeOne(one, normaliser)) }
    : { result: observeOne(result, normaliser) }

import type { PgField, PgModule, PgResult } from './driver-members.ts'

export type ResultConstructor = new (rowMode: unknown, types: unknown) => PgResult

/**
 * `pg.Result` that prepares for its rows without an object in dictionary mode, whose copying takes pg longer than all
 * else that it does with an answer of one row. Null: this pg prepares otherwise, and its own way is taken.
 */
export function leanResultClassOf(pg: PgModule): ResultConstructor | null {
  const { Result } = pg
  if (typeof Result?.prototype.addFields !== 'function') return null
  class LeanResult extends Result {
    override addFields(fields: readonly PgField[]): void {
      const types = this._types
      if (types === undefined || fields.some(({ name }) => name === '__proto__')) return super.addFields(fields)
      const parsers = new Array<unknown>(fields.length)
      const empty: { [name: string]: null } = {}
      for (let n = 0; n < fields.length; n++) {
        const field = fields[n] as PgField
        empty[field.name] = null
        parsers[n] = types.getTypeParser(field.dataTypeID, field.format || 'text')
      }
      this.fields = fields
      if (fields.length > 0) this._parsers = parsers
      this._prebuiltEmptyResultObject = empty
    }
  }
  // It passes for the driver's own wherever somebody asks for its class.
  Object.defineProperty(LeanResult.prototype, 'constructor', { value: Result, configurable: true, writable: true })
  return LeanResult
}

import type { PgModule, PgSubmittable } from '../driver-members.ts'
import { ForeignStatement } from '../foreign-statement.ts'
import {
  type StatementCallback,
  type StatementConstructor,
  type StatementOptions,
  statementClassOf,
} from '../statement.ts'
import type { SharedNames, StatementNames } from '../statement-names.ts'
import type { PgTicket } from '../ticket.ts'

export type QueryCallback = (error: Error | undefined, result?: unknown) => void

/** What a statement takes from the session that runs it. */
export interface QuerySource {
  readonly names: StatementNames | null
  readonly types: unknown
}

/** A statement of `pool.query()`: its session has no names and no parsers of its own. */
export const ofNobody: QuerySource = { names: null, types: undefined }

/** Makes tickets out of everything that pg's `query` accepts. One for each pool. */
export class QueryMaker {
  readonly #statement: StatementConstructor
  readonly #shared: SharedNames
  /** Made once, for the commonest statement. */
  readonly #plain: StatementOptions

  constructor(pg: PgModule, shared: SharedNames) {
    this.#statement = statementClassOf(pg)
    this.#shared = shared
    this.#plain = { ...ofNobody, shared, timeoutMillis: 0, signal: null }
  }

  statement(config: unknown, values: unknown, source: QuerySource, callback: StatementCallback): PgTicket {
    const statement = new this.#statement(config, values, this.#optionsOf(config, source))
    statement.callback = callback
    return statement
  }

  #optionsOf(config: unknown, source: QuerySource): StatementOptions {
    if (typeof config === 'string' && source === ofNobody) return this.#plain
    const own = typeof config === 'object' ? (config as { query_timeout?: unknown; signal?: AbortSignal }) : null
    return {
      names: source.names,
      shared: this.#shared,
      timeoutMillis: Number(own?.query_timeout) || 0,
      signal: own?.signal ?? null,
      types: source.types,
    }
  }

  foreign(inner: PgSubmittable, source: QuerySource, ended: (error: Error | null) => void): PgTicket {
    return new ForeignStatement(
      inner,
      { names: source.names, shared: this.#shared, timeoutMillis: 0, types: source.types },
      ended,
    )
  }
}

/** As pg: a config with `submit` is a query object of the caller's own. */
export function isSubmittable(config: unknown): config is PgSubmittable {
  return typeof (config as { submit?: unknown } | null | undefined)?.submit === 'function'
}

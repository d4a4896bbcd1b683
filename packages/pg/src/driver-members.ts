import type { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'

/**
 * Every member of pg that muxpool touches and that @types/pg does not declare, or declares otherwise.
 * Verified on pg 8.23.1; test/driver-members.test.ts names what a newer version changed.
 */

/** `client.connection`: the protocol level. */
export interface PgConnection extends EventEmitter {
  readonly stream: Duplex & {
    readonly remoteAddress?: string
    readonly remotePort?: number
    destroy(): void
    writable: boolean
  }
  /** private: name → text of the statements that the server has parsed. */
  parsedStatements: { [name: string]: string }
  /** private: those whose Parse is under way. */
  submittedNamedStatements: { [name: string]: string }
  /** private: every message of a connection that is open goes through it. */
  _send(message: Uint8Array): unknown
  parse(query: { text: string; name?: string; types?: unknown }): void
  bind(config: {
    portal?: string
    statement?: string
    values?: readonly unknown[]
    valueMapper?: (value: unknown) => unknown
  }): void
  describe(message: { type: 'P' | 'S'; name: string }): void
  execute(config: { portal?: string; rows?: number }): void
  close(message: { type: 'P' | 'S'; name: string }): void
  query(text: string): void
  cancel(processId: number, secretKey: number): void
  requestSsl(): void
  connect(portOrPath: number | string, host?: string): void
  sync(): void
}

export interface PgMessage {
  readonly text?: string
  readonly status?: string
  readonly fields?: readonly (string | null)[]
  readonly parameterName?: string
  readonly parameterValue?: string
}

/** What pg calls on a submittable, in the order of the protocol. */
export interface PgSubmittable {
  submit(connection: PgConnection): Error | null | undefined
  handleRowDescription?(message: PgMessage): void
  handleDataRow?(message: PgMessage): void
  handlePortalSuspended?(connection: PgConnection): void
  handleCommandComplete?(message: PgMessage, connection: PgConnection): void
  handleEmptyQuery?(connection: PgConnection): void
  handleError(error: Error, connection: PgConnection): void
  handleReadyForQuery?(connection: PgConnection): void
  handleCopyInResponse?(connection: PgConnection): void
  handleCopyData?(message: PgMessage, connection: PgConnection): void
  callback?: ((error: Error | undefined, result?: unknown) => void) | undefined
  binary?: boolean
  name?: string | undefined
  text?: string | undefined
  _result?: { _types?: unknown } | undefined
}

/** `pg.Query`, with its private members. */
export interface PgQuery extends EventEmitter, PgSubmittable {
  text: string
  name: string | undefined
  values: unknown[] | undefined
  /** Rows asked for at a time; 0 or undefined: all. */
  readonly rows: number | undefined
  types: unknown
  callback: ((error: Error | undefined, result?: unknown) => void) | undefined
  _result: PgResult
  _results: unknown
  readonly _rowMode: unknown
  submit(connection: PgConnection): Error | null | undefined
  handleError(error: Error, connection: PgConnection): void
  handleReadyForQuery(connection: PgConnection): void
  handleCommandComplete(message: PgMessage, connection: PgConnection): void
}

export interface PgField {
  readonly name: string
  readonly dataTypeID: number
  readonly format?: string
}

/** `pg.Result`, with its private members. */
export interface PgResult {
  fields: readonly PgField[]
  _types: { getTypeParser(oid: number, format: string): unknown } | undefined
  _parsers: readonly unknown[] | undefined
  /** Copied for each row. */
  _prebuiltEmptyResultObject: object | null
  addFields(fields: readonly PgField[]): void
}

export interface PgClient extends EventEmitter {
  readonly connection: PgConnection
  readonly host: string
  readonly port: number
  readonly ssl: boolean | { readonly key?: unknown }
  readonly sslNegotiation: string
  readonly processID: number | null
  readonly secretKey: number | null
  readonly connectionParameters: { readonly host: string; readonly port: number }
  connect(callback: (error: Error | null) => void): void
  connect(): Promise<unknown>
  query(submittable: PgSubmittable): unknown
  query(...args: readonly unknown[]): unknown
  end(callback: () => void): void
  ref(): void
  unref(): void
  /** private: false once the socket is known to be dead. */
  readonly _queryable: boolean
  readonly _ending: boolean
}

/** What muxpool's pool takes from the pg.Pool that it extends; everything else of it is overridden. */
export interface PgPoolBase extends EventEmitter {
  readonly Promise: PromiseConstructor
  readonly Client: new (config: object) => PgClient
  readonly options: { readonly [name: string]: unknown }
}

/** The module object of pg, or of a package that stands for it. */
export interface PgModule {
  readonly Client: new (config: object) => PgClient
  readonly Query: new (config: unknown, values?: unknown, callback?: unknown) => PgQuery
  readonly Result: new (rowMode: unknown, types: unknown) => PgResult
  readonly TypeOverrides: new (types?: unknown) => PgTypeOverrides
  readonly Pool: unknown
  readonly Connection: new (config: object) => PgConnection
  readonly types: unknown
  escapeIdentifier(text: string): string
  escapeLiteral(text: string): string
  readonly defaults: { readonly [name: string]: unknown }
}

export interface PgTypeOverrides {
  setTypeParser(oid: number, format: unknown, parser?: unknown): void
  getTypeParser(oid: number, format?: unknown): unknown
}

/** `pg.utils`, which libraries use to make values as pg sends them. */
export interface PgUtils {
  prepareValue(value: unknown): unknown
  normalizeQueryConfig(config: unknown, values?: unknown, callback?: unknown): object
  escapeIdentifier(text: string): string
  escapeLiteral(text: string): string
}

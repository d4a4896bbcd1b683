import type { EventEmitter } from 'node:events'
import type { PoolUnderTest } from '../subject.ts'

/** A statement in the driver's own form. */
export interface DriverStatement {
  readonly sql: string
  readonly values?: unknown
  readonly rowsAsArray?: boolean
  readonly infileStreamFactory?: () => NodeJS.ReadableStream
}

export interface DriverHandle {
  execute(values: unknown): Promise<readonly [unknown, unknown]>
  close(): Promise<void>
}

/** What the harness uses of mysql2's connection with callbacks: that with promises has no streams. */
export interface PlainConnection extends EventEmitter {
  query(statement: DriverStatement): { stream(options: object): NodeJS.ReadableStream & { destroy(): void } }
  /** muxpool only: null, or why the session holds its connection. */
  readonly pinned?: { readonly reason: string; readonly rule?: string } | null
}

/** What the harness uses of a session; mysql2's PromisePoolConnection has it. */
export interface MysqlSession {
  readonly connection: PlainConnection
  query(statement: DriverStatement): Promise<readonly [unknown, unknown]>
  execute(statement: DriverStatement): Promise<readonly [unknown, unknown]>
  prepare(text: string): Promise<DriverHandle>
  changeUser(options: object): Promise<void>
  reset(): Promise<void>
  beginTransaction(): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
  ping(): Promise<void>
  release(): void | Promise<void>
  destroy(): void
}

export interface MysqlPool extends PoolUnderTest {
  getConnection(): Promise<MysqlSession>
  query(statement: DriverStatement): Promise<readonly [unknown, unknown]>
}

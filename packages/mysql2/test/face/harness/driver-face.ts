import type { EventEmitter } from 'node:events'
import type { Readable } from 'node:stream'

/**
 * mysql2's classes as programs without types use them: every form of a call, and the members that its types leave out.
 */
export interface FaceCommand extends EventEmitter {
  sql: string
  values: unknown
  namedPlaceholders: unknown
  onResult: unknown
  stream(options?: object): Readable
  then(): unknown
}

type Called = (error: Error | null, ...answer: never[]) => void
export type Got = (error: Error | null, connection: FaceConnection) => void

/** What both the callback pool and its connections have. */
interface Speaks {
  query(...args: unknown[]): FaceCommand
  execute(...args: unknown[]): FaceCommand
  escape(value: unknown): string
  escapeId(value: unknown): string
  format(sql: string, values?: unknown, named?: unknown): string
}

interface Disposes {
  [Symbol.dispose](): void
}

export interface FaceConfig extends Record<string, unknown> {
  readonly connectionConfig: Record<string, unknown>
  connectionLimit: number
}

export interface FacePool extends Speaks, EventEmitter, Disposes {
  readonly config: FaceConfig
  readonly _closed: boolean
  getConnection(callback: Got): void
  releaseConnection(connection: FaceConnection): void
  end(callback?: (error?: Error | null) => void): void
  promise(implementation?: unknown): FacePromisePool
}

export interface FaceStatement {
  readonly id: number
  readonly query: string
  readonly columns: readonly unknown[]
  readonly parameters: readonly unknown[]
  execute(...args: unknown[]): FaceCommand
  close(): unknown
}

export interface FaceConnection extends Speaks, EventEmitter, Disposes {
  readonly config: Record<string, unknown>
  readonly threadId: number | null
  readonly state: string
  readonly authorized: boolean
  readonly fatalError: Error | null
  readonly stream: Readable
  readonly lastActiveTime: number
  _clusterId?: string
  release(): unknown
  end(callback?: (error?: Error | null) => void): unknown
  destroy(): unknown
  close(): unknown
  connect(callback?: Called): unknown
  prepare(sql: unknown, callback: (error: Error | null, statement: FaceStatement) => void): unknown
  unprepare(sql: unknown): unknown
  beginTransaction(callback?: Called): unknown
  commit(callback?: Called): unknown
  rollback(callback?: Called): unknown
  ping(callback?: Called): unknown
  reset(callback?: Called): unknown
  changeUser(...args: unknown[]): unknown
  pause(): void
  resume(): void
  raw(sql: string): { toSqlString(): string }
  promise(implementation?: unknown): FacePromiseConnection
  addCommand(command: object): unknown
}

export type Answer = readonly [rows: unknown, fields: unknown]

interface PromiseSpeaks {
  query(...args: unknown[]): Promise<Answer>
  execute(...args: unknown[]): Promise<Answer>
}

export interface FacePromisePool extends PromiseSpeaks, EventEmitter, AsyncDisposable {
  readonly pool: FacePool
  Promise: PromiseConstructor
  getConnection(): Promise<FacePromiseConnection>
  releaseConnection(connection: unknown): void
  end(): Promise<void>
  escape(value: unknown): string
  escapeId(value: unknown): string
  format(sql: string, values?: unknown): string
}

export interface FacePromiseStatement {
  readonly statement: FaceStatement
  execute(values?: unknown): Promise<Answer>
  close(): Promise<void>
}

export interface FacePromiseConnection extends PromiseSpeaks, EventEmitter, AsyncDisposable {
  readonly connection: FaceConnection
  readonly config: Record<string, unknown>
  readonly threadId: number | null
  Promise: PromiseConstructor
  release(): void
  destroy(): void
  close(): void
  end(): Promise<void>
  connect(): Promise<unknown>
  beginTransaction(): Promise<unknown>
  commit(): Promise<unknown>
  rollback(): Promise<unknown>
  ping(): Promise<unknown>
  reset(): Promise<unknown>
  changeUser(options: object): Promise<unknown>
  prepare(sql: unknown): Promise<FacePromiseStatement>
  unprepare(sql: unknown): unknown
  pause(): void
  resume(): void
  escape(value: unknown): string
  escapeId(value: unknown): string
  format(sql: string, values?: unknown): string
}

export interface FaceNamespace {
  readonly trace: boolean
  getConnection(callback: Got): unknown
  query(...args: unknown[]): FaceCommand
  execute(...args: unknown[]): unknown
}

export interface FaceCluster extends EventEmitter, Disposes {
  add(id: unknown, config?: unknown): void
  remove(pattern: unknown): void
  of(pattern?: unknown, selector?: string): FaceNamespace
  getConnection(...args: unknown[]): void
  end(callback?: (error?: Error | null) => void): void
}

export interface FacePromiseNamespace extends PromiseSpeaks {
  readonly poolNamespace: FaceNamespace
  Promise: PromiseConstructor
  getConnection(): Promise<FacePromiseConnection>
}

export interface FacePromiseCluster extends PromiseSpeaks, EventEmitter, AsyncDisposable {
  readonly poolCluster: FaceCluster
  Promise: PromiseConstructor
  add(id: unknown, config?: unknown): void
  remove(pattern: unknown): void
  of(pattern?: unknown, selector?: string): FacePromiseNamespace
  getConnection(pattern?: unknown, selector?: string): Promise<FacePromiseConnection>
  end(): Promise<void>
}

export interface DriverFace {
  createPool(options: unknown): FacePool
  createPoolCluster(options?: unknown): FaceCluster
}

export interface PromiseFace {
  createPool(options: unknown): FacePromisePool
  createPoolCluster(options?: unknown): FacePromiseCluster
}

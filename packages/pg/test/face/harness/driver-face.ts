import type pg from 'pg'

/** pg's classes with the members that real programs use and that the types of pg leave out. */
export interface FacePool extends pg.Pool {
  Promise: PromiseConstructor
  Client: unknown
  log: (...args: unknown[]) => void
  connect(): Promise<FaceClient>
  connect(
    callback: (error: Error | undefined, client: FaceClient | undefined, release: (release?: unknown) => void) => void,
  ): void
  readonly options: pg.PoolOptions & Record<string, unknown>
}

export interface FaceConnection extends pg.Connection {
  parsedStatements: Record<string, string>
  submittedNamedStatements: Record<string, string>
}

/** A client from a pool, or one that was constructed: the second has no `release`. */
export interface FaceClient extends pg.PoolClient {
  readonly connection: FaceConnection
  readonly processID: number
  readonly secretKey: unknown
  readonly pipeline: boolean
  readonly activeQuery: unknown
  readonly queryQueue: readonly unknown[]
  _ending: boolean
  cancel(target: unknown, query: unknown): void
  connect(): Promise<FaceClient>
  connect(callback: (...args: unknown[]) => void): void
  end(): Promise<void>
  end(callback: (...args: unknown[]) => void): void
}

export interface DriverFace {
  readonly Pool: new (options?: Record<string, unknown>) => FacePool
  readonly Client: new (options?: Record<string, unknown> | string) => FaceClient
}

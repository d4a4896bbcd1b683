import type { EventEmitter } from 'node:events'
import type { QueryResult, Submittable } from 'pg'

/** What the harness uses of a session; `pg.PoolClient` and muxpool's face both have it. */
export interface SubjectSession extends EventEmitter {
  query<S extends Submittable>(submittable: S): S
  query(statement: object | string): Promise<QueryResult | QueryResult[]>
  release(destroy?: Error | boolean): void | Promise<void>
  readonly processID?: number | null
  /** muxpool only: null, or why the session holds its connection. */
  readonly pinned?: { readonly reason: string; readonly rule?: string; readonly digest?: string } | null
}

/** What the harness uses of a pool, whatever its driver. */
export interface PoolUnderTest {
  end(): Promise<void>
  /** muxpool only. */
  snapshot?(): SubjectSnapshot
}

export interface SubjectPool extends PoolUnderTest {
  connect(): Promise<SubjectSession>
  query(statement: object | string): Promise<QueryResult | QueryResult[]>
}

export interface SubjectSnapshot {
  readonly multiplexingRatio: number
  readonly pinsByReason: Readonly<Record<string, number>>
  readonly databaseConnections?: number
  readonly waiting?: number
}

export interface SubjectOptions {
  readonly connections: number
}

export interface Subject<P extends PoolUnderTest = SubjectPool> {
  readonly name: string
  /** Connections it may open at once, where that is not what it is told. */
  readonly mostConnections?: number
  /** It pins every session: that a program was pinned which need not be is no finding. */
  readonly pinsAlways?: true
  /** Makes a pool with the interface of the driver's own that keeps to so many connections. */
  open(connectionString: string, options: SubjectOptions): Promise<P>
}

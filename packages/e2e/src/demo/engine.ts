import type { ServerSampler } from '../server-samples.ts'
import type { Subject } from './subjects.ts'
import type { Visit } from './visit.ts'

/** What the workload says otherwise to each kind of server. Values are `$1`, `$2` … in order everywhere. */
export interface Dialect {
  /** In words, how a session is kept to its tenant. */
  readonly tenancy: string
  /** Gives the new balance. */
  addToAccount(visit: Visit, delta: number, account: number): Promise<string>
  addTo(visit: Visit, table: 'tellers' | 'branches', delta: number, id: number): Promise<void>
  /** Gives as `tenant` what is set in the session. */
  readonly tenantOfSession: string
  /** Within a transaction that has begun. */
  setForTransaction(visit: Visit, tenant: number): Promise<void>
  setForSession(tenant: number): string
  readonly clearSession: string
  readOrders(visit: Visit, scope: Scope): Promise<OrderRow[]>
  /** Gives the tenant under whom the order was written. */
  writeOrder(visit: Visit, scope: Scope, total: number): Promise<number>
}

/** Of a visit: whose it is, and whether the session was told so or the transaction. */
export interface Scope {
  readonly tenant: number
  readonly forSession: boolean
}

export interface OrderRow {
  readonly tenant: number
}

export interface DemoDatabase {
  readonly name: string
  /** As the user of the callers, who has no more rights than he needs. */
  readonly callersUrl: string
  /** Rows, as the server's own superuser. */
  ask(text: string): Promise<readonly unknown[]>
  drop(): Promise<void>
}

export interface DemoServer {
  url(): string
  dispose(): Promise<void>
}

/** A kind of server that the demo runs on. */
export interface Engine {
  /** As the demo says what it starts. */
  readonly server: string
  start(): Promise<DemoServer>
  /** A fresh database with the two schemas, and a user for the callers. `name`: letters, digits and underscores. */
  createDatabase(superuserUrl: string, name: string): Promise<DemoDatabase>
  sample(superuserUrl: string, database: string): Promise<ServerSampler>
  readonly dialect: Dialect
  readonly muxpool: Subject
  /** The driver's own pool. */
  readonly driver: Subject
}

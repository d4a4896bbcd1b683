import type { PoolClusterOptions as Mysql2Options } from 'mysql2'
import type { DriverModule } from '../driver-module.ts'
import type { PoolOptions } from './pool-options.ts'
import type { PoolConnection } from './session-types.ts'

/** Which node is taken: each in turn, any, or the first that is there. */
export type Selector = 'RR' | 'RANDOM' | 'ORDER'

type Answered<C> = (error: NodeJS.ErrnoException | null, connection: C) => unknown

export interface PoolClusterOptions extends Mysql2Options {
  /** The copy of mysql2 to use instead of the one that this package finds. */
  readonly driver?: DriverModule
}

/** Some nodes of a cluster, by a pattern. */
export interface PoolNamespace<C = PoolConnection> {
  getConnection(callback: Answered<C>): void
  query: import('mysql2').Pool['query']
  execute: import('mysql2').Pool['execute']
}

/** mysql2's PoolCluster, whose nodes are pools with sessions that cost no connection. */
export interface PoolCluster extends Omit<import('mysql2').PoolCluster, 'add' | 'of' | 'getConnection'> {
  add(config: PoolOptions): void
  add(id: string, config: PoolOptions | string): void
  of(pattern?: string | RegExp, selector?: Selector | Lowercase<Selector>): PoolNamespace
  getConnection(callback: Answered<PoolConnection>): void
  getConnection(pattern: string | RegExp, callback: Answered<PoolConnection>): void
  getConnection(pattern: string | RegExp, selector: string, callback: Answered<PoolConnection>): void
}

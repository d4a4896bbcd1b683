import type { EventEmitter } from 'node:events'

/** A node of a cluster. */
export interface Mysql2ClusterNode {
  readonly id: string
  pool: object
}

export interface Mysql2PoolCluster extends EventEmitter {
  /** private: the nodes by their id. */
  readonly _nodes: { readonly [id: string]: Mysql2ClusterNode }
  add(id: unknown, config?: object): void
}

/** The cluster's face with promises. Its class is not exported. */
export interface Mysql2PromiseCluster extends EventEmitter {
  readonly poolCluster: Mysql2PoolCluster
}

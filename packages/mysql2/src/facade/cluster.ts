import type { Mysql2Module } from '../driver-members.ts'
import type { PoolClusterOptions } from './cluster-types.ts'
import { type GivenOptions, givenOptions } from './given-options.ts'
import { poolClassFor } from './pool.ts'

export type ClusterInstance = InstanceType<Mysql2Module['PoolCluster']>
type ClusterConstructor = new (options: Omit<PoolClusterOptions, 'driver'>) => ClusterInstance

const classes = new WeakMap<Mysql2Module, ClusterConstructor>()

/** A cluster class that extends the PoolCluster of the given copy of mysql2, so that `instanceof` holds for that copy. */
export function clusterClassFor(mysql2: Mysql2Module): ClusterConstructor {
  let known = classes.get(mysql2)
  if (known === undefined) {
    known = makeClusterClass(mysql2)
    classes.set(mysql2, known)
  }
  return known
}

function makeClusterClass(mysql2: Mysql2Module): ClusterConstructor {
  const Base: Mysql2Module['PoolCluster'] = mysql2.PoolCluster
  const Pool = poolClassFor(mysql2)

  /** Selectors, errors, removal and return of nodes are the driver's own; the pools of the nodes are muxpool's. */
  class MuxPoolClusterFace extends Base {
    static override readonly name: string = 'PoolCluster'

    override add(id: unknown, config?: string | object): void {
      const nameless = typeof id === 'object'
      if (!nameless && this._nodes[String(id)] !== undefined) return
      // First, as it may refuse the options: no node may stay behind that has the driver's own pool.
      const pool = new Pool(givenOptions(mysql2, (nameless ? id : config) as string | GivenOptions))
      const before = new Set(Object.keys(this._nodes))
      // The driver's pool opens nothing until it is asked for a connection, and it never is.
      super.add(nameless ? {} : id, {})
      for (const node of Object.values(this._nodes)) if (!before.has(node.id)) node.pool = pool
    }
  }
  return MuxPoolClusterFace
}

import type { Mysql2PoolCluster, Mysql2PromiseCluster } from '../driver-cluster-members.ts'
import type { Mysql2Module } from '../driver-members.ts'

type PromiseClusterConstructor = new (cluster: object, implementation?: PromiseConstructorLike) => Mysql2PromiseCluster

const classes = new WeakMap<Mysql2Module, PromiseClusterConstructor>()

/** The class of clusters with promises, over that of the given copy of mysql2. */
export function promiseClusterClassFor(mysql2: Mysql2Module): PromiseClusterConstructor {
  let known = classes.get(mysql2)
  if (known === undefined) {
    known = makePromiseClusterClass(mysql2)
    classes.set(mysql2, known)
  }
  return known
}

function makePromiseClusterClass(mysql2: Mysql2Module): PromiseClusterConstructor {
  // The driver does not export it.
  const Base = mysql2.createPoolClusterPromise().constructor as PromiseClusterConstructor

  return class MuxPromiseCluster extends Base {
    static override readonly name: string = 'PromisePoolCluster'

    // The driver's own takes `add` from the prototype of its PoolCluster, past the class of the cluster that it is given:
    // the nodes would have pools of the driver.
    add(id: unknown, config?: object): void {
      ;(this.poolCluster as Mysql2PoolCluster).add(id, config)
    }
  }
}

import type { Pool, PoolCluster } from 'mysql2'
import { seeEnd, type Watch } from '../orms/run.ts'
import type { Mysql2Module, MysqlSubject } from './subjects.ts'

type End = (...rest: unknown[]) => void

/** The promise face ends the pool that it stands on, so this sees both. */
function watched(pool: Pool, subject: MysqlSubject, watch: Watch): Pool {
  const end = pool.end as End
  watch.opened += 1
  pool.end = ((...rest: unknown[]) => {
    seeEnd(pool, subject, watch)
    end.apply(pool, rest)
  }) as Pool['end']
  return pool
}

interface Nodes {
  readonly _nodes: Readonly<Record<string, { readonly pool: Pool }>>
}

/** A cluster ends the pools of its nodes. */
function watchedCluster(cluster: PoolCluster, subject: MysqlSubject, watch: Watch): PoolCluster {
  const add = cluster.add as (...args: unknown[]) => void
  cluster.add = (...args: unknown[]): void => {
    const before = new Set(Object.values((cluster as unknown as Nodes)._nodes))
    add.apply(cluster, args)
    for (const node of Object.values((cluster as unknown as Nodes)._nodes))
      if (!before.has(node)) watched(node.pool, subject, watch)
  }
  return cluster
}

/** The same modules, whose pools are looked at in the instant at which they are ended. */
export function watchedSubject(subject: MysqlSubject, watch: Watch): MysqlSubject {
  const { driver, promises } = subject
  const watchedDriver: Mysql2Module = {
    ...driver,
    createPool: ((options: never) => watched(driver.createPool(options), subject, watch)) as Mysql2Module['createPool'],
    createPoolCluster: (options) => watchedCluster(driver.createPoolCluster(options), subject, watch),
    createConnection: ((options: never) => {
      watch.connections += 1
      return driver.createConnection(options)
    }) as Mysql2Module['createConnection'],
  }
  return {
    ...subject,
    driver: watchedDriver,
    promises: {
      ...promises,
      createPool: ((options: never) => {
        const pool = promises.createPool(options)
        watched(pool.pool as unknown as Pool, subject, watch)
        return pool
      }) as MysqlSubject['promises']['createPool'],
    },
  }
}

import type { Answer, FacePromiseCluster } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'
import { next, outcome, plain, seen, thrown } from '../harness/observe.ts'
import type { World } from '../harness/world.ts'

const rows = async (answer: Promise<Answer>): Promise<unknown> => answer.then(([rows]) => plain(rows), seen)

function clusterOf(w: World, options?: Record<string, unknown>): FacePromiseCluster {
  const cluster = w.promises.createPoolCluster(options)
  w.adopt(cluster.poolCluster)
  return cluster
}

export const promiseClusterCases: readonly FaceCase[] = [
  {
    id: 'promise-cluster.class',
    members: [
      'promise.createPoolCluster',
      'promiseCluster.poolCluster',
      'promiseCluster.Promise',
      'promiseCluster.constructor',
    ],
    run: (w) => {
      const cluster = w.promises.createPoolCluster()
      w.adopt(cluster.poolCluster)
      return {
        name: cluster.constructor.name,
        own: Object.keys(cluster).filter((key) => ['poolCluster', 'Promise'].includes(key)),
      }
    },
  },
  {
    id: 'promise-cluster.getConnection',
    members: ['promiseCluster.getConnection', 'promiseCluster.add', 'promiseConnection.connection'],
    run: async (w) => {
      const cluster = clusterOf(w)
      cluster.add('A', w.options())
      const some = await cluster.getConnection('A', 'ORDER')
      const [answer] = await some.query('select 1 as a')
      const id = some.connection._clusterId
      some.release()
      const none = await cluster.getConnection('X', 'RR').catch(seen)
      return { answer, id, none, name: some.constructor.name }
    },
  },
  {
    id: 'promise-cluster.of',
    members: [
      'promiseCluster.of',
      'promiseNamespace.getConnection',
      'promiseNamespace.query',
      'promiseNamespace.execute',
      'promiseNamespace.poolNamespace',
      'promiseNamespace.Promise',
      'promiseNamespace.constructor',
    ],
    run: async (w) => {
      const cluster = clusterOf(w)
      cluster.add('A', w.options({ connectionLimit: 1 }))
      const namespace = cluster.of('A', 'RR')
      const connection = await namespace.getConnection()
      const got = await rows(connection.query('select 0 as a'))
      connection.release()
      return {
        got,
        query: await rows(namespace.query('select ? as a', [1])),
        execute: await rows(namespace.execute('select ? as a', [2])),
        failed: [
          await rows(namespace.query('select nothing')),
          await rows(namespace.execute('select nothing')),
          await rows(cluster.of('X').query('do 0')),
        ],
        callbacks: [
          thrown(() => namespace.query('do 0', () => undefined)),
          thrown(() => namespace.execute('do 0', () => undefined)),
        ],
        within: typeof namespace.poolNamespace.query,
        Promise: namespace.Promise === Promise,
        name: namespace.constructor.name,
      }
    },
  },
  {
    id: 'promise-cluster.query-of-all',
    members: ['promiseCluster.query', 'promiseCluster.execute'],
    run: async (w) => {
      const cluster = clusterOf(w)
      cluster.add('A', w.options())
      return [
        await outcome(cluster.query('select 1 as a')),
        await outcome(cluster.execute('select 1 as a')),
        thrown(() => cluster.query('do 0', () => undefined)),
        thrown(() => cluster.execute('do 0', () => undefined)),
      ]
    },
  },
  {
    id: 'promise-cluster.remove-and-end',
    members: ['promiseCluster.remove', 'promiseCluster.end', 'promiseCluster.add'],
    run: async (w) => {
      const cluster = clusterOf(w)
      cluster.add('A', w.options())
      cluster.add('B', w.options())
      await cluster.of('A').query('do 0')
      await cluster.of('B').query('do 0')
      const removed = cluster.remove('A')
      await w.backendsAre(1)
      return { removed, ended: await outcome(cluster.end()), backends: await w.backendsAre(0) }
    },
  },
  {
    id: 'promise-cluster.disposed',
    members: ['promiseCluster.[Symbol.asyncDispose]'],
    run: async (w) => {
      const cluster = clusterOf(w)
      cluster.add('A', w.options())
      await cluster.of('A').query('do 0')
      await cluster[Symbol.asyncDispose]()
      await cluster[Symbol.asyncDispose]()
      return w.backendsAre(0)
    },
  },
  {
    id: 'promise-cluster.events',
    members: ['promiseCluster:warn', 'promiseCluster:remove', 'promiseCluster:offline', 'promiseCluster:online'],
    run: async (w) => {
      const cluster = clusterOf(w, { removeNodeErrorCount: 1 })
      cluster.add('A', w.options({ port: 1 }))
      cluster.add('B', w.options())
      const told = Promise.all([next(cluster, 'warn'), next(cluster, 'remove')])
      const answer = await rows(cluster.of('*', 'ORDER').query('select 1 as a'))
      const [[warned], removed] = await told
      const resting = clusterOf(w, { removeNodeErrorCount: 1, restoreNodeTimeout: 1, canRetry: false })
      resting.add('A', w.options())
      await w.admin.query(`alter user ${w.name}@'%' account lock`)
      const offline = next(resting, 'offline')
      await rows(resting.of('A').query('do 0'))
      await w.admin.query(`alter user ${w.name}@'%' account unlock`)
      const online = next(resting, 'online')
      let back = false
      void online.then(() => {
        back = true
      })
      while (!back) await rows(resting.of('A').query('do 0'))
      return {
        answer,
        warned: (seen(warned) as Record<string, unknown>).code,
        removed,
        offline: await offline,
        online: await online,
      }
    },
  },
]

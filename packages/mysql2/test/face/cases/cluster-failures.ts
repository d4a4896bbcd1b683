import type { FaceCase } from '../harness/face-case.ts'
import { ask, called, head, next, record, seen } from '../harness/observe.ts'

const all = ['warn', 'remove', 'online', 'offline'] as const
type Refused = { readonly error: { readonly message: string; readonly code: unknown } }

export const clusterFailureCases: readonly FaceCase[] = [
  {
    id: 'cluster-failures.the-next-node-is-taken',
    members: ['cluster.of', 'cluster:warn', 'namespace.query'],
    run: async (w) => {
      const cluster = w.cluster()
      cluster.add('A', w.options({ port: 1 }))
      cluster.add('B', w.options())
      const warned = next(cluster, 'warn')
      const rows = await ask(cluster.of('*', 'RR') as never, 'query', 'select 1 as a')
      const [error] = await warned
      return { rows, warned: (seen(error) as Record<string, unknown>).code }
    },
  },
  {
    id: 'cluster-failures.no-retries',
    members: ['cluster.of', 'module.createPoolCluster'],
    run: async (w) => {
      const cluster = w.adopt(w.driver.createPoolCluster({ canRetry: false }))
      cluster.add('A', w.options({ port: 1 }))
      cluster.add('B', w.options())
      const events = record(cluster, all, [])
      const refused = (await ask(cluster.of('*', 'ORDER') as never, 'query', 'do 0')) as Refused
      return { refused: [head(refused.error.message), refused.error.code], events }
    },
  },
  {
    id: 'cluster-failures.a-node-that-fails-often-is-removed',
    members: ['cluster.of', 'cluster:remove', 'cluster:warn'],
    run: async (w) => {
      const cluster = w.cluster({ removeNodeErrorCount: 2 })
      cluster.add('A', w.options({ port: 1 }))
      cluster.add('B', w.options())
      const events = record(cluster, all, [])
      const removed = next(cluster, 'remove')
      const rows = await ask(cluster.of('*', 'ORDER') as never, 'query', 'select 1 as a')
      const gone = (await ask(cluster.of('A') as never, 'query', 'do 0')) as Refused
      return {
        rows,
        removed: await removed,
        gone: gone.error.code,
        events: events.filter((event) => event !== 'warn'),
        warned: events.includes('warn'),
      }
    },
  },
  {
    id: 'cluster-failures.five-times-by-default',
    members: ['cluster.of', 'cluster:remove'],
    run: async (w) => {
      const cluster = w.cluster({ canRetry: false })
      cluster.add('A', w.options({ port: 1 }))
      const removed = next(cluster, 'remove')
      const codes: unknown[] = []
      for (let n = 0; n < 6; n++) {
        codes.push(((await ask(cluster.of('A') as never, 'query', 'do 0')) as Refused).error.code)
      }
      return { codes, removed: await removed }
    },
  },
  {
    id: 'cluster-failures.a-node-is-offline-for-a-while',
    members: ['cluster.of', 'cluster:offline', 'cluster:online', 'cluster.getConnection'],
    run: async (w) => {
      const cluster = w.cluster({ removeNodeErrorCount: 1, restoreNodeTimeout: 150, canRetry: false })
      cluster.add('A', w.options({ connectionLimit: 1 }))
      const events = record(cluster, all, [])
      await w.admin.query(`alter user ${w.name}@'%' account lock`)
      const refused = (await ask(cluster.of('A') as never, 'query', 'do 0')) as Refused
      const offline = (await ask(cluster.of('A') as never, 'query', 'do 0')) as Refused
      const [got] = await called((callback) => cluster.getConnection('A', callback))
      await w.admin.query(`alter user ${w.name}@'%' account unlock`)
      let after: unknown = offline
      const none = (answer: unknown): boolean => (answer as Refused).error?.code === 'POOL_NONEONLINE'
      while (none(after)) after = await ask(cluster.of('A') as never, 'query', 'select 1 as a')
      return {
        refused: refused.error.code,
        offline: offline.error,
        got: (seen(got) as Record<string, unknown>).code,
        after,
        events,
      }
    },
  },
  {
    id: 'cluster-failures.a-success-takes-a-failure-back',
    members: ['cluster.of', 'cluster:remove'],
    run: async (w) => {
      const cluster = w.cluster({ removeNodeErrorCount: 2, canRetry: false })
      cluster.add('A', w.options({ connectionLimit: 1 }))
      const events = record(cluster, ['remove'], [])
      for (let n = 0; n < 3; n++) {
        await w.admin.query(`alter user ${w.name}@'%' account lock`)
        await ask(cluster.of('A') as never, 'query', 'do 0')
        await w.admin.query(`alter user ${w.name}@'%' account unlock`)
        await ask(cluster.of('A') as never, 'query', 'do 0')
        await w.kill()
        await w.backendsAre(0)
      }
      return { events, after: await ask(cluster.of('A') as never, 'query', 'select 1 as a') }
    },
  },
]

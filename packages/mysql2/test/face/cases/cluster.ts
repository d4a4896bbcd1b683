import { type Class, driverClasses } from '../harness/driver-classes.ts'
import type { FaceCase } from '../harness/face-case.ts'
import { ask, called, checkout, seen, text, thrown } from '../harness/observe.ts'

type Refused = { readonly error: { readonly message: string; readonly code: unknown } }

export const clusterCases: readonly FaceCase[] = [
  {
    id: 'cluster.class',
    members: ['module.createPoolCluster', 'module.PoolCluster', 'cluster.constructor'],
    run: (w) => {
      const cluster = w.adopt(w.driver.createPoolCluster())
      return {
        ofMysql2: cluster instanceof driverClasses.PoolCluster,
        ofTheModule: cluster instanceof (w.module.PoolCluster as Class),
        named: cluster.constructor.name.includes('PoolCluster'),
      }
    },
  },
  {
    id: 'cluster.getConnection-forms',
    members: ['cluster.getConnection', 'cluster.add', 'connection.release'],
    run: async (w) => {
      const cluster = w.cluster()
      cluster.add('ONE', w.options({ rowsAsArray: true }))
      cluster.add('TWO', w.options({ rowsAsArray: true, database: 'mysql' }))
      const forms: unknown[][] = [[], ['ONE'], ['TWO', 'ORDER'], ['T*'], ['*', 'RANDOM'], [/^ONE$/]]
      const got: unknown[] = []
      for (const form of forms) {
        const [error, connection] = (await called((callback) => cluster.getConnection(...form, callback))) as never as [
          unknown,
          Awaited<ReturnType<typeof checkout>>,
        ]
        if (error) got.push(seen(error))
        else {
          got.push(
            form.length === 0 || form[1] === 'RANDOM' ? 'some' : await ask(connection, 'query', 'select database()'),
          )
          connection.release()
        }
      }
      return got
    },
  },
  {
    id: 'cluster.named-by-itself',
    members: ['cluster.add', 'cluster.of', 'connection._clusterId'],
    run: async (w) => {
      const cluster = w.cluster()
      cluster.add(w.options())
      cluster.add(w.options())
      const ids: unknown[] = []
      for (let n = 0; n < 2; n++) {
        const connection = await checkout(cluster.of('*', 'RR'))
        ids.push(connection._clusterId)
        connection.release()
      }
      return ids
    },
  },
  {
    id: 'cluster.same-name-twice',
    members: ['cluster.add', 'cluster.of'],
    run: async (w) => {
      const cluster = w.cluster()
      cluster.add('A', w.options({ rowsAsArray: true }))
      cluster.add('A', w.options({ rowsAsArray: true, database: 'mysql' }))
      return ask(cluster.of('A') as never, 'query', 'select database()')
    },
  },
  {
    id: 'cluster.of-a-url',
    members: ['cluster.add', 'cluster.of'],
    run: async (w) => {
      const cluster = w.cluster()
      cluster.add('A', w.url('?rowsAsArray=true'))
      return ask(cluster.of('A') as never, 'query', 'select database()')
    },
  },
  {
    id: 'cluster.selectors',
    members: ['cluster.of', 'namespace.getConnection', 'connection._clusterId'],
    run: async (w) => {
      const cluster = w.cluster()
      for (const id of ['A1', 'A2', 'B1']) cluster.add(id, w.options())
      const asked = async (selector: string, pattern: string, times: number): Promise<unknown[]> => {
        const ids: unknown[] = []
        for (let n = 0; n < times; n++) {
          const connection = await checkout({
            getConnection: (callback) => cluster.of(pattern, selector).getConnection(callback),
          })
          ids.push(connection._clusterId)
          connection.release()
        }
        return ids
      }
      return {
        RR: await asked('RR', '*', 5),
        lower: await asked('rr', 'A*', 3),
        ORDER: await asked('ORDER', '*', 3),
        RANDOM: (await asked('RANDOM', 'A*', 6)).every((id) => id === 'A1' || id === 'A2'),
        one: await asked('RR', 'B1', 2),
      }
    },
  },
  {
    id: 'cluster.default-selector',
    members: ['cluster.of', 'module.createPoolCluster'],
    run: async (w) => {
      const cluster = w.adopt(w.driver.createPoolCluster({ defaultSelector: 'ORDER' }))
      for (const id of ['A', 'B']) cluster.add(id, w.options())
      const ids: unknown[] = []
      for (let n = 0; n < 2; n++) {
        const connection = await checkout(cluster.of())
        ids.push(connection._clusterId)
        connection.release()
      }
      return { ids, cached: cluster.of() === cluster.of('*', 'ORDER'), unknown: thrown(() => cluster.of('*', 'NONE')) }
    },
  },
  {
    id: 'cluster.nobody-of-that-name',
    members: ['cluster.getConnection', 'cluster.of', 'namespace.query', 'namespace.execute'],
    run: async (w) => {
      const cluster = w.cluster()
      const [empty] = await called((callback) => cluster.getConnection('X', callback))
      cluster.add('A', w.options())
      const [other] = await called((callback) => cluster.getConnection('X', callback))
      const namespace = cluster.of('X')
      return [
        seen(empty),
        seen(other),
        await ask(namespace as never, 'query', 'do 0'),
        await ask(namespace as never, 'execute', 'do 0'),
      ]
    },
  },
  {
    id: 'cluster.remove',
    members: ['cluster.remove', 'cluster.of'],
    run: async (w) => {
      const cluster = w.cluster()
      for (const id of ['A1', 'A2', 'B']) cluster.add(id, w.options())
      await ask(cluster.of('A1') as never, 'query', 'do 0')
      const returned = cluster.remove('A*')
      const gone = (await ask(cluster.of('A*') as never, 'query', 'do 0')) as Refused
      return {
        returned,
        gone: gone.error.code,
        other: await ask(cluster.of('B') as never, 'query', 'select 1 as a'),
        backends: await w.backendsAre(1),
        none: thrown(() => cluster.remove('X')),
      }
    },
  },
  {
    id: 'cluster.end',
    members: ['cluster.end'],
    run: async (w) => {
      const cluster = w.cluster()
      for (const id of ['A', 'B']) cluster.add(id, w.options())
      await ask(cluster.of('A') as never, 'query', 'do 0')
      await ask(cluster.of('B') as never, 'query', 'do 0')
      const args = await called((callback) => cluster.end(callback))
      const again = await called((callback) => cluster.end(callback))
      return {
        args: args.filter((arg) => arg != null),
        again: again.filter((arg) => arg != null),
        backends: await w.backendsAre(0),
      }
    },
  },
  {
    id: 'cluster.end-and-then-asked',
    members: ['cluster.end', 'cluster.of'],
    run: async (w) => {
      const cluster = w.cluster({ canRetry: false })
      cluster.add('A', w.options())
      await called((callback) => cluster.end(callback))
      return ((await ask(cluster.of('A') as never, 'query', 'do 0')) as Refused).error.message
    },
  },
  {
    id: 'cluster.end-of-an-empty-one',
    members: ['cluster.end'],
    run: async (w) => {
      let sync = false
      const args = await called((callback) => {
        w.cluster().end(callback)
        sync = true
      })
      return { args: args.map(text).filter((arg) => arg != null), sync }
    },
  },
  {
    id: 'cluster.disposed',
    members: ['cluster.[Symbol.dispose]'],
    run: async (w) => {
      const cluster = w.cluster()
      cluster.add('A', w.options())
      await ask(cluster.of('A') as never, 'query', 'do 0')
      const returned = [cluster[Symbol.dispose](), cluster[Symbol.dispose]()]
      return { returned, backends: await w.backendsAre(0) }
    },
  },
  {
    id: 'cluster.state-does-not-cross-nodes',
    members: ['cluster.of', 'namespace.getConnection'],
    run: async (w) => {
      const cluster = w.cluster()
      for (const id of ['A', 'B']) cluster.add(id, w.options({ rowsAsArray: true, connectionLimit: 1 }))
      const one = await checkout({ getConnection: (callback) => cluster.of('A').getConnection(callback) })
      await ask(one, 'query', 'set @mine = 1')
      const rows = [
        await ask(cluster.of('B') as never, 'query', 'select @mine'),
        await ask(one, 'query', 'select @mine'),
      ]
      one.release()
      return rows
    },
  },
]

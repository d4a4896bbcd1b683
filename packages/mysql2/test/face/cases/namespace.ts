import type { FaceCase } from '../harness/face-case.ts'
import { ask, called, checkout, columns, next } from '../harness/observe.ts'

export const namespaceCases: readonly FaceCase[] = [
  {
    id: 'namespace.query',
    members: ['namespace.query', 'cluster.of', 'command:result'],
    run: async (w) => {
      const cluster = w.cluster()
      cluster.add('A', w.options({ connectionLimit: 1 }))
      const namespace = cluster.of('A')
      const [error, rows, fields] = await called((callback) => namespace.query('select ? as a', [1], callback))
      const command = namespace.query({ sql: 'select 2 as a', rowsAsArray: true })
      const got: unknown[] = []
      command.on('result', (row) => got.push(row))
      await next(command, 'end')
      return {
        error,
        rows,
        fields: columns(fields),
        got,
        failed: await ask(namespace as never, 'query', 'select nothing'),
      }
    },
  },
  {
    id: 'namespace.execute',
    members: ['namespace.execute'],
    run: async (w) => {
      const cluster = w.cluster()
      cluster.add('A', w.options({ connectionLimit: 1 }))
      const namespace = cluster.of('A')
      return [
        await ask(namespace as never, 'execute', 'select ? as a', [1]),
        await ask(namespace as never, 'execute', 'select 2 as a'),
        await ask(namespace as never, 'execute', 'select nothing'),
      ]
    },
  },
  {
    id: 'namespace.getConnection',
    members: ['namespace.getConnection', 'connection._clusterId'],
    run: async (w) => {
      const cluster = w.cluster()
      cluster.add('A', w.options({ connectionLimit: 1 }))
      const namespace = cluster.of('A')
      const connection = await checkout({ getConnection: (callback) => namespace.getConnection(callback) })
      const rows = await ask(connection, 'query', 'select 1 as a')
      const id = connection._clusterId
      connection.release()
      return { rows, id }
    },
  },
  {
    id: 'namespace.trace',
    members: ['namespace.trace'],
    run: (w) => {
      const cluster = w.cluster()
      const none = cluster.of('X').trace
      cluster.add('A', w.options({ trace: false }))
      cluster.add('B', w.options({ trace: true }))
      return [none, cluster.of('A').trace, cluster.of('B').trace, cluster.of('*').trace]
    },
  },
]

import mysql2 from 'mysql2'
import promise from 'mysql2/promise'
import type { FaceCase } from '../harness/face-case.ts'

type Exported = Readonly<Record<string, never>>
const same = (exported: Exported, of: object, names: readonly string[]): unknown =>
  Object.fromEntries(names.map((name) => [name, exported[name] === (of as Exported)[name]]))

export const moduleCases: readonly FaceCase[] = [
  {
    id: 'module.escape',
    members: ['module.escape', 'module.escapeId', 'module.format', 'module.raw'],
    run: (w) => {
      const module = w.module as unknown as typeof mysql2
      return [module.escape("it's"), module.escapeId('a.b'), module.format('select ?', [module.raw('now()')])]
    },
  },
  {
    id: 'module.what-is-the-drivers-own',
    members: [
      'module.Types',
      'module.Charsets',
      'module.CharsetToEncoding',
      'module.TypedParameter',
      'module.authPlugins',
      'module.ConnectionConfig',
      'module.createQuery',
      'module.createServer',
      'module.setMaxParserCache',
      'module.clearParserCache',
    ],
    run: (w) =>
      same(w.module as Exported, mysql2, [
        'Types',
        'Charsets',
        'CharsetToEncoding',
        'TypedParameter',
        'authPlugins',
        'ConnectionConfig',
        'createQuery',
        'createServer',
        'setMaxParserCache',
        'clearParserCache',
      ]),
  },
  {
    id: 'module.of-promises',
    members: [
      'promise.escape',
      'promise.escapeId',
      'promise.format',
      'promise.raw',
      'promise.Types',
      'promise.Charsets',
      'promise.CharsetToEncoding',
      'promise.TypedParameter',
      'promise.setMaxParserCache',
      'promise.clearParserCache',
      'promise.Connection',
      'promise.PoolConnection',
      'promise.PromisePool',
      'promise.PromiseConnection',
      'promise.PromisePoolConnection',
    ],
    run: (w) =>
      same(w.promiseModule as Exported, promise, [
        'escape',
        'escapeId',
        'format',
        'raw',
        'Types',
        'Charsets',
        'CharsetToEncoding',
        'TypedParameter',
        'setMaxParserCache',
        'clearParserCache',
        'Connection',
        'PoolConnection',
        'PromisePool',
        'PromiseConnection',
        'PromisePoolConnection',
      ]),
  },
  {
    id: 'module.promises-of-the-callback-module',
    members: ['module.createPoolPromise', 'module.createPoolClusterPromise', 'promise.createPool'],
    run: (w) => {
      const { createPoolPromise, createPoolClusterPromise } = w.module
      const { createPool, createPoolCluster } = w.promiseModule
      return [createPoolPromise === createPool, createPoolClusterPromise === createPoolCluster]
    },
  },
  {
    id: 'module.a-connection-alone',
    members: ['module.createConnection', 'module.connect'],
    run: async (w) => {
      const { createConnection, connect } = w.module as unknown as typeof mysql2 & { readonly connect: unknown }
      const connection = createConnection(w.options({ rowsAsArray: true }) as mysql2.ConnectionOptions)
      const rows = await new Promise((resolve) => connection.query('select 1', (_, rows) => resolve(rows)))
      const ended = await new Promise((resolve) => connection.end((error) => resolve(error ?? null)))
      return { rows, ended, connect: connect === createConnection, backends: await w.backendsAre(0) }
    },
  },
  {
    id: 'module.a-connection-alone-of-promises',
    members: ['promise.createConnection', 'module.createConnectionPromise'],
    run: async (w) => {
      const { createConnection } = w.promiseModule as unknown as typeof promise
      const connection = await createConnection(w.options({ rowsAsArray: true }) as mysql2.ConnectionOptions)
      const [rows] = await connection.query('select 1')
      await connection.end()
      return {
        rows,
        same: (w.module.createConnectionPromise as unknown) === createConnection,
        backends: await w.backendsAre(0),
      }
    },
  },
]

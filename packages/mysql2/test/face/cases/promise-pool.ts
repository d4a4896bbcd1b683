import { EventEmitter } from 'node:events'
import { type Class, promiseClasses } from '../harness/driver-classes.ts'
import type { Answer } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'
import { columns, next, outcome, plain, record, seen, thrown } from '../harness/observe.ts'

const rows = async (answer: Promise<Answer>): Promise<unknown> => answer.then(([rows]) => plain(rows), seen)

export const promisePoolCases: readonly FaceCase[] = [
  {
    id: 'promise-pool.class',
    members: ['promise.createPool', 'promise.PromisePool', 'promisePool.constructor', 'promisePool.pool'],
    run: (w) => {
      const pool = w.promises.createPool(w.options())
      w.adopt(pool.pool)
      return {
        ofMysql2: pool instanceof promiseClasses.PromisePool,
        ofTheModule: pool instanceof (w.promiseModule.PromisePool as Class),
        name: pool.constructor.name,
        emitter: pool instanceof EventEmitter,
        own: Object.keys(pool).filter((key) => ['pool', 'Promise'].includes(key)),
        getConnection: typeof pool.pool.getConnection,
        Promise: pool.Promise === Promise,
        extensible: Object.isExtensible(pool),
        noCallbackFace: ['config', 'promise', '_closed'].filter((name) => name in pool),
      }
    },
  },
  {
    id: 'promise-pool.query',
    members: ['promisePool.query'],
    run: async (w) => {
      const pool = w.promisePool({ multipleStatements: true })
      const answer = await pool.query('select ? as a', [1])
      return {
        length: answer.length,
        fields: columns(answer[1]),
        forms: [
          await rows(pool.query('select 1 as a')),
          await rows(pool.query('select ? as a', 'x')),
          await rows(pool.query('select ? as a', 0)),
          await rows(pool.query({ sql: 'select ? as a', values: [2], rowsAsArray: true })),
          await rows(pool.query({ sql: 'select ? as a' }, [3])),
          await rows(pool.query('select 1 as a; do 0')),
          await rows(pool.query('do 0')),
          await rows(pool.query('select nothing')),
        ],
        callback: thrown(() => pool.query('select 1', () => undefined)),
      }
    },
  },
  {
    id: 'promise-pool.execute',
    members: ['promisePool.execute'],
    run: async (w) => {
      const pool = w.promisePool()
      return {
        forms: [
          await rows(pool.execute('select 1 as a')),
          await rows(pool.execute('select ? as a', ['x'])),
          await rows(pool.execute({ sql: 'select ? as a', values: [2], rowsAsArray: true })),
          await rows(pool.execute('select nothing')),
          await rows(pool.execute('select ? as a', [undefined])),
        ],
        callback: thrown(() => pool.execute('select 1', () => undefined)),
      }
    },
  },
  {
    id: 'promise-pool.getConnection',
    members: ['promisePool.getConnection', 'promise.PoolConnection', 'promiseConnection.release'],
    run: async (w) => {
      const pool = w.promisePool()
      const promised = pool.getConnection()
      const connection = await promised
      const [answer] = await connection.query('select 1 as a')
      const observation = {
        promise: promised instanceof Promise,
        ofMysql2: connection instanceof promiseClasses.PromisePoolConnection,
        ofTheModule: connection instanceof (w.promiseModule.PoolConnection as Class),
        noPool: ['getConnection', 'then'].filter((name) => name in connection),
        answer,
        released: connection.release(),
      }
      return observation
    },
  },
  {
    id: 'promise-pool.releaseConnection',
    members: ['promisePool.releaseConnection', 'promisePool:release'],
    run: async (w) => {
      const pool = w.promisePool({ connectionLimit: 1 })
      const connection = await pool.getConnection()
      const released = next(pool, 'release')
      const returned = pool.releaseConnection(connection)
      await released
      pool.releaseConnection({ release: 'nothing' })
      return { returned, after: await rows(pool.query('select 1 as a')) }
    },
  },
  {
    id: 'promise-pool.events',
    members: ['promisePool:connection', 'promisePool:acquire', 'promisePool:release', 'promisePool:enqueue'],
    muxpool: {
      deviation: 'events-are-of-sessions',
      observes: { order: ['connection', 'acquire', 'acquire', 'enqueue', 'release', 'release'], kind: 'function' },
    },
    run: async (w) => {
      const pool = w.promisePool({ connectionLimit: 1 })
      const order = record(pool, ['connection', 'acquire', 'release', 'enqueue'], [])
      let kind: unknown
      pool.once('connection', (connection) => {
        kind = typeof connection.promise
      })
      const connection = await pool.getConnection()
      await connection.query('start transaction')
      const waiting = pool.query('do 0')
      await connection.query('rollback')
      connection.release()
      await waiting
      return { order, kind }
    },
  },
  {
    id: 'promise-pool.events-are-inherited-only-while-listened-to',
    members: ['promisePool:acquire'],
    run: async (w) => {
      const pool = w.promisePool()
      const before = pool.pool.listenerCount('acquire')
      const listener = (): void => undefined
      pool.on('acquire', listener)
      const during = pool.pool.listenerCount('acquire')
      pool.off('acquire', listener)
      return [during - before, pool.pool.listenerCount('acquire') - before]
    },
  },
  {
    id: 'promise-pool.end',
    members: ['promisePool.end'],
    run: async (w) => {
      const pool = w.promisePool()
      await pool.query('do 0')
      const ended = await outcome(pool.end())
      return { ended, after: ((await rows(pool.query('do 0'))) as Error).message, backends: await w.backendsAre(0) }
    },
  },
  {
    id: 'promise-pool.disposed',
    members: ['promisePool.[Symbol.asyncDispose]'],
    run: async (w) => {
      const pool = w.promisePool()
      await pool.query('do 0')
      const first = await pool[Symbol.asyncDispose]()
      const second = await pool[Symbol.asyncDispose]()
      return { first, second, backends: await w.backendsAre(0) }
    },
  },
  {
    id: 'promise-pool.escape',
    members: ['promisePool.escape', 'promisePool.escapeId', 'promisePool.format'],
    run: (w) => {
      const pool = w.promisePool({ timezone: 'Z' })
      return [
        pool.escape("it's"),
        pool.escape(new Date(0)),
        pool.escapeId('a.b'),
        pool.format('select ?, ??', [1, 'x']),
      ]
    },
  },
  {
    id: 'promise-pool.own-promise-class',
    members: ['promisePool.query', 'promisePool.execute', 'promisePool.getConnection', 'promisePool.Promise'],
    run: async (w) => {
      class Own<T> extends Promise<T> {}
      const pool = w.promisePool({ Promise: Own })
      const made = [pool.query('do 0'), pool.execute('do 0'), pool.getConnection()]
      const kinds = made.map((promise) => promise instanceof Own)
      await Promise.all(made.slice(0, 2))
      const connection = await pool.getConnection()
      ;(await (made[2] as ReturnType<typeof pool.getConnection>)).release()
      const query = connection.query('do 0')
      kinds.push(query instanceof Own)
      await query
      connection.release()
      return { kinds, Promise: (pool.Promise as unknown) === Own }
    },
  },
  {
    id: 'promise-pool.stack-names-the-caller',
    members: ['promisePool.query', 'promisePool.execute'],
    run: async (w) => {
      const pool = w.promisePool({ trace: true })
      const untraced = w.promisePool({ trace: false })
      async function theCaller(of: typeof pool, method: 'query' | 'execute'): Promise<boolean> {
        const error = await of[method]('select nothing').catch((error: Error) => error)
        return String((error as Error).stack).includes('theCaller')
      }
      await untraced.query('do 0')
      return {
        query: await theCaller(pool, 'query'),
        execute: await theCaller(pool, 'execute'),
        untraced: await theCaller(untraced, 'query'),
      }
    },
  },
  {
    id: 'promise-pool.refused',
    members: ['promisePool.getConnection', 'promisePool.query', 'promisePool.execute'],
    run: async (w) => {
      const pool = w.promisePool({ port: 1 })
      const made = await Promise.all([
        pool.getConnection().then(() => 'got one', seen),
        rows(pool.query('do 0')),
        rows(pool.execute('do 0')),
      ])
      return made.map((error) => (error as { code: unknown }).code)
    },
  },
  {
    id: 'promise-pool.of-a-url',
    members: ['promise.createPool', 'promisePool.query'],
    run: async (w) => {
      const pool = w.promises.createPool(w.url('?rowsAsArray=true'))
      w.adopt(pool.pool)
      return rows(pool.query('select database()'))
    },
  },
]

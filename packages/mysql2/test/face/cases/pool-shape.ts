import { EventEmitter } from 'node:events'
import { type Class, driverClasses } from '../harness/driver-classes.ts'
import type { FacePool } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'
import { ask, seen, thrown } from '../harness/observe.ts'

export const poolShapeCases: readonly FaceCase[] = [
  {
    id: 'pool.class',
    members: ['pool.constructor', 'module.createPool', 'module.Pool'],
    run: (w) => {
      const pool = w.adopt(w.driver.createPool(w.options()))
      return {
        nameHasPool: pool.constructor.name.includes('Pool'),
        ofMysql2: pool instanceof driverClasses.Pool,
        ofTheModule: pool instanceof (w.module.Pool as Class),
        emitter: pool instanceof EventEmitter,
        extensible: Object.isExtensible(pool),
      }
    },
  },
  {
    id: 'pool.creating-opens-nothing',
    members: ['module.createPool', 'pool:connection'],
    run: async (w) => {
      const pool = w.adopt(w.driver.createPool(w.options({ maxIdle: 2 })))
      let opened = 0
      pool.on('connection', () => opened++)
      await w.roundTrips()
      return { opened, backends: (await w.backends()).length }
    },
  },
  {
    id: 'pool.config',
    members: ['pool.config'],
    run: (w) => {
      const read = (options: Record<string, unknown>): unknown => {
        const { waitForConnections, connectionLimit, maxIdle, idleTimeout, queueLimit, resetOnRelease } =
          w.pool(options).config
        return { waitForConnections, connectionLimit, maxIdle, idleTimeout, queueLimit, resetOnRelease }
      }
      return {
        defaults: read({}),
        given: read({ connectionLimit: 3, maxIdle: 2, idleTimeout: 900, queueLimit: 5, waitForConnections: false }),
        texts: read({ connectionLimit: '4', queueLimit: '6', resetOnRelease: 1 }),
        noNumber: read({ connectionLimit: 'many' }),
      }
    },
  },
  {
    id: 'pool.config-of-connections',
    members: ['pool.config'],
    run: (w) => {
      const pool = w.pool({ namedPlaceholders: true, timezone: '+03:00', rowsAsArray: true, connectTimeout: 4000 })
      const { user, host, port, database, namedPlaceholders, timezone, rowsAsArray, connectTimeout, trace, ...rest } =
        pool.config.connectionConfig
      return {
        isTheUser: user === w.name,
        host,
        port: port === w.server.port,
        database,
        namedPlaceholders,
        timezone,
        rowsAsArray,
        connectTimeout,
        trace,
        pool: rest.pool === pool,
        charsetNumber: rest.charsetNumber,
        supportBigNumbers: rest.supportBigNumbers,
        others: Object.keys(rest).sort(),
      }
    },
  },
  {
    id: 'pool.config-limit-is-live',
    members: ['pool.config', 'pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      await ask(pool, 'query', 'do 0')
      pool.config.connectionLimit = 2
      const both = Promise.all([ask(pool, 'query', 'do sleep(0.2)'), ask(pool, 'query', 'do sleep(0.2)')])
      await w.asleep(2)
      await both
      return { backends: (await w.backends()).length }
    },
  },
  {
    id: 'pool.of-a-url',
    members: ['module.createPool', 'pool.query', 'pool.config'],
    run: async (w) => {
      const pool = w.adopt(w.driver.createPool(w.url('?connectionLimit=3&rowsAsArray=true&dateStrings=true')))
      return {
        rows: await ask(pool, 'query', "select 1 as n, cast('2024-02-29' as date) as d"),
        limit: pool.config.connectionLimit,
      }
    },
  },
  {
    id: 'pool.of-options-with-a-uri',
    members: ['module.createPool', 'pool.query'],
    run: async (w) => {
      const pool = w.adopt(w.driver.createPool({ uri: w.url(), rowsAsArray: true }))
      return ask(pool, 'query', 'select database()')
    },
  },
  {
    id: 'pool.without-options',
    members: ['module.createPool'],
    run: (w) => (thrown(() => (w.driver.createPool as (options?: unknown) => unknown)()) as { class: string }).class,
  },
  {
    id: 'pool.escape',
    members: ['pool.escape', 'pool.escapeId', 'pool.format'],
    run: (w) => {
      const pool = w.pool({ timezone: 'Z' })
      return {
        text: pool.escape("it's"),
        list: pool.escape([1, 'a', null, undefined, true]),
        object: pool.escape({ a: 1, b: 'x' }),
        date: pool.escape(new Date(86_400_000)),
        buffer: pool.escape(Buffer.from([0, 255])),
        id: pool.escapeId('a.b`c'),
        ids: pool.escapeId(['a', 'b']),
        format: pool.format('select ? from ?? where a = ?', [1, 't', "it's"]),
        unformatted: pool.format('select ?'),
        objects: w.pool({ stringifyObjects: true }).escape({ a: 1 }),
      }
    },
  },
  {
    id: 'pool.promise-of-it',
    members: ['pool.promise', 'promisePool.pool', 'promisePool.Promise'],
    run: (w) => {
      const pool = w.pool()
      const one = pool.promise()
      class Own<T> extends Promise<T> {}
      const other = pool.promise(Own)
      return {
        pool: one.pool === pool,
        own: Object.keys(one).includes('pool'),
        Promise: [one.Promise === Promise, (other.Promise as unknown) === Own],
        another: one !== pool.promise(),
      }
    },
  },
  {
    id: 'pool.patched',
    members: ['pool.query', 'pool.execute', 'pool.getConnection'],
    run: async (w) => {
      const pool = w.pool() as FacePool & { note?: string }
      const { query, execute, getConnection } = pool
      const calls: string[] = []
      pool.query = function (this: FacePool, ...args) {
        calls.push('query')
        return query.apply(this, args)
      }
      pool.execute = function (this: FacePool, ...args) {
        calls.push('execute')
        return execute.apply(this, args)
      }
      pool.getConnection = function (this: FacePool, callback) {
        calls.push('getConnection')
        return getConnection.call(this, callback)
      }
      pool.note = 'mine'
      const rows = [await ask(pool, 'query', 'select 1 as a'), await ask(pool, 'execute', 'select 2 as a')]
      return { rows, calls, note: pool.note }
    },
  },
  {
    id: 'pool.no-other-face',
    members: ['pool.getConnection'],
    run: (w) => {
      const pool = w.pool() as unknown as Record<string, unknown>
      const found = ['connect', 'totalCount', 'aggregate', 'dialect', 'db', 'acquire', 'numFree', 'unprepare']
      return { found: found.filter((name) => name in pool), getConnection: typeof pool.getConnection }
    },
  },
  {
    id: 'pool.lengths-of-its-methods',
    members: ['pool.query', 'pool.execute', 'pool.getConnection', 'pool.end', 'pool.releaseConnection', 'pool.format'],
    run: (w) => {
      const { query, execute, getConnection, end, releaseConnection, format } = w.pool()
      return [query, execute, getConnection, end, releaseConnection, format].map((method) => method.length)
    },
  },
  {
    id: 'pool.disposed',
    members: ['pool.[Symbol.dispose]', 'pool._closed'],
    muxpool: {
      deviation: 'own-errors-have-codes',
      observes: {
        returned: undefined,
        closed: [false, true],
        after: { error: { class: 'MuxError', message: 'Pool is closed.', code: 'MUX_POOL_ENDED' } },
        backends: 0,
      },
    },
    run: async (w) => {
      const pool = w.pool()
      await ask(pool, 'query', 'do 0')
      const closed = [pool._closed]
      const returned = pool[Symbol.dispose]()
      closed.push(pool._closed)
      const after = await ask(pool, 'query', 'do 0')
      pool[Symbol.dispose]()
      return { returned, closed, after, backends: await w.backendsAre(0) }
    },
  },
  {
    id: 'pool.query-without-a-text',
    members: ['pool.query'],
    run: (w) => {
      const pool = w.pool()
      return [undefined, null].map((given) => {
        try {
          pool.query(given, () => undefined)
          return 'nothing thrown'
        } catch (error) {
          return (seen(error) as { class: string }).class
        }
      })
    },
  },
]

import { EventEmitter } from 'node:events'
import { type Class, driverClasses } from '../harness/driver-classes.ts'
import type { FaceConnection } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'
import { ask, checkout, head, seen } from '../harness/observe.ts'

export const poolGetConnectionCases: readonly FaceCase[] = [
  {
    id: 'getConnection.callback',
    members: ['pool.getConnection', 'connection.release', 'connection.query'],
    run: async (w) => {
      const pool = w.pool()
      let returned: unknown = 'unset'
      let sync = true
      const [error, connection, wasSync, count] = await new Promise<[unknown, FaceConnection, boolean, number]>(
        (resolve) => {
          returned = (pool.getConnection as (callback: unknown) => unknown)((...args: [unknown, FaceConnection]) =>
            resolve([...args, sync, args.length]),
          )
          sync = false
        },
      )
      const rows = await ask(connection, 'query', 'select 1 as a')
      return { error, returned, wasSync, count, rows, released: connection.release() }
    },
  },
  {
    id: 'getConnection.class',
    members: ['pool.getConnection', 'connection.constructor', 'module.PoolConnection', 'module.Connection'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      return {
        ofPoolConnection: connection instanceof (w.module.PoolConnection as Class),
        ofConnection: connection instanceof (w.module.Connection as Class),
        ofMysql2: connection instanceof driverClasses.Connection,
        emitter: connection instanceof EventEmitter,
        extensible: Object.isExtensible(connection),
        named: typeof connection.constructor.name,
        noPool: ['getConnection', 'acquire', 'connectClient', 'then'].filter((name) => name in connection),
      }
    },
  },
  {
    id: 'getConnection.of-an-idle-one-is-not-synchronous',
    members: ['pool.getConnection'],
    run: async (w) => {
      const pool = w.pool()
      await ask(pool, 'query', 'do 0')
      const order: string[] = []
      await new Promise<void>((resolve) => {
        pool.getConnection((error, connection) => {
          order.push(`callback ${error}`)
          connection.release()
          resolve()
        })
        order.push('returned')
      })
      return order
    },
  },
  {
    id: 'getConnection.more-than-the-limit',
    members: ['pool.getConnection', 'connection.release'],
    muxpool: { deviation: 'sessions-do-not-wait', observes: { before: 3, backends: 1 } },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      let got = 0
      const all = [0, 1, 2].map(() =>
        checkout(pool).then((connection) => {
          got++
          return connection
        }),
      )
      await all[0]
      await w.roundTrips()
      const before = got
      for (const one of all) {
        const connection = await one
        await ask(connection, 'query', 'do 0')
        connection.release()
      }
      return { before, backends: (await w.backends()).length }
    },
  },
  {
    id: 'getConnection.no-waiting',
    members: ['pool.getConnection', 'pool.query', 'pool.execute'],
    muxpool: {
      deviation: 'sessions-do-not-wait',
      observes: { refused: [undefined, 'No connections available.', 'No connections available.'], after: [{ a: 1 }] },
    },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1, waitForConnections: false })
      const held = await checkout(pool)
      await ask(held, 'query', 'start transaction')
      const refused = [
        head(
          ((await checkout(pool).then((connection) => ask(connection, 'query', 'do 0'), seen)) as { message: string })
            .message,
        ),
        ((await ask(pool, 'query', 'do 0')) as { error: { message: string } }).error.message,
        ((await ask(pool, 'execute', 'do 0')) as { error: { message: string } }).error.message,
      ]
      await ask(held, 'query', 'rollback')
      held.release()
      return { refused, after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
  {
    id: 'getConnection.queue-limit',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1, queueLimit: 1 })
      const held = await checkout(pool)
      await ask(held, 'query', 'start transaction')
      const first = ask(pool, 'query', 'select 1 as a')
      const second = (await ask(pool, 'query', 'select 2 as a')) as { error: { message: string } }
      await ask(held, 'query', 'rollback')
      held.release()
      return { first: await first, second: second.error.message }
    },
  },
  {
    id: 'getConnection.queue-limit-of-checkouts',
    members: ['pool.getConnection'],
    muxpool: { deviation: 'sessions-do-not-wait', observes: { late: 'got one' } },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1, queueLimit: 1 })
      const held = await checkout(pool)
      const waiting = checkout(pool)
      const late = await checkout(pool).then((connection) => connection.release(), seen)
      held.release()
      ;(await waiting).release()
      return { late: late === undefined ? 'got one' : late }
    },
  },
  {
    id: 'getConnection.no-limit',
    members: ['pool.getConnection', 'pool.config'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 0 })
      const connections = await Promise.all(Array.from({ length: 12 }, () => checkout(pool)))
      const rows = await Promise.all(connections.map((connection) => ask(connection, 'query', 'start transaction')))
      for (const connection of connections) {
        await ask(connection, 'query', 'rollback')
        connection.release()
      }
      return { rows: rows.length, limit: pool.config.connectionLimit }
    },
  },
  {
    id: 'getConnection.object-of-the-next-checkout',
    members: ['pool.getConnection'],
    muxpool: { deviation: 'connection-object-per-checkout', observes: { note: undefined, same: false } },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const first = (await checkout(pool)) as FaceConnection & { note?: string }
      first.note = 'mine'
      first.release()
      const second = (await checkout(pool)) as FaceConnection & { note?: string }
      const seenNote = second.note
      second.release()
      return { note: seenNote, same: first === second }
    },
  },
  {
    id: 'getConnection.last-in-first-out',
    members: ['pool.getConnection', 'connection.threadId'],
    muxpool: { deviation: 'thread-id-of-its-own', observes: { again: false } },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 2 })
      const [first, second] = await Promise.all([checkout(pool), checkout(pool)])
      await Promise.all([ask(first!, 'query', 'do 0'), ask(second!, 'query', 'do 0')])
      const last = second!.threadId
      first!.release()
      second!.release()
      const third = await checkout(pool)
      await ask(third, 'query', 'do 0')
      const again = third.threadId === last
      third.release()
      return { again }
    },
  },
  {
    id: 'getConnection.nested',
    members: ['pool.getConnection'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 2 })
      const outer = await checkout(pool)
      const inner = await checkout(pool)
      const rows = [await ask(outer, 'query', 'select 1 as n'), await ask(inner, 'query', 'select 2 as n')]
      const different = outer !== inner
      inner.release()
      outer.release()
      return { rows, different }
    },
  },
  {
    id: 'getConnection.a-statement-before-the-connection-is-used',
    members: ['pool.getConnection', 'connection.state', 'connection.authorized'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const before = [connection.state, connection.authorized]
      connection.release()
      return before
    },
  },
]

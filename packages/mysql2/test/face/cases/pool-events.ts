import type { FaceCase } from '../harness/face-case.ts'
import { ask, checkout, next, record } from '../harness/observe.ts'

const all = ['connection', 'acquire', 'release', 'enqueue', 'error', 'warn', 'end'] as const

export const poolEventCases: readonly FaceCase[] = [
  {
    id: 'events.of-one-checkout',
    members: ['pool:connection', 'pool:acquire', 'pool:release'],
    run: async (w) => {
      const pool = w.pool()
      const order = record(pool, all, [])
      const connection = await checkout(pool)
      order.push('callback')
      await ask(connection, 'query', 'do 0')
      connection.release()
      order.push('released')
      return order
    },
  },
  {
    id: 'events.of-the-second-checkout',
    members: ['pool:acquire', 'pool:release', 'pool:connection'],
    run: async (w) => {
      const pool = w.pool()
      await ask(pool, 'query', 'do 0')
      const order = record(pool, all, [])
      const connection = await checkout(pool)
      await ask(connection, 'query', 'do 0')
      connection.release()
      return order
    },
  },
  {
    id: 'events.of-a-query',
    members: ['pool:connection', 'pool:acquire', 'pool:release', 'pool.query', 'pool.execute'],
    run: async (w) => {
      const pool = w.pool()
      const order = record(pool, all, [])
      await ask(pool, 'query', 'do 0')
      order.push('answered')
      await ask(pool, 'execute', 'do 0')
      if (order.at(-1) !== 'release') await next(pool, 'release')
      return order
    },
  },
  {
    id: 'events.of-waiting',
    members: ['pool:enqueue', 'pool:acquire', 'pool:release'],
    muxpool: {
      deviation: 'events-are-of-sessions',
      observes: ['connection', 'acquire', 'acquire', 'asked', 'enqueue', 'release', 'release'],
    },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const order = record(pool, all, [])
      const first = await checkout(pool)
      await ask(first, 'query', 'start transaction')
      const waiting = ask(pool, 'query', 'do 0')
      order.push('asked')
      await ask(first, 'query', 'rollback')
      first.release()
      await waiting
      return order
    },
  },
  {
    id: 'events.of-waiting-checkouts',
    members: ['pool:enqueue', 'pool:acquire', 'pool:release'],
    muxpool: {
      deviation: 'events-are-of-sessions',
      observes: ['connection', 'acquire', 'acquire', 'release', 'release'],
    },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const order = record(pool, all, [])
      const first = await checkout(pool)
      const second = checkout(pool)
      first.release()
      ;(await second).release()
      return order
    },
  },
  {
    id: 'events.arguments',
    members: ['pool:connection', 'pool:acquire', 'pool:release', 'pool:enqueue'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const got: Record<string, unknown[]> = {}
      for (const event of ['acquire', 'release', 'enqueue']) pool.on(event, (...args) => (got[event] ??= args))
      const [opened] = await Promise.all([next(pool, 'connection'), ask(pool, 'query', 'do 0')])
      const connection = await checkout(pool)
      await ask(connection, 'query', 'start transaction')
      const waiting = ask(pool, 'query', 'do 0')
      await ask(connection, 'query', 'rollback')
      connection.release()
      await waiting
      return {
        connection: [opened.length, typeof (opened[0] as { query: unknown }).query],
        acquire: [got.acquire?.length, typeof (got.acquire![0] as { query: unknown }).query],
        release: [got.release?.length, typeof (got.release![0] as { query: unknown }).query],
        enqueue: got.enqueue,
      }
    },
  },
  {
    id: 'events.acquired-one-is-the-one-handed-out',
    members: ['pool:acquire', 'pool:release', 'pool.getConnection'],
    run: async (w) => {
      const pool = w.pool()
      const seen: unknown[] = []
      pool.on('acquire', (connection) => seen.push(connection))
      pool.on('release', (connection) => seen.push(connection))
      const connection = await checkout(pool)
      connection.release()
      return seen.map((one) => one === connection)
    },
  },
  {
    id: 'events.connection-is-the-one-handed-out',
    members: ['pool:connection', 'pool.getConnection'],
    muxpool: { deviation: 'connection-event-object', observes: { same: false } },
    run: async (w) => {
      const pool = w.pool()
      const opened = next(pool, 'connection')
      const connection = await checkout(pool)
      await ask(connection, 'query', 'do 0')
      const [object] = await opened
      connection.release()
      return { same: object === connection }
    },
  },
  {
    id: 'events.settings-made-at-connection',
    members: ['pool:connection', 'pool.query'],
    run: async (w) => {
      const pool = w.pool({ rowsAsArray: true })
      pool.on('connection', (connection) => {
        connection.query('set session sort_buffer_size = 400000')
        connection.query('set @of_the_pool = 7')
      })
      const connection = await checkout(pool)
      const rows = [
        await ask(connection, 'query', 'select @@sort_buffer_size, @of_the_pool'),
        await ask(pool, 'query', 'select @@sort_buffer_size, @of_the_pool'),
      ]
      connection.release()
      return rows
    },
  },
  {
    id: 'events.of-a-connection-that-could-not-be-opened',
    members: ['pool:connection', 'pool:acquire'],
    run: async (w) => {
      const pool = w.pool({ port: 1 })
      const order = record(pool, all, [])
      await checkout(pool).catch(() => order.push('refused'))
      return order
    },
  },
  {
    id: 'events.of-a-destroyed-connection',
    members: ['pool:release', 'pool:connection', 'connection.destroy'],
    muxpool: { deviation: 'events-are-of-sessions', observes: ['acquire', 'enqueue', 'connection', 'release'] },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const connection = await checkout(pool)
      await ask(connection, 'query', 'start transaction')
      const order = record(pool, all, [])
      connection.destroy()
      await ask(pool, 'query', 'do 0')
      return order
    },
  },
  {
    id: 'events.once-and-off',
    members: ['pool:acquire'],
    run: async (w) => {
      const pool = w.pool()
      let once = 0
      let off = 0
      const listener = (): void => void off++
      pool.once('acquire', () => once++)
      pool.on('acquire', listener)
      await ask(pool, 'query', 'do 0')
      pool.off('acquire', listener)
      await ask(pool, 'query', 'do 0')
      return { once, off }
    },
  },
]

import type { FaceCase } from '../harness/face-case.ts'
import { next, record, seen, until } from '../harness/observe.ts'
import { uncaught } from '../harness/uncaught.ts'

const all: readonly string[] = ['connect', 'acquire', 'release', 'remove', 'error']

export const poolEventCases: readonly FaceCase[] = [
  {
    id: 'events.of-pool-query',
    members: ['pool.query', 'pool:connect', 'pool:acquire', 'pool:release'],
    muxpool: {
      deviation: 'acquire-before-connect',
      observes: ['acquire', 'connect', 'release', 'answered', 'acquire', 'release', 'answered'],
    },
    run: async (w) => {
      const pool = w.pool()
      const order: string[] = []
      for (const event of ['connect', 'acquire', 'release', 'remove'])
        pool.on(event as 'connect', () => order.push(event))
      await pool.query('select 1').then(() => order.push('answered'))
      await pool.query('select 1').then(() => order.push('answered'))
      return order
    },
  },
  {
    id: 'events.of-connect-and-release',
    members: ['pool.connect', 'client.release', 'pool:connect', 'pool:acquire', 'pool:release', 'pool:remove'],
    run: async (w) => {
      const pool = w.pool()
      const order = record(pool, ['connect', 'acquire', 'release', 'remove'], [])
      for (let round = 0; round < 2; round++) {
        const client = await pool.connect()
        order.push('connected')
        await client.query('select 1')
        client.release()
        order.push('released')
      }
      return order
    },
  },
  {
    id: 'events.callback-after-acquire',
    members: ['pool.connect', 'pool:acquire'],
    run: async (w) => {
      const pool = w.pool()
      const order = record(pool, ['acquire', 'release'], [])
      await new Promise<void>((resolve) => {
        pool.connect((_error, _client, release) => {
          order.push('callback')
          release()
          order.push('released')
          resolve()
        })
      })
      return order
    },
  },
  {
    id: 'events.arguments',
    members: ['pool:acquire', 'pool:release', 'pool.connect'],
    run: async (w) => {
      const pool = w.pool()
      const acquired = next(pool, 'acquire')
      const released = next(pool, 'release')
      const client = await pool.connect()
      client.release()
      const [acquire, release] = [await acquired, await released]
      return {
        acquire: [acquire.length, acquire[0] === client],
        release: [release.length, release[0], release[1] === client],
      }
    },
  },
  {
    id: 'events.connect-argument',
    members: ['pool:connect', 'pool.connect'],
    muxpool: {
      deviation: 'connect-event-client',
      observes: { count: 1, args: 1, query: 'function', emitter: 'function', sameAsCheckedOut: false },
    },
    run: async (w) => {
      const pool = w.pool()
      const connected: unknown[][] = []
      pool.on('connect', (...args: unknown[]) => connected.push(args))
      const client = await pool.connect()
      await client.query('select 1')
      client.release()
      const given = connected[0]![0] as { query: unknown; on: unknown }
      return {
        count: connected.length,
        args: connected[0]!.length,
        query: typeof given.query,
        emitter: typeof given.on,
        sameAsCheckedOut: given === client,
      }
    },
  },
  {
    id: 'events.release-with-an-error',
    members: ['pool:release', 'client.release'],
    run: async (w) => {
      const pool = w.pool()
      const client = await pool.connect()
      await client.query('select 1')
      const released = next(pool, 'release')
      client.release(new Error('mine'))
      const [error, of] = await released
      return { error: seen(error), sameClient: of === client }
    },
  },
  {
    id: 'events.release-of-a-failed-pool-query',
    members: ['pool:release', 'pool.query'],
    run: async (w) => {
      const pool = w.pool()
      const released = next(pool, 'release')
      await pool.query('select 1/0').catch(() => undefined)
      const [error] = await released
      return seen(error)
    },
  },
  {
    id: 'events.release-of-a-good-pool-query',
    members: ['pool:release', 'pool.query'],
    run: async (w) => {
      const pool = w.pool()
      const released = next(pool, 'release')
      await pool.query('select 1')
      const [error] = await released
      return { error }
    },
  },
  {
    id: 'events.idle-connection-lost',
    members: ['pool:error', 'pool:remove', 'pool.totalCount'],
    run: async (w) => {
      const pool = w.pool()
      await pool.query('select 1')
      const order: string[] = []
      for (const event of ['error', 'remove']) pool.on(event as 'error', () => order.push(event))
      const failed = next(pool, 'error')
      const removed = next(pool, 'remove')
      await w.kill()
      const [error, client] = (await failed) as [Error & { client?: unknown }, unknown]
      await removed
      return {
        error: seen(error),
        client: typeof client,
        onError: error.client === client,
        order,
        total: pool.totalCount,
        next: (await pool.query('select 1 as one')).rows,
      }
    },
  },
  {
    id: 'events.idle-connection-lost-without-a-listener',
    members: ['pool:error'],
    muxpool: { deviation: 'idle-loss-is-no-crash', observes: { uncaught: [], next: [{ one: 1 }] } },
    run: async (w) => {
      const pool = w.pool()
      await pool.query('select 1')
      const listening = pool.listenerCount('error')
      const crashes = uncaught(w)
      await w.kill()
      await until(async () => pool.totalCount === 0 && (await w.backends()).length === 0)
      await w.roundTrips()
      // Of pg's two uncaught errors only the first is certain.
      return {
        uncaught: crashes.slice(0, 1),
        next: (await pool.query('select 1 as one')).rows,
        ...(listening ? { listening } : {}),
      }
    },
  },
  {
    id: 'events.of-an-emitter',
    members: ['pool:error'],
    run: (w) => {
      const pool = w.pool()
      const calls: string[] = []
      const listener = (): void => void calls.push('called')
      pool.on('error', listener)
      const chained = pool.once('remove', listener) === pool
      const counted = [pool.listenerCount('error'), pool.listeners('error').length, pool.listeners('connect').length]
      pool.emit('error', new Error('mine'), undefined as never)
      pool.removeListener('error', listener)
      pool.removeAllListeners('remove')
      return { calls, chained, counted, left: all.map((event) => pool.listenerCount(event as 'error')) }
    },
  },
  {
    id: 'events.remove-argument',
    members: ['pool:remove'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const removed = next(pool, 'remove')
      const client = await pool.connect()
      await client.query('begin')
      client.release(true)
      const args = await removed
      return { args: args.length, isObject: typeof args[0], next: (await pool.query('select 1 as one')).rows }
    },
  },
]

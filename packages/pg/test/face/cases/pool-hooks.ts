import type pg from 'pg'
import type { FaceCase } from '../harness/face-case.ts'
import { called, rejection, text } from '../harness/observe.ts'

type Hooked = pg.PoolClient

export const poolHookCases: readonly FaceCase[] = [
  {
    id: 'hooks.on-connect-is-awaited',
    members: ['pool.connect', 'pool.options', 'pool:connect'],
    run: async (w) => {
      const order: string[] = []
      const onConnect = async (client: Hooked): Promise<void> => {
        order.push('hook begins')
        await client.query('select 1')
        order.push('hook ends')
      }
      const pool = w.pool({ onConnect })
      pool.on('connect', () => order.push('connect'))
      const client = await pool.connect()
      order.push('connected')
      client.release()
      await pool.query('select 1')
      return { order, option: (pool.options.onConnect as unknown) === onConnect }
    },
  },
  {
    id: 'hooks.on-connect-settings-are-there',
    members: ['pool.query', 'pool.connect'],
    run: async (w) => {
      const pool = w.pool({ onConnect: (client: Hooked) => client.query("set work_mem = '7MB'") })
      const client = await pool.connect()
      const inSession = (await client.query('show work_mem')).rows
      client.release()
      return { inSession, inQuery: (await pool.query('show work_mem')).rows }
    },
  },
  {
    id: 'hooks.on-connect-marks-the-client',
    members: ['pool.connect', 'client.release'],
    muxpool: { deviation: 'connect-event-client', observes: { marked: false } },
    run: async (w) => {
      const mark = Symbol('mark')
      const pool = w.pool({
        onConnect: (client: Hooked) => {
          Object.assign(client, { [mark]: true })
        },
      })
      const client = await pool.connect()
      client.release()
      return { marked: mark in client }
    },
  },
  {
    id: 'hooks.on-connect-once-per-connection',
    members: ['pool.query'],
    run: async (w) => {
      let hooks = 0
      const pool = w.pool({ max: 2, onConnect: () => void hooks++ })
      for (let n = 0; n < 4; n++) await pool.query('select 1')
      return hooks
    },
  },
  {
    id: 'hooks.on-connect-rejects',
    members: ['pool.connect', 'pool.query', 'pool.totalCount'],
    run: async (w) => {
      const pool = w.pool({ onConnect: async () => Promise.reject(new Error('hook refused')) })
      const promise = await rejection(pool.connect())
      const [error, client, release] = await called((callback) => pool.connect(callback as never))
      return {
        promise,
        callback: text(error),
        client,
        release: typeof release,
        query: await rejection(pool.query('select 1')),
        total: pool.totalCount,
      }
    },
  },
  {
    id: 'hooks.on-connect-throws',
    members: ['pool.connect'],
    run: async (w) => {
      const pool = w.pool({
        onConnect: () => {
          throw new Error('hook threw')
        },
      })
      return rejection(pool.connect())
    },
  },
  {
    id: 'hooks.verify',
    members: ['pool.connect', 'pool.query'],
    run: async (w) => {
      let verified = 0
      const verify = (client: Hooked, done: (error?: Error) => void): void => {
        verified++
        client.query('select 1', (error) => done(error))
      }
      const pool = w.pool({ verify, max: 1 })
      const { rows } = await pool.query('select 1 as one')
      const client = await pool.connect()
      client.release()
      return { rows, verified }
    },
  },
  {
    id: 'hooks.verify-fails',
    members: ['pool.connect', 'pool.query', 'pool:release', 'pool:remove'],
    run: async (w) => {
      const verify = (_client: Hooked, done: (error?: Error) => void): void => done(new Error('not verified'))
      const pool = w.pool({ verify })
      const removed = new Promise((resolve) => pool.once('remove', resolve))
      const promise = await rejection(pool.connect())
      await removed
      const [error, client, release] = await called((callback) => pool.connect(callback as never))
      return {
        promise,
        callback: text(error),
        client,
        release: typeof release,
        query: await rejection(pool.query('select 1')),
      }
    },
  },
  {
    id: 'hooks.connect-event-sets-the-session',
    members: ['pool:connect', 'pool.connect', 'client.query'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      pool.on('connect', (client) => void client.query("set work_mem = '9MB'; set application_name = 'face_hook'"))
      const client = await pool.connect()
      const first = (await client.query('show work_mem')).rows
      client.release()
      const again = await pool.connect()
      const second = (await again.query('show application_name')).rows
      again.release()
      return { first, second }
    },
  },
  {
    id: 'hooks.connect-event-error-listener',
    members: ['pool:connect', 'client:error'],
    run: async (w) => {
      const pool = w.pool()
      let listeners = -1
      pool.on('connect', (client) => {
        client.on('error', () => undefined)
        listeners = client.listenerCount('error')
      })
      await pool.query('select 1')
      return { hasOne: listeners >= 1 }
    },
  },
  {
    id: 'hooks.settings-of-a-session-stay-in-it',
    members: ['client.query', 'client.release', 'pool.connect'],
    muxpool: { deviation: 'state-ends-with-the-session', observes: { before: '4MB', inside: '11MB', next: '4MB' } },
    run: async (w) => {
      const pool = w.pool({ max: 1, options: '-c work_mem=4MB' })
      const show = async (client: Hooked): Promise<unknown> => (await client.query('show work_mem')).rows[0].work_mem
      const first = await pool.connect()
      const before = await show(first)
      await first.query("set work_mem = '11MB'")
      const inside = await show(first)
      first.release()
      const second = await pool.connect()
      const after = await show(second)
      second.release()
      return { before, inside, next: after }
    },
  },
]

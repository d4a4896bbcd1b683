import { EventEmitter } from 'node:events'
import pg from 'pg'
import type { FaceCase } from '../harness/face-case.ts'
import { called } from '../harness/observe.ts'

/** A port on which nobody listens. */
const _closed = { connectionString: undefined, host: '127.0.0.1', port: 1, user: 'x', database: 'x' }

export const poolConnectCases: readonly FaceCase[] = [
  {
    id: 'connect.promise',
    members: ['pool.connect', 'client.release', 'client.query'],
    run: async (w) => {
      const pool = w.pool()
      const promise = pool.connect()
      const client = await promise
      const { rows } = await client.query('select 1 as one')
      const observation = {
        promise: promise instanceof Promise,
        emitter: client instanceof EventEmitter,
        nameHasPool: client.constructor.name.includes('Pool'),
        prototypeNameHasPool: Object.getPrototypeOf(client).constructor.name.includes('Pool'),
        extensible: Object.isExtensible(client),
        release: typeof client.release,
        rows,
      }
      client.release()
      return observation
    },
  },
  {
    id: 'connect.client-of-a-class',
    members: ['pool.connect'],
    muxpool: { deviation: 'client-is-no-pg-client', observes: { ofPg: false } },
    run: async (w) => {
      const client = await w.pool().connect()
      client.release()
      return { ofPg: client instanceof pg.Client }
    },
  },
  {
    id: 'connect.callback',
    members: ['pool.connect', 'client.release'],
    run: async (w) => {
      const pool = w.pool()
      let returned: unknown = 'unset'
      let sync = true
      const [error, client, release, ...rest] = (await new Promise<unknown[]>((resolve) => {
        returned = pool.connect((...args) => {
          resolve([...args, sync])
        })
        sync = false
      })) as [unknown, { release: unknown; query(text: string): Promise<{ rows: unknown[] }> }, () => void, boolean]
      const { rows } = await client.query('select 2 as two')
      const sameRelease = client.release === release
      release()
      return { error, returned, calledSynchronously: rest[0], sameRelease, rows, idle: pool.idleCount }
    },
  },
  {
    id: 'connect.callback-of-an-idle-client-is-not-synchronous',
    members: ['pool.connect'],
    run: async (w) => {
      const pool = w.pool()
      await pool.query('select 1')
      const order: string[] = []
      await new Promise<void>((resolve) => {
        pool.connect((error, _client, done) => {
          order.push(`callback ${error}`)
          done()
          resolve()
        })
        order.push('returned')
      })
      return order
    },
  },
  {
    id: 'connect.callback-makes-no-promise',
    members: ['pool.connect', 'pool.Promise'],
    run: async (w) => {
      const pool = w.pool()
      let made = 0
      class Counted<T> extends Promise<T> {
        constructor(executor: ConstructorParameters<typeof Promise<T>>[0]) {
          super(executor)
          made++
        }
      }
      pool.Promise = Counted as unknown as PromiseConstructor
      const [, , release] = (await called((callback) => pool.connect(callback as never))) as [
        unknown,
        unknown,
        () => void,
      ]
      release()
      return made
    },
  },
  {
    id: 'connect.own-promise-class',
    members: ['pool.connect', 'pool.query', 'pool.Promise'],
    run: async (w) => {
      const pool = w.pool()
      class Own<T> extends Promise<T> {}
      pool.Promise = Own as unknown as PromiseConstructor
      const connecting = pool.connect()
      const querying = pool.query('select 1')
      ;(await connecting).release()
      await querying
      return { connect: connecting instanceof Own, query: querying instanceof Own }
    },
  },
  {
    id: 'connect.nested',
    members: ['pool.connect'],
    run: async (w) => {
      const pool = w.pool({ max: 2 })
      const outer = await pool.connect()
      const inner = await pool.connect()
      const rows = [await outer.query('select 1 as n'), await inner.query('select 2 as n')].map((r) => r.rows[0])
      const different = outer !== inner
      inner.release()
      outer.release()
      return { rows, different }
    },
  },
  {
    id: 'connect.more-than-max',
    members: ['pool.connect', 'pool.options'],
    muxpool: {
      deviation: 'sessions-do-not-wait',
      observes: { resolved: 3, max: 1, after: [{ n: 0 }, { n: 1 }, { n: 2 }] },
    },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      let resolved = 0
      const connecting = [0, 1, 2].map((n) =>
        pool.connect().then(async (client) => {
          resolved++
          return { client, n }
        }),
      )
      await connecting[0]
      await w.roundTrips()
      const observed = resolved
      const after: unknown[] = []
      for (const one of connecting) {
        const { client, n } = await one
        after.push((await client.query('select $1::int as n', [n])).rows[0])
        client.release()
      }
      return { resolved: observed, max: pool.options.max, after }
    },
  },
  {
    id: 'connect.object-of-the-next-checkout',
    members: ['pool.connect'],
    muxpool: { deviation: 'client-object-per-checkout', observes: { same: false, noteSurvives: false } },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const first = (await pool.connect()) as unknown as { note?: string; release(): void }
      first.note = 'mine'
      first.release()
      const second = (await pool.connect()) as unknown as { note?: string; release(): void }
      second.release()
      return { same: first === second, noteSurvives: second.note === 'mine' }
    },
  },
  {
    id: 'connect.same-object-until-release',
    members: ['pool.connect', 'client.release'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      let withAcquire: unknown
      pool.on('acquire', (client) => {
        withAcquire = client
      })
      const client = await pool.connect()
      await client.query('begin')
      await client.query('commit')
      const result = { acquired: withAcquire === client }
      client.release()
      return result
    },
  },
  {
    id: 'connect.client-is-no-thenable',
    members: ['pool.connect'],
    run: async (w) => {
      const client = await w.pool().connect()
      const found = ['then', 'connectClient', 'getConnection'].filter((name) => name in client)
      client.release()
      return found
    },
  },
]

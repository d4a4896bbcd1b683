import type { FaceCase } from '../harness/face-case.ts'
import { ask, called, checkout, seen, text } from '../harness/observe.ts'

type Refused = { readonly error: { readonly message: string } }

export const poolEndCases: readonly FaceCase[] = [
  {
    id: 'end.callback',
    members: ['pool.end'],
    run: async (w) => {
      const pool = w.pool()
      await ask(pool, 'query', 'do 0')
      let returned: unknown = 'unset'
      const args = await called((callback) => {
        returned = pool.end(callback)
        return returned
      })
      return {
        args: args.filter((arg) => arg !== undefined && arg !== null),
        returned,
        backends: await w.backendsAre(0),
      }
    },
  },
  {
    id: 'end.without-a-callback',
    members: ['pool.end'],
    run: async (w) => {
      const pool = w.pool()
      await ask(pool, 'query', 'do 0')
      return { returned: pool.end(), backends: await w.backendsAre(0) }
    },
  },
  {
    id: 'end.of-an-unused-pool',
    members: ['pool.end'],
    run: async (w) => (await called((callback) => w.pool().end(callback))).filter((arg) => arg != null),
  },
  {
    id: 'end.of-an-unused-pool-is-synchronous',
    members: ['pool.end'],
    muxpool: { deviation: 'end-is-not-synchronous', observes: false },
    run: (w) => {
      let sync = false
      w.pool().end(() => {
        sync = true
      })
      return sync
    },
  },
  {
    id: 'end.and-then-asked',
    members: ['pool.end', 'pool.query', 'pool.execute', 'pool.getConnection'],
    run: async (w) => {
      const pool = w.pool()
      await ask(pool, 'query', 'do 0')
      await called((callback) => pool.end(callback))
      return [
        ((await ask(pool, 'query', 'do 0')) as Refused).error.message,
        ((await ask(pool, 'execute', 'do 0')) as Refused).error.message,
        text(await checkout(pool).catch((error) => error)),
      ]
    },
  },
  {
    id: 'end.waits-for-what-runs',
    members: ['pool.end', 'pool.query'],
    run: async (w) => {
      const pool = w.pool()
      const running = ask(pool, 'query', 'select sleep(0.1) as s')
      await w.asleep()
      const order: string[] = []
      await Promise.all([
        running.then(() => order.push('answered')),
        called((callback) => pool.end(callback)).then(() => order.push('ended')),
      ])
      return { order: order.sort(), rows: await running }
    },
  },
  {
    id: 'end.refuses-who-waits',
    members: ['pool.end', 'pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const held = await checkout(pool)
      await ask(held, 'query', 'start transaction')
      const waiting = ask(pool, 'query', 'do 0') as Promise<Refused>
      await w.roundTrips()
      pool.end(() => undefined)
      return (await waiting).error.message
    },
  },
  {
    id: 'end.with-a-connection-checked-out',
    members: ['pool.end', 'connection.release', 'connection.query'],
    run: async (w) => {
      const pool = w.pool()
      const connection = await checkout(pool)
      await ask(connection, 'query', 'do 0')
      const ended = await called((callback) => pool.end(callback))
      const after = (await ask(connection, 'query', 'do 0')) as Refused
      return {
        ended: ended.filter((arg) => arg != null),
        after: 'error' in after,
        released: connection.release(),
        backends: await w.backendsAre(0),
      }
    },
  },
  {
    id: 'end.twice',
    members: ['pool.end'],
    run: async (w) => {
      const pool = w.pool()
      await called((callback) => pool.end(callback))
      return (await called((callback) => pool.end(callback))).map(seen).filter((arg) => arg != null)
    },
  },
  {
    id: 'end.while-opening',
    members: ['pool.end', 'pool.getConnection'],
    run: async (w) => {
      const pool = w.pool()
      const got = checkout(pool).then(
        (connection) => {
          connection.release()
          return 'got one'
        },
        (error) => text(error),
      )
      pool.end(() => undefined)
      return { got: await got, backends: await w.backendsAre(0) }
    },
  },
]

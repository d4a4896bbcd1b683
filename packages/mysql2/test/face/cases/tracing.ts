import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import type { FaceConnection } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'
import { ask, called, checkout } from '../harness/observe.ts'
import type { World } from '../harness/world.ts'

/** What is told on a channel of mysql2 by the connections of this world. */
function traced(w: World, name: string): unknown[] {
  const told: unknown[] = []
  const channel = tracingChannel(name)
  const tell =
    (event: string) =>
    (message: object): void => {
      const { query, values, database, serverPort, error } = message as Record<string, unknown>
      if (serverPort === w.server.port) told.push({ event, query, values, database, failed: error !== undefined })
    }
  const handlers = {
    start: tell('start'),
    end: tell('end'),
    asyncStart: tell('asyncStart'),
    asyncEnd: tell('asyncEnd'),
    error: tell('error'),
  }
  channel.subscribe(handlers)
  w.afterwards(() => channel.unsubscribe(handlers))
  return told
}

export const tracingCases: readonly FaceCase[] = [
  {
    id: 'tracing.of-a-query',
    members: ['pool.query', 'connection.query'],
    run: async (w) => {
      const told = traced(w, 'mysql2:query')
      const pool = w.pool()
      await ask(pool, 'query', 'select ? as a', [1])
      const connection = await checkout(pool)
      await ask(connection, 'query', 'select nothing')
      connection.release()
      return told
    },
  },
  {
    id: 'tracing.of-an-execution',
    members: ['pool.execute'],
    run: async (w) => {
      const told = traced(w, 'mysql2:execute')
      await ask(w.pool(), 'execute', 'select ? as a', [1])
      return told
    },
  },
  {
    id: 'tracing.of-a-checkout',
    members: ['pool.getConnection'],
    run: async (w) => {
      const told = traced(w, 'mysql2:pool:connect')
      const pool = w.pool()
      await new Promise<void>((resolve) => {
        pool.getConnection((_, connection) => {
          connection.release()
          resolve()
        })
      })
      return told
    },
  },
  {
    id: 'tracing.context-of-the-caller',
    members: ['pool.query', 'pool.execute', 'pool.getConnection', 'connection.query', 'connection.ping'],
    muxpool: {
      deviation: 'context-of-the-caller',
      observes: {
        alone: [1, 1, 1, 1, 1, 1],
        together: [2, 3, 4].map((n) => [n, n, n, n, n, n]),
      },
    },
    run: async (w) => {
      const context = new AsyncLocalStorage<number>()
      const pool = w.pool({ connectionLimit: 1 })
      const asked = (n: number): Promise<unknown[]> =>
        context.run(n, async () => {
          const got: unknown[] = []
          const inside = (callback: () => void) => (): void => {
            got.push(context.getStore())
            callback()
          }
          await called((callback) => pool.query('do sleep(0.01)', inside(callback)))
          await called((callback) => pool.execute('select 1', inside(callback)))
          await called((callback) => pool.query('select nothing', inside(callback)))
          const connection = await new Promise<FaceConnection>((resolve) => {
            pool.getConnection((_, got) => inside(() => resolve(got))())
          })
          await called((callback) => connection.query('do 0', inside(callback)))
          await called((callback) => connection.ping(inside(callback)))
          connection.release()
          return got
        })
      return { alone: await asked(1), together: await Promise.all([asked(2), asked(3), asked(4)]) }
    },
  },
]

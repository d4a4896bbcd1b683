import type { FaceCase } from '../harness/face-case.ts'
import { ask, checkout } from '../harness/observe.ts'

async function openThree(pool: Parameters<typeof checkout>[0]): Promise<void> {
  const connections = await Promise.all([checkout(pool), checkout(pool), checkout(pool)])
  await Promise.all(connections.map((connection) => ask(connection, 'query', 'start transaction')))
  await Promise.all(connections.map((connection) => ask(connection, 'query', 'rollback')))
  for (const connection of connections) connection.release()
}

export const poolIdleCases: readonly FaceCase[] = [
  {
    id: 'idle.above-maxIdle-are-closed',
    members: ['pool.config'],
    muxpool: { deviation: 'surplus-closed-later', observes: { opened: 3, after: 'more than maxIdle' } },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 3, maxIdle: 1 })
      await openThree(pool)
      const opened = (await w.backends()).length
      const until = Date.now() + 2_500
      let left = opened
      while (left > (pool.config.maxIdle as number) && Date.now() < until) left = (await w.backends()).length
      return { opened, after: left === pool.config.maxIdle ? 'maxIdle' : 'more than maxIdle' }
    },
  },
  {
    id: 'idle.longer-than-idleTimeout-are-closed',
    members: ['pool.getConnection', 'pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 3, maxIdle: 2, idleTimeout: 200 })
      pool.getConnection((_, connection) => connection.release())
      await ask(pool, 'query', 'do 0')
      await w.backendsAre(0)
      return ask(pool, 'query', 'select 1 as a')
    },
  },
  {
    id: 'idle.ended-gracefully',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 3, maxIdle: 2, idleTimeout: 200, gracefulEnd: true })
      await ask(pool, 'query', 'do 0')
      return { backends: await w.backendsAre(0), after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
]

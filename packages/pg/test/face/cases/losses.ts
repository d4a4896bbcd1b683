import type { FaceCase } from '../harness/face-case.ts'
import { next, seen } from '../harness/observe.ts'

export const lossCases: readonly FaceCase[] = [
  {
    id: 'client-event.lost-in-a-transaction',
    members: ['client:error', 'client.release', 'pool:remove'],
    muxpool: {
      deviation: 'one-error-event-per-loss',
      observes: { errors: 1, isError: true, poolErrors: 0, next: [{ one: 1 }] },
    },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      let poolErrors = 0
      pool.on('error', () => poolErrors++)
      const removed = next(pool, 'remove')
      const client = await pool.connect()
      await client.query('begin')
      const errors: unknown[] = []
      client.on('error', (error) => errors.push(seen(error)))
      const ended = next(client, 'end')
      await w.kill()
      await ended
      client.release(true)
      await removed
      return {
        errors: errors.length,
        isError: errors.length > 0,
        poolErrors,
        next: (await pool.query('select 1 as one')).rows,
      }
    },
  },
  {
    id: 'client-event.lost-while-checked-out-without-a-transaction',
    members: ['client:error', 'client.release'],
    muxpool: {
      deviation: 'idle-session-loses-nothing',
      observes: { errors: [], answer: [{ one: 1 }] },
    },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      pool.on('error', () => undefined)
      const client = await pool.connect()
      await client.query('select 1')
      const errors: unknown[] = []
      client.on('error', (error) => errors.push(seen(error)))
      // The client itself ends, or the connection that it does not hold is removed.
      const over = Promise.race([next(client, 'end'), next(pool, 'remove')])
      await w.kill()
      await over
      const answer = await client.query('select 1 as one').then(
        (result) => result.rows,
        (error: unknown) => seen(error),
      )
      client.release()
      return { errors, answer }
    },
  },
]

import type { FaceCase } from '../harness/face-case.ts'
import { until } from '../harness/observe.ts'
import { uncaught } from '../harness/uncaught.ts'

function fail(): never {
  throw new Error('thrown by the caller')
}

/** Callers whose own functions throw. */
export const throwingCases: readonly FaceCase[] = [
  {
    id: 'throwing.callback-of-client-query',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const crashes = uncaught(w)
      const client = await w.pool({ max: 1 }).connect()
      client.query('select 1', fail)
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { crashes, rows }
    },
  },
  {
    id: 'throwing.callback-of-pool-query',
    members: ['pool.query', 'pool.idleCount'],
    run: async (w) => {
      const crashes = uncaught(w)
      const pool = w.pool({ max: 1 })
      pool.query('select 1', fail)
      const { rows } = await pool.query('select 1 as one')
      return { crashes, rows, idle: pool.idleCount }
    },
  },
  {
    id: 'throwing.callback-of-connect',
    members: ['pool.connect', 'client.release'],
    run: async (w) => {
      const crashes = uncaught(w)
      const pool = w.pool({ max: 1 })
      // On a new connection pg would throw in the middle of its own start-up and lose the client.
      await pool.query('select 1')
      pool.connect((_error, client) => {
        client?.release()
        fail()
      })
      await until(() => crashes.length > 0)
      return { crashes, rows: (await pool.query('select 1 as one')).rows }
    },
  },
  {
    id: 'throwing.callback-of-end',
    members: ['pool.end', 'pool.ended'],
    run: async (w) => {
      const crashes = uncaught(w)
      const pool = w.pool()
      await pool.query('select 1')
      const holder = await pool.connect()
      await holder.query('begin')
      pool.end(fail)
      await holder.query('commit')
      try {
        holder.release()
      } catch {
        // pg calls back in the middle of release().
        crashes.push('thrown into release()')
      }
      await until(() => pool.ended && crashes.length > 0)
      return pool.ended
    },
  },
  {
    id: 'throwing.listener-of-notice',
    members: ['client:notice', 'client.release'],
    run: async (w) => {
      const crashes = uncaught(w)
      const client = await w.pool({ max: 1 }).connect()
      client.once('notice', fail)
      const answer = client.query("do $$begin raise notice 'hear'; end$$").then(() => 'answered')
      await until(() => crashes.length > 0)
      client.release(true)
      await Promise.race([answer.catch(() => 'failed'), w.roundTrips()])
      return crashes
    },
  },
]

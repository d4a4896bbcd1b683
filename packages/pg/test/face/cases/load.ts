import type { FaceCase } from '../harness/face-case.ts'
import { called, head, next, outcome, rejection, seen, until } from '../harness/observe.ts'

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))

/** Many callers at once, and what is left when some of them failed. */
export const loadCases: readonly FaceCase[] = [
  {
    id: 'load.an-acquire-and-a-release-for-each-checkout',
    members: ['pool.connect', 'pool.query', 'pool:acquire', 'pool:release'],
    run: async (w) => {
      const pool = w.pool()
      const counted = { acquire: 0, release: 0 }
      pool.on('acquire', () => counted.acquire++)
      pool.on('release', () => counted.release++)
      await Promise.all(
        times(10, async () => {
          const client = await pool.connect()
          client.release()
          await pool.query('select 1')
        }),
      )
      return counted
    },
  },
  {
    id: 'load.end-right-behind-twenty-queries',
    members: ['pool.query', 'pool.end'],
    run: async (w) => {
      const pool = w.pool({ max: 20 })
      const answers = times(20, (n) => outcome(pool.query('select $1::int as n', [n]).then(({ rows }) => rows[0].n)))
      await pool.end()
      return Promise.all(answers)
    },
  },
  {
    id: 'load.thirty-failing-queries',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ max: 3 })
      const errors = await Promise.all(times(30, () => rejection(pool.query('select face_no_such_column'))))
      return { errors: [...new Set(errors)], count: errors.length, rows: (await pool.query('select 1 as one')).rows }
    },
  },
  {
    id: 'load.thirty-checkouts',
    members: ['pool.connect', 'client.release', 'pool.totalCount'],
    run: async (w) => {
      const pool = w.pool({ max: 9 })
      const answers = await Promise.all(
        times(30, async (n) => {
          const client = await pool.connect()
          await client.query('begin')
          const { rows } = await client.query('select $1::int as n', [n])
          await client.query('commit')
          client.release()
          return rows[0].n === n
        }),
      )
      const atMost9 = pool.totalCount <= 9
      // One that is still being opened is nobody's any more.
      await until(() => pool.idleCount === pool.totalCount)
      return { right: answers.every(Boolean), atMost9, waiting: pool.waitingCount, idle: pool.idleCount > 0 }
    },
  },
  {
    id: 'load.a-late-caller-does-not-harm-those-behind',
    members: ['pool.query', 'client.release'],
    run: async (w) => {
      const pool = w.pool({ max: 1, connectionTimeoutMillis: 300 })
      const holder = await pool.connect()
      await holder.query('begin')
      const late = rejection(pool.query('select 1'))
      await w.admin.query('select pg_sleep(0.2)')
      const served = outcome(pool.query('select 2 as two').then(({ rows }) => rows))
      const verdict = await late
      await holder.query('commit')
      holder.release()
      return { verdict: head(verdict), served: await served }
    },
  },
  {
    id: 'load.a-late-callback-is-called-once',
    members: ['pool.query', 'client.release'],
    run: async (w) => {
      const pool = w.pool({ max: 1, connectionTimeoutMillis: 300 })
      const holder = await pool.connect()
      await holder.query('begin')
      const calls: unknown[] = []
      await new Promise<void>((resolve) => {
        pool.query('select 1', (error: unknown) => {
          calls.push(head(error))
          resolve()
        })
      })
      await holder.query('commit')
      holder.release()
      await pool.query('select 1')
      await w.roundTrips()
      return calls
    },
  },
  {
    id: 'load.connection-killed-under-pool-query',
    members: ['pool.query', 'pool:error'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const poolErrors: unknown[] = []
      pool.on('error', (error) => poolErrors.push(seen(error)))
      const running = pool.query('select pg_sleep(10)').catch(seen)
      await w.asleep()
      await w.kill()
      const error = await running
      return { error, poolErrors, rows: (await pool.query('select 1 as one')).rows }
    },
  },
  {
    id: 'load.connection-killed-with-statements-queued',
    members: ['client.query', 'client.release', 'client:error', 'client:end'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      client.on('error', () => undefined)
      const ended = next(client, 'end')
      await client.query('begin')
      const running = client.query('select pg_sleep(10)').catch(seen)
      const queued = rejection(client.query('select 1'))
      await w.asleep()
      await w.kill()
      const observation = { running: await running, queued: (await queued) !== null }
      await ended
      client.release(true)
      return observation
    },
  },
  {
    id: 'load.many-late-callers-of-a-busy-pool',
    members: ['pool.query', 'pool.waitingCount', 'client.release'],
    run: async (w) => {
      const pool = w.pool({ max: 1, connectionTimeoutMillis: 300 })
      const holder = await pool.connect()
      await holder.query('begin')
      const verdicts = await Promise.all(times(50, () => rejection(pool.query('select 1'))))
      const waiting = pool.waitingCount
      await holder.query('commit')
      holder.release()
      return { verdicts: [...new Set(verdicts.map(head))], waiting, rows: (await pool.query('select 1 as one')).rows }
    },
  },
  {
    id: 'load.own-promise-class-as-an-option',
    members: ['pool.Promise', 'pool.query', 'pool.connect'],
    run: async (w) => {
      class Own<T> extends Promise<T> {}
      const pool = w.pool({ Promise: Own })
      const connecting = pool.connect()
      const client = await connecting
      const asking = client.query('select 1')
      await asking
      client.release()
      const querying = pool.query('select 1')
      await querying
      return [pool.Promise === (Own as unknown), connecting, asking, querying].map(
        (made) => made === true || made instanceof Own,
      )
    },
  },
  {
    id: 'load.client-connected-and-ended-at-once',
    members: ['client.connect', 'client.end'],
    run: async (w) => {
      const client = w.client()
      // Whichever of the two comes: the caller must hear of it.
      const heard = Promise.race([called((callback) => client.connect(callback as never)), next(client, 'end')])
      client.end()
      return (await heard) !== null
    },
  },
]

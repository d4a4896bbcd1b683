import type { FacePool } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'
import { until } from '../harness/observe.ts'

const counts = (pool: FacePool): string =>
  `total ${pool.totalCount}, idle ${pool.idleCount}, waiting ${pool.waitingCount}, expired ${pool.expiredCount}`

export const poolCountCases: readonly FaceCase[] = [
  {
    id: 'counts.of-a-transaction',
    members: ['client.release'],
    run: async (w) => {
      const pool = w.pool()
      const client = await pool.connect()
      await client.query('begin')
      const during = counts(pool)
      await client.query('commit')
      client.release()
      return { during, after: counts(pool) }
    },
  },
  {
    id: 'counts.of-a-checked-out-client-without-a-transaction',
    members: ['client.release'],
    muxpool: {
      deviation: 'counts-are-connections',
      observes: ['total 1, idle 1, waiting 0, expired 0', 'total 1, idle 1, waiting 0, expired 0'],
    },
    run: async (w) => {
      const pool = w.pool()
      const client = await pool.connect()
      const during = counts(pool)
      client.release()
      return [during, counts(pool)]
    },
  },
  {
    id: 'counts.of-waiting-callers',
    members: ['pool.waitingCount'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const client = await pool.connect()
      await client.query('begin')
      const waiting = [pool.query('select 1'), pool.query('select 2')]
      await w.roundTrips()
      const during = pool.waitingCount
      await client.query('commit')
      client.release()
      await Promise.all(waiting)
      return { during, after: counts(pool) }
    },
  },
  {
    id: 'counts.grow-to-max',
    members: ['pool.totalCount'],
    run: async (w) => {
      const pool = w.pool({ max: 3 })
      const clients = await Promise.all([pool.connect(), pool.connect(), pool.connect()])
      for (const client of clients) await client.query('begin')
      const during = counts(pool)
      const backends = (await w.backends()).length
      for (const client of clients) await client.query('commit')
      for (const client of clients) client.release()
      return { during, backends, after: counts(pool), total: pool.totalCount }
    },
  },
  {
    id: 'counts.at-the-call',
    members: ['pool.totalCount', 'pool.waitingCount'],
    muxpool: {
      deviation: 'counts-are-connections',
      observes: {
        one: 'total 0, idle 0, waiting 1, expired 0',
        after: 'total 1, idle 1, waiting 0, expired 0',
        total: 1,
        waiting: 0,
      },
    },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const first = pool.query('select 1')
      const one = counts(pool)
      await first
      return { one, after: counts(pool), total: pool.totalCount, waiting: pool.waitingCount }
    },
  },
  {
    id: 'counts.max-is-read-when-asked',
    members: ['pool.options', 'pool.totalCount'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const first = await pool.connect()
      await first.query('begin')
      pool.options.max = 2
      const second = await pool.connect()
      await second.query('begin')
      const total = pool.totalCount
      await first.query('commit')
      await second.query('commit')
      first.release()
      second.release()
      return { total, max: pool.options.max }
    },
  },
  {
    id: 'counts.after-release-true',
    members: ['pool.totalCount', 'client.release', 'pool:remove'],
    run: async (w) => {
      const pool = w.pool()
      const removed = new Promise((resolve) => pool.once('remove', resolve))
      const client = await pool.connect()
      await client.query('begin')
      client.release(true)
      const total = pool.totalCount
      await removed
      return { total, after: counts(pool) }
    },
  },
  {
    id: 'counts.expired',
    members: ['pool.expiredCount', 'pool.options'],
    run: async (w) => {
      const pool = w.pool({ maxLifetimeSeconds: 0.05 })
      const client = await pool.connect()
      await client.query('begin')
      await until(() => pool.expiredCount === 1)
      const during = counts(pool)
      const still = (await client.query('select 1 as one')).rows
      await client.query('commit')
      const removed = new Promise((resolve) => pool.once('remove', resolve))
      client.release()
      await removed
      return { during, still, after: counts(pool), option: pool.options.maxLifetimeSeconds }
    },
  },
]

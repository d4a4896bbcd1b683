import type { FaceCase } from '../harness/face-case.ts'
import { outcome, seen, text } from '../harness/observe.ts'

function thrown(act: () => unknown): unknown {
  try {
    act()
    return 'nothing thrown'
  } catch (error) {
    return seen(error)
  }
}

export const clientReleaseCases: readonly FaceCase[] = [
  {
    id: 'release.returns-nothing',
    members: ['client.release', 'pool.idleCount'],
    run: async (w) => {
      const pool = w.pool()
      const client = await pool.connect()
      await client.query('select 1')
      return { returned: client.release(), idle: pool.idleCount, length: client.release.length }
    },
  },
  {
    id: 'release.twice',
    members: ['client.release', 'pool.idleCount', 'pool.totalCount'],
    run: async (w) => {
      const pool = w.pool()
      const client = await pool.connect()
      await client.query('select 1')
      const release = client.release
      release()
      const error = thrown(() => release()) as { message: string }
      return { message: error.message, idle: pool.idleCount, total: pool.totalCount }
    },
  },
  {
    id: 'release.twice-with-an-error',
    members: ['client.release'],
    run: async (w) => {
      const pool = w.pool()
      const client = await pool.connect()
      await client.query('select 1')
      const release = client.release
      release(true)
      return (thrown(() => release(true)) as { message: string }).message
    },
  },
  {
    id: 'release.of-the-callback-and-of-the-client',
    members: ['client.release', 'pool.connect'],
    run: async (w) => {
      const pool = w.pool()
      return new Promise((resolve) => {
        pool.connect((_error, client, release) => {
          release()
          resolve((thrown(() => client!.release()) as { message: string }).message)
        })
      })
    },
  },
  {
    id: 'release.stale-one-after-the-next-checkout',
    members: ['client.release', 'pool.connect'],
    muxpool: {
      deviation: 'stale-release-is-harmless',
      observes: {
        stale: 'Release called on client which has already been released to the pool.',
        ofTheOwner: 'nothing thrown',
      },
    },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const first = await pool.connect()
      first.release()
      const second = await pool.connect()
      await second.query('select 1')
      const stale = thrown(() => first.release())
      const ofTheOwner = thrown(() => second.release())
      const message = (observed: unknown): unknown => (observed as { message?: string }).message ?? observed
      return { stale: message(stale), ofTheOwner: message(ofTheOwner) }
    },
  },
  {
    id: 'release.true-closes-the-connection-it-holds',
    members: ['client.release', 'pool.totalCount', 'pool:remove'],
    run: async (w) => {
      const pool = w.pool()
      const removed = new Promise((resolve) => pool.once('remove', resolve))
      const client = await pool.connect()
      await client.query('begin')
      const [before] = await w.backends()
      client.release(true)
      await removed
      const { rows } = await pool.query('select 1 as one')
      return { closed: !(await w.backends()).includes(before!), total: pool.totalCount, rows }
    },
  },
  {
    id: 'release.error-closes-the-connection-it-holds',
    members: ['client.release', 'pool.totalCount', 'pool:remove'],
    run: async (w) => {
      const pool = w.pool()
      const removed = new Promise((resolve) => pool.once('remove', resolve))
      const client = await pool.connect()
      await client.query('begin')
      client.release(new Error('mine'))
      await removed
      return { total: pool.totalCount, rows: (await pool.query('select 1 as one')).rows }
    },
  },
  {
    id: 'release.false-and-null-keep-it',
    members: ['client.release', 'pool.totalCount'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      for (const given of [false, null, undefined]) {
        const client = await pool.connect()
        await client.query('select 1')
        ;(client.release as (given: unknown) => void)(given)
      }
      return pool.totalCount
    },
  },
  {
    id: 'release.as-a-query-callback',
    members: ['client.release', 'client.query', 'pool.idleCount'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const client = await pool.connect()
      await client.query('begin')
      const released = new Promise((resolve) => pool.once('release', resolve))
      client.query('rollback', client.release as unknown as () => void)
      await released
      return { rows: (await pool.query('select 1 as one')).rows, total: pool.totalCount, idle: pool.idleCount }
    },
  },
  {
    id: 'release.in-the-middle-of-a-transaction',
    members: ['client.release', 'pool.connect'],
    muxpool: {
      deviation: 'open-transaction-rolled-back',
      observes: { inTransactionOfAnother: false, rows: [{ one: 1 }] },
    },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const first = await pool.connect()
      await first.query('begin; create temp table face_open (n int)')
      first.release()
      const second = await pool.connect()
      const visible = await outcome(second.query('select count(*)::int as n from face_open'))
      await second.query('rollback')
      const { rows } = await second.query('select 1 as one')
      second.release()
      return { inTransactionOfAnother: 'value' in (visible as object), rows }
    },
  },
  {
    id: 'release.with-statements-still-running',
    members: ['client.release', 'client.query'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const client = await pool.connect()
      const running = client.query('select pg_sleep(0.05), 1 as one').then((result) => result.rows[0].one)
      client.release()
      const { rows } = await pool.query('select 2 as two')
      return { running: await running, rows }
    },
  },
  {
    id: 'release.with-true-in-the-middle-of-a-statement',
    members: ['client.release', 'client.query', 'client:error'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const client = await pool.connect()
      client.on('error', () => undefined)
      const running = client.query('select pg_sleep(10)').then(
        () => 'answered',
        (error: unknown) => text(error),
      )
      await w.asleep()
      client.release(true)
      return { running: await running, rows: (await pool.query('select 1 as one')).rows }
    },
  },
  {
    id: 'release.after-end-of-the-client',
    members: ['client.release', 'client.end', 'pool.totalCount'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const client = await pool.connect()
      await client.query('begin')
      const ended = await outcome(client.end())
      const after = await client.query('select 1').then(
        () => 'answered',
        () => 'refused',
      )
      const released = thrown(() => client.release())
      return { ended, after, released, rows: (await pool.query('select 1 as one')).rows, total: pool.totalCount }
    },
  },
]

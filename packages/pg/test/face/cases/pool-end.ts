import type { FaceCase } from '../harness/face-case.ts'
import { called, next, outcome, rejection, seen, settled, text } from '../harness/observe.ts'

const afterEnd = 'Cannot use a pool after calling end on the pool'

export const poolEndCases: readonly FaceCase[] = [
  {
    id: 'end.promise',
    members: ['pool.end', 'pool.ending', 'pool.ended'],
    run: async (w) => {
      const pool = w.pool()
      await pool.query('select 1')
      const promise = pool.end()
      const during = pool.ending
      const value = await promise
      return { promise: promise instanceof Promise, value, during, ending: pool.ending, ended: pool.ended }
    },
  },
  {
    id: 'end.callback',
    members: ['pool.end', 'pool.ended'],
    run: async (w) => {
      const pool = w.pool()
      await pool.query('select 1')
      let returned: unknown = 'unset'
      const args = await called((callback) => {
        returned = pool.end(callback as () => void)
      })
      return { args, returned, ended: pool.ended }
    },
  },
  {
    id: 'end.of-an-unused-pool',
    members: ['pool.end', 'pool.ended', 'pool.totalCount'],
    run: async (w) => {
      const pool = w.pool()
      const value = await outcome(pool.end())
      return { value, ended: pool.ended, total: pool.totalCount }
    },
  },
  {
    id: 'end.twice-promise',
    members: ['pool.end'],
    run: async (w) => {
      const pool = w.pool()
      await pool.end()
      return outcome(pool.end())
    },
  },
  {
    id: 'end.twice-callback',
    members: ['pool.end'],
    run: async (w) => {
      const pool = w.pool()
      await pool.end()
      const args = await called((callback) => pool.end(callback as () => void))
      return args.map(seen)
    },
  },
  {
    id: 'end.twice-at-once',
    members: ['pool.end'],
    run: async (w) => {
      const pool = w.pool()
      await pool.query('select 1')
      return Promise.all([outcome(pool.end()), outcome(pool.end())])
    },
  },
  {
    id: 'end.connect-after',
    members: ['pool.end', 'pool.connect'],
    run: async (w) => {
      const pool = w.pool()
      await pool.end()
      const args = await called((callback) => pool.connect(callback as never))
      return { promise: await rejection(pool.connect()), callback: text(args[0]), client: args[1] }
    },
  },
  {
    id: 'end.query-after',
    members: ['pool.end', 'pool.query'],
    run: async (w) => {
      const pool = w.pool()
      await pool.end()
      const args = await called((callback) => pool.query('select 1', callback as never))
      return { promise: await rejection(pool.query('select 1')), callback: text(args[0]) }
    },
  },
  {
    id: 'end.waits-for-a-client-in-a-transaction',
    members: ['pool.end', 'pool.ended', 'client.release'],
    run: async (w) => {
      const pool = w.pool()
      const client = await pool.connect()
      await client.query('begin')
      const ending = pool.end()
      await w.roundTrips()
      const before = { settled: await settled(ending), ended: pool.ended }
      const still = (await client.query('select 1 as one')).rows
      await client.query('commit')
      client.release()
      await ending
      return { before, still, ended: pool.ended, total: pool.totalCount }
    },
  },
  {
    id: 'end.lets-a-checked-out-client-go-on',
    members: ['pool.end', 'pool.ended', 'client.release'],
    run: async (w) => {
      const pool = w.pool()
      const client = await pool.connect()
      await client.query('select 1')
      const ending = pool.end()
      const answer = await outcome(client.query('select 1 as one').then(({ rows }) => rows))
      const before = pool.ended
      client.release()
      await ending
      return { answer, before, after: pool.ended }
    },
  },
  {
    id: 'end.lets-a-running-query-finish',
    members: ['pool.end', 'pool.query'],
    run: async (w) => {
      const pool = w.pool()
      await pool.query('select 1')
      const running = outcome(pool.query('select pg_sleep(0.1), 1 as one').then((result) => result.rows[0].one))
      await w.asleep()
      const value = await outcome(pool.end())
      return { running: await running, value }
    },
  },
  {
    id: 'end.called-right-behind-a-query',
    members: ['pool.end', 'pool.query'],
    muxpool: { deviation: 'waiters-rejected-at-end', observes: { settled: true, ended: true } },
    run: async (w) => {
      const pool = w.pool()
      await pool.query('select 1')
      const answer = pool.query('select 1 as one').catch(() => undefined)
      await pool.end()
      await w.roundTrips()
      return { settled: await settled(answer), ended: pool.ended }
    },
  },
  {
    id: 'end.waiting-callers',
    members: ['pool.end', 'pool.query', 'pool.waitingCount'],
    muxpool: {
      deviation: 'waiters-rejected-at-end',
      observes: { waitingBefore: 1, settled: true, outcome: afterEnd, endResolved: true, waitingAfter: 0 },
    },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const holder = await pool.connect()
      await holder.query('begin')
      const waiter = pool.query('select 1')
      const verdict = rejection(waiter)
      await w.roundTrips()
      const waitingBefore = pool.waitingCount
      const ending = pool.end()
      await w.roundTrips()
      const early = await settled(waiter)
      await holder.query('rollback')
      holder.release()
      await ending
      return {
        waitingBefore,
        settled: early,
        outcome: early ? await verdict : 'pending for ever',
        endResolved: true,
        waitingAfter: pool.waitingCount,
      }
    },
  },
  {
    id: 'end.emits-remove-for-each-connection',
    members: ['pool.end', 'pool:remove'],
    run: async (w) => {
      const pool = w.pool({ max: 2 })
      await Promise.all([pool.query('select pg_sleep(0.05)'), pool.query('select pg_sleep(0.05)')])
      let removed = 0
      const both = new Promise<void>((resolve) => {
        pool.on('remove', () => {
          if (++removed === 2) resolve()
        })
      })
      await pool.end()
      await both
      return { removed, total: pool.totalCount }
    },
  },
  {
    id: 'end.resolves-after-the-sockets-are-closed',
    members: ['pool.end', 'pool:remove'],
    muxpool: { deviation: 'end-waits-for-sockets', observes: ['remove', 'end'] },
    run: async (w) => {
      const pool = w.pool()
      await pool.query('select 1')
      const order: string[] = []
      const removed = next(pool, 'remove').then(() => order.push('remove'))
      await pool.end().then(() => order.push('end'))
      await removed
      return order
    },
  },
  {
    id: 'end.while-connecting',
    members: ['pool.end', 'pool.connect'],
    run: async (w) => {
      const pool = w.pool()
      const connecting = outcome(pool.query('select 1 as one').then((result) => result.rows))
      await outcome(pool.end())
      return { query: await connecting, ended: pool.ended }
    },
  },
]

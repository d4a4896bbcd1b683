import pg from 'pg'
import type { FaceCase } from '../harness/face-case.ts'
import { seen, settled } from '../harness/observe.ts'

export const cancelCases: readonly FaceCase[] = [
  {
    id: 'cancel.active-statement',
    members: ['client.cancel', 'client.query', 'client.activeQuery', 'client.release'],
    run: async (w) => {
      const target = await w.pool({ max: 1 }).connect()
      const query = new pg.Query('select pg_sleep(10)')
      const failed = new Promise((resolve) => query.on('error', (error) => resolve(seen(error))))
      target.query(query)
      await w.asleep()
      const active = target.activeQuery === query
      // Never connected otherwise: the server closes it after the request.
      new w.driver.Client(w.options()).cancel(target, query)
      const error = await failed
      const { rows } = await target.query('select 1 as one')
      target.release()
      return { active, error, rows }
    },
  },
  {
    id: 'cancel.queued-statement',
    members: ['client.cancel', 'client.query', 'client.queryQueue', 'client.release'],
    run: async (w) => {
      const target = await w.pool({ max: 1 }).connect()
      const running = target.query('select pg_sleep(0.05)')
      let called = 0
      const query = new pg.Query('select 2 as two', () => called++)
      target.query(query)
      const queued = target.queryQueue.length
      w.client().cancel(target, query)
      const left = target.queryQueue.length
      await running
      const { rows } = await target.query('select 1 as one')
      target.release()
      return { queued, left, called, rows }
    },
  },
  {
    id: 'cancel.statement-of-nobody',
    members: ['client.cancel', 'client.query', 'client.release'],
    run: async (w) => {
      const target = await w.pool({ max: 1 }).connect()
      const running = target.query('select pg_sleep(0.05), 1 as one')
      w.client().cancel(target, new pg.Query('select 3'))
      const { rows } = await running
      target.release()
      return rows[0].one
    },
  },
  {
    id: 'cancel.by-pg-backend-pid',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const target = await w.pool({ max: 1 }).connect()
      await target.query('begin')
      const { rows } = await target.query('select pg_backend_pid() as pid')
      const running = target.query('select pg_sleep(10)').catch(seen)
      await w.asleep()
      await w.admin.query('select pg_cancel_backend($1)', [rows[0].pid])
      const error = await running
      await target.query('rollback')
      target.release()
      return error
    },
  },
  {
    id: 'cancel.key-never-reaches-another-session',
    members: ['client.processID', 'client.secretKey', 'client.release'],
    muxpool: { deviation: 'process-id-is-virtual', observes: { hit: false } },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const first = await pool.connect()
      const { processID, secretKey } = first
      await first.query('select 1')
      first.release()
      const second = await pool.connect()
      const running = second.query('select pg_sleep(0.5)').then(
        () => false,
        () => true,
      )
      await w.asleep()
      // What a library does that kept the key of the client it had before.
      const killer = new pg.Client({ ...w.server }) as unknown as {
        connection: {
          connect(port: number, host: string): void
          on(event: string, act: () => void): void
          cancel(pid: number, key: unknown): void
        }
      }
      killer.connection.on('connect', () => killer.connection.cancel(processID, secretKey))
      killer.connection.on('error', () => undefined)
      killer.connection.connect(w.server.port, w.server.host)
      const hit = await running
      await settled(Promise.resolve())
      second.release()
      return { hit }
    },
  },
  {
    id: 'cancel.active-query-of-an-idle-client',
    members: ['client.activeQuery', 'client.queryQueue', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      await client.query('select 1')
      await w.roundTrips()
      const { activeQuery, queryQueue } = client
      client.release()
      return { active: activeQuery ?? null, queue: queryQueue.length }
    },
  },
]

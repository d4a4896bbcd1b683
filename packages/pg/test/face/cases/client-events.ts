import type { FaceCase } from '../harness/face-case.ts'
import { next, record } from '../harness/observe.ts'

export const clientEventCases: readonly FaceCase[] = [
  {
    id: 'client-event.drain',
    members: ['client:drain', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      await client.query('begin')
      await w.roundTrips()
      const order = record(client, ['drain'], [])
      const drained = next(client, 'drain')
      const first = client.query('select 1', () => order.push('first'))
      client.query('select 2', () => order.push('second'))
      const args = await drained
      await client.query('commit')
      client.release()
      return { returned: first, args, order: order.slice(0, 3) }
    },
  },
  {
    id: 'client-event.drain-after-an-error',
    members: ['client:drain', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      await client.query('select 1')
      await w.roundTrips()
      const drained = next(client, 'drain')
      const order: string[] = []
      client.query('select 1/0', () => order.push('callback'))
      const args = await drained
      order.push('drain')
      client.release()
      return { args, order }
    },
  },
  {
    id: 'client-event.notice',
    members: ['client:notice', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const noticed = next(client, 'notice')
      await client.query("do $$begin raise notice 'told %', 1 using hint = 'a hint'; end$$")
      const [notice, ...rest] = (await noticed) as [Record<string, unknown>]
      client.release()
      const { message, severity, code, hint, name, length } = notice
      return {
        message,
        severity,
        code,
        hint,
        name,
        length: typeof length,
        class: notice.constructor.name,
        rest: rest.length,
      }
    },
  },
  {
    id: 'client-event.notice-comes-before-the-answer',
    members: ['client:notice', 'client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const order = record(client, ['notice'], [])
      await client.query("do $$begin raise notice 'one'; raise warning 'two'; end$$").then(() => order.push('answer'))
      client.release()
      return order
    },
  },
  {
    id: 'client-event.notice-only-to-its-session',
    members: ['client:notice', 'client.release'],
    run: async (w) => {
      const pool = w.pool({ max: 2 })
      const [a, b] = await Promise.all([pool.connect(), pool.connect()])
      const heard: string[] = []
      a.on('notice', (notice) => heard.push(`a ${notice.message}`))
      b.on('notice', (notice) => heard.push(`b ${notice.message}`))
      await a.query("do $$begin raise notice 'for a'; end$$")
      await b.query("do $$begin raise notice 'for b'; end$$")
      a.release()
      b.release()
      return heard
    },
  },
  {
    id: 'client-event.end',
    members: ['client:end', 'client.end', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      await client.query('begin')
      const ended = next(client, 'end')
      const promise = client.end()
      const args = await ended
      const value = await promise
      client.release()
      return { args, value }
    },
  },
  {
    id: 'client-event.listeners',
    members: ['client:error', 'client.release'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const first = await pool.connect()
      const atStart = ['error', 'notice', 'notification', 'drain', 'end'].map((event) => first.listenerCount(event))
      const listener = (): void => undefined
      first.on('error', listener)
      first.on('notice', listener)
      const added = [first.listenerCount('error'), first.listenerCount('notice')]
      first.removeListener('error', listener)
      first.removeListener('notice', listener)
      first.release()
      return { atStart, added, left: [first.listenerCount('notice')] }
    },
  },
]

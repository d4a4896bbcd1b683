import type { FaceClient } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'
import { next } from '../harness/observe.ts'

interface Told {
  readonly channel: string
  readonly payload: string
  readonly processId: number
}

export const notificationCases: readonly FaceCase[] = [
  {
    id: 'client-event.notification-of-another',
    members: ['client:notification', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      await client.query(`listen ${w.name}`)
      const notified = next(client, 'notification')
      await w.admin.query('select pg_notify($1, $2)', [w.name, 'payload'])
      const [message, ...rest] = (await notified) as [Told]
      await client.query('unlisten *')
      client.release(true)
      return {
        class: message.constructor.name,
        keys: Object.keys(message).sort(),
        channel: message.channel === w.name,
        payload: message.payload,
        processId: message.processId === (w.admin as unknown as FaceClient).processID,
        rest: rest.length,
      }
    },
  },
  {
    id: 'client-event.notification-of-itself',
    members: ['client:notification', 'client.processID', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      await client.query(`listen ${w.name}`)
      const order: string[] = []
      const notified = next(client, 'notification')
      client.once('notification', () => order.push('notification'))
      await client.query('select pg_notify($1, $2)', [w.name, 'own']).then(() => order.push('answer'))
      const [message] = (await notified) as [Told]
      const own = message.processId === client.processID
      client.release(true)
      return { order, own, payload: message.payload }
    },
  },
  {
    id: 'client-event.notification-in-a-transaction-waits',
    members: ['client:notification', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      await client.query(`listen ${w.name}`)
      const heard: string[] = []
      client.on('notification', (message) => heard.push(message.payload ?? ''))
      await client.query('begin')
      await w.admin.query('select pg_notify($1, $2)', [w.name, 'late'])
      await client.query('select 1')
      const inside = [...heard]
      const notified = next(client, 'notification')
      await client.query('commit')
      await notified
      client.release(true)
      return { inside, after: heard }
    },
  },
  {
    id: 'client-event.listening-ends-with-the-session',
    members: ['client.release'],
    muxpool: { deviation: 'state-ends-with-the-session', observes: { channels: [] } },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const first = await pool.connect()
      await first.query(`listen ${w.name}`)
      first.release()
      const second = await pool.connect()
      const { rows } = await second.query('select pg_listening_channels() as channel')
      second.release()
      return { channels: rows.map((row: { channel: string }) => row.channel === w.name) }
    },
  },
]

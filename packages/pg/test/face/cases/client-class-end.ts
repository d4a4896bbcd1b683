import type { FaceCase } from '../harness/face-case.ts'
import { called, next, outcome, rejection, seen, text } from '../harness/observe.ts'

const closed = { connectionString: undefined, host: '127.0.0.1', port: 1, user: 'x', database: 'x' }

export const clientClassEndCases: readonly FaceCase[] = [
  {
    id: 'client-class.refused',
    members: ['client.connect', 'client.end'],
    run: async (w) => {
      const promise = await outcome(w.client(closed).connect() as Promise<unknown>)
      const client = w.client(closed)
      const args = await called((callback) => client.connect(callback as never))
      const ended = await outcome(client.end())
      return { promise, callback: args.map(seen), ended }
    },
  },
  {
    id: 'client-class.connect-twice',
    members: ['client.connect', 'client.end'],
    run: async (w) => {
      const client = w.client()
      await client.connect()
      const twice = await rejection(client.connect() as Promise<unknown>)
      const args = await called((callback) => client.connect(callback as never))
      await client.end()
      return { twice, callback: text(args[0]) }
    },
  },
  {
    id: 'client-class.query-after-end',
    members: ['client.query', 'client.end'],
    run: async (w) => {
      const client = w.client()
      await client.connect()
      await client.end()
      return rejection(client.query('select 1'))
    },
  },
  {
    id: 'client-class.end-before-connect',
    members: ['client.end'],
    run: async (w) => {
      const promise = await outcome(w.client().end())
      const args = await called((callback) => w.client().end(callback as never))
      return { promise, args }
    },
  },
  {
    id: 'client-class.end-twice',
    members: ['client.end'],
    run: async (w) => {
      const client = w.client()
      await client.connect()
      return [await outcome(client.end()), await outcome(client.end())]
    },
  },
  {
    id: 'client-class.end-in-the-middle-of-a-statement',
    members: ['client.end', 'client.query'],
    run: async (w) => {
      const client = w.client()
      await client.connect()
      const running = rejection(client.query('select pg_sleep(10)'))
      await w.asleep()
      await client.end()
      return running
    },
  },
  {
    id: 'client-class.the-error-of-a-statement-comes-before-the-end',
    members: ['client.end', 'client:end', 'client.query'],
    run: async (w) => {
      const client = w.client()
      await client.connect()
      const order: string[] = []
      const both = new Promise<void>((resolve) => {
        const note = (what: string) => (): void => {
          if (order.push(what) === 2) resolve()
        }
        client.query('select pg_sleep(10)', note('callback'))
        client.once('end', note('end'))
      })
      await w.asleep()
      await client.end()
      await both
      return order
    },
  },
  {
    id: 'client-class.killed-in-a-statement-outside-a-transaction',
    members: ['client.query', 'client:error'],
    muxpool: { deviation: 'idle-session-loses-nothing', observes: { code: '57P01', next: [{ one: 1 }] } },
    run: async (w) => {
      const client = w.client()
      client.on('error', () => undefined)
      await client.connect()
      const running = client.query('select pg_sleep(10)').catch((error: { code?: string }) => error.code)
      await w.asleep()
      await w.kill()
      const code = await running
      // The driver's words depend on whether the socket's end has come by now.
      const next = await client.query('select 1 as one').then(
        ({ rows }) => rows,
        () => 'refused',
      )
      return { code, next }
    },
  },
  {
    id: 'client-class.own-promise-class',
    members: ['client.connect', 'client.query', 'client.end'],
    run: async (w) => {
      class Own<T> extends Promise<T> {}
      const client = w.client({ Promise: Own })
      const connecting = client.connect()
      await connecting
      const asking = client.query('select 1')
      await asking
      const ending = client.end()
      await ending
      return [connecting, asking, ending].map((promise) => promise instanceof Own)
    },
  },
  {
    id: 'client-class.killed-in-a-transaction',
    members: ['client:error', 'client:end', 'client.query'],
    muxpool: { deviation: 'one-error-event-per-loss', observes: { errors: 1, refused: true } },
    run: async (w) => {
      const client = w.client()
      const errors: unknown[] = []
      client.on('error', (error) => errors.push(seen(error)))
      await client.connect()
      await client.query('begin')
      const ended = next(client, 'end')
      await w.kill()
      await ended
      const refused = (await rejection(client.query('select 1'))) !== null
      return { errors: errors.length, refused }
    },
  },
  {
    id: 'client-class.wrong-database',
    members: ['client.connect', 'client:error'],
    run: async (w) => {
      const client = w.client({ connectionString: undefined, ...w.server, database: 'face_no_such_database' })
      const errors: unknown[] = []
      client.on('error', (error) => errors.push(seen(error)))
      const connected = await outcome(client.connect() as Promise<unknown>)
      return { connected, errors }
    },
  },
]

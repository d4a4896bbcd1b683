import { EventEmitter } from 'node:events'
import type { FaceClient } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'
import { rejection } from '../harness/observe.ts'
import type { World } from '../harness/world.ts'

async function withClient(w: World, use: (client: FaceClient) => unknown, options = {}): Promise<unknown> {
  const client = await w.pool({ max: 1, ...options }).connect()
  try {
    return await use(client)
  } finally {
    client.release()
  }
}

export const clientConnectionCases: readonly FaceCase[] = [
  {
    id: 'client.connection-parameters',
    members: ['client.connectionParameters'],
    run: (w) =>
      withClient(w, (client) => {
        const { connectionParameters } = client as unknown as { connectionParameters: Record<string, unknown> }
        const { application_name, isDomainSocket, keepalives, query_timeout } = connectionParameters
        return { name: application_name === w.name, isDomainSocket, keepalives, query_timeout }
      }),
  },
  {
    id: 'client.connect-again',
    members: ['client.connect'],
    run: (w) =>
      withClient(w, (client) => rejection((client.connect as unknown as () => Promise<unknown>).call(client))),
  },
  {
    id: 'client.connection',
    members: ['client.connection', 'connection.parsedStatements', 'connection.stream'],
    run: (w) =>
      withClient(w, (client) => {
        const { connection } = client
        return {
          type: typeof connection,
          emitter: connection instanceof EventEmitter,
          on: typeof connection.on,
          parsed: typeof connection.parsedStatements,
          stream: { destroyed: connection.stream.destroyed, writable: connection.stream.writable },
        }
      }),
  },
  {
    id: 'client.connection-parsed-statements',
    members: ['connection.parsedStatements'],
    run: (w) =>
      withClient(w, async (client) => {
        const of = async (): Promise<string | undefined> => client.connection?.parsedStatements['face-parsed']
        const before = await of()
        await client.query({ name: 'face-parsed', text: 'select 1 as n' })
        const after = await of()
        // What a library does that keeps a bound on the number of its statements.
        await client.query('deallocate "face-parsed"')
        delete client.connection.parsedStatements['face-parsed']
        const { rows } = await client.query({ name: 'face-parsed', text: 'select 2 as n' })
        return { before, after, rows, again: await of() }
      }),
  },
  {
    id: 'client.parameter-status-events',
    members: ['connection:parameterStatus'],
    run: (w) =>
      withClient(w, async (client) => {
        const told: unknown[] = []
        const listener = (message: { parameterName: string; parameterValue: string }): void => {
          told.push([message.parameterName, message.parameterValue])
        }
        client.connection.on('parameterStatus', listener)
        await client.query("set application_name = 'face_told'")
        await client.query('set work_mem = 65536')
        client.connection.removeListener('parameterStatus', listener)
        return told
      }),
  },
  {
    id: 'client.expando-properties',
    members: ['client.query'],
    run: (w) =>
      withClient(w, async (client) => {
        const mark = Symbol('mark')
        const open = client as unknown as Record<string | symbol, unknown>
        open.__knexUid = 'uid'
        open[mark] = true
        Object.defineProperty(client, '$useCount', { value: 1, configurable: true, writable: true })
        const seen = new WeakMap([[client as object, 'known']])
        const original = client.query
        let patched = 0
        open.query = function (this: unknown, ...args: unknown[]) {
          patched++
          return (original as unknown as (...given: unknown[]) => unknown).apply(this, args)
        }
        const { rows } = await client.query('select 1 as one')
        open.query = original
        return {
          rows,
          patched,
          uid: open.__knexUid,
          mark: open[mark],
          count: open.$useCount,
          weak: seen.get(client),
        }
      }),
  },
  {
    id: 'client.end-can-be-replaced',
    members: ['client.end', 'client.release'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const client = await pool.connect()
      let called = 0
      const open = client as unknown as { end: unknown }
      const end = open.end
      open.end = () => {
        called++
        return Promise.resolve()
      }
      await client.end()
      open.end = end
      const { rows } = await client.query('select 1 as one')
      client.release()
      return { called, rows }
    },
  },
]

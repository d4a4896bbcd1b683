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
    id: 'client.connect-again',
    members: ['client.connect'],
    run: (w) =>
      withClient(w, (client) => rejection((client.connect as unknown as () => Promise<unknown>).call(client))),
  },
  {
    id: 'client.connection',
    members: ['client.connection'],
    muxpool: { deviation: 'connection-is-a-stand-in', observes: 'undefined' },
    run: (w) => withClient(w, (client) => typeof client.connection),
  },
  {
    id: 'client.connection-parsed-statements',
    members: ['client.connection', 'connection.parsedStatements'],
    run: (w) =>
      withClient(w, async (client) => {
        const query = (): Promise<{ rows: unknown[] }> => client.query({ name: 'face-parsed', text: 'select 1 as n' })
        const first = (await query()).rows
        // What a library does that keeps a bound on the number of its statements.
        if (client.connection?.parsedStatements['face-parsed'] !== undefined) {
          await client.query('deallocate "face-parsed"')
          delete client.connection.parsedStatements['face-parsed']
        }
        return { first, again: (await query()).rows }
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

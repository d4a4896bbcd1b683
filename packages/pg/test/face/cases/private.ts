import type { FaceCase } from '../harness/face-case.ts'
import { until } from '../harness/observe.ts'

/** Which of the names are functions of the object. */
const functionsAmong = (object: object, names: readonly string[]): string[] =>
  names.filter((name) => typeof (object as Record<string, unknown>)[name] === 'function')

/** What is not public, and what muxpool lets be seen of it. */
export const privateCases: readonly FaceCase[] = [
  {
    id: 'private.new-client-opens-nothing-behind-the-limit',
    members: ['pool.newClient'],
    muxpool: { deviation: 'private-pool-members', observes: { threw: true, opened: 0 } },
    run: async (w) => {
      const pool = w.pool() as unknown as { newClient(item: unknown): void; totalCount: number }
      let settledItem = false
      const callback = (_error: unknown, _client: unknown, release: () => void): void => {
        settledItem = true
        release()
      }
      let threw = false
      try {
        pool.newClient({ callback })
      } catch {
        threw = true
      }
      await until(() => threw || settledItem)
      return { threw, opened: (await w.backends()).length }
    },
  },
  {
    id: 'private.pool-fields-are-empty',
    members: [],
    muxpool: { deviation: 'private-pool-members', observes: [0, 0, 0] },
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const holder = await pool.connect()
      await holder.query('begin')
      const waiter = pool.query('select 1')
      await w.roundTrips()
      const { _clients, _idle, _pendingQueue } = pool as unknown as Record<string, unknown[]>
      const lengths = [_clients, _idle, _pendingQueue].map((list) => list?.length)
      await holder.query('commit')
      holder.release()
      await waiter
      return lengths
    },
  },
  {
    id: 'private.client-does-not-speak-the-protocol',
    members: [],
    muxpool: { deviation: 'private-client-members', observes: [] },
    run: async (w) => {
      const client = await w.pool().connect()
      const found = functionsAmong(client, ['_connect', '_handleReadyForQuery', '_pulseQueryQueue', 'getStartupConf'])
      client.release()
      return found
    },
  },
  {
    id: 'private.connection-writes-nothing',
    members: [],
    muxpool: { deviation: 'connection-is-a-stand-in', observes: [] },
    run: (w) => {
      const writing = [
        'query',
        'parse',
        'bind',
        'execute',
        'describe',
        'close',
        'sync',
        'flush',
        'end',
        'cancel',
        'sendCopyFail',
      ]
      return functionsAmong(w.client().connection, writing)
    },
  },
  {
    id: 'private.module-parts',
    members: [],
    muxpool: { deviation: 'module-parts-left-out', observes: ['undefined', 'undefined'] },
    run: (w) => [typeof w.module.native, typeof w.module._pools],
  },
  {
    id: 'private.module-parts-that-are-there',
    members: ['module.Connection', 'module.utils'],
    run: (w) => {
      const { Connection, utils } = w.module as { Connection: unknown; utils: { prepareValue?: unknown } | undefined }
      return [typeof Connection, typeof utils?.prepareValue]
    },
  },
]

import type { FaceCase } from '../harness/face-case.ts'
import { called, outcome, rejection, seen } from '../harness/observe.ts'

/** A port on which nobody listens. */
const closed = { connectionString: undefined, host: '127.0.0.1', port: 1, user: 'x', database: 'x' }

export const connectRefusedCases: readonly FaceCase[] = [
  {
    id: 'connect.callback-refused',
    members: ['pool.connect'],
    run: async (w) => {
      const pool = w.pool(closed)
      let sync = true
      const args = called((callback) => pool.connect(callback as never))
      sync = false
      const [error, client, release] = (await args) as [Error, unknown, () => unknown]
      return { error: seen(error), client, release: typeof release, released: release(), sync, total: pool.totalCount }
    },
  },
  {
    id: 'connect.promise-refused',
    members: ['pool.connect', 'pool.totalCount', 'pool.idleCount', 'pool.waitingCount'],
    run: async (w) => {
      const pool = w.pool(closed)
      const first = await outcome(pool.connect())
      const { totalCount, idleCount, waitingCount } = pool
      return { first, again: await outcome(pool.connect()), totalCount, idleCount, waitingCount }
    },
  },
  {
    id: 'connect.unknown-database',
    members: ['pool.connect', 'pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionString: undefined, ...w.server, database: 'face_no_such_database' })
      return { connect: await outcome(pool.connect()), query: await outcome(pool.query('select 1')) }
    },
  },
  {
    id: 'connect.unknown-role',
    members: ['pool.connect'],
    run: async (w) => {
      const pool = w.pool({ connectionString: undefined, ...w.server, user: 'face_no_such_role' })
      return outcome(pool.connect())
    },
  },
  {
    id: 'connect.unknown-host',
    members: ['pool.connect'],
    run: async (w) => {
      const pool = w.pool({ connectionString: undefined, ...w.server, host: 'face.invalid' })
      const error = await pool.connect().catch((cause: unknown) => cause)
      return { error: error instanceof Error, isLookup: String((error as { code?: unknown }).code).startsWith('E') }
    },
  },
  {
    id: 'connect.refused-four-times-in-a-row',
    members: ['pool.connect'],
    muxpool: {
      deviation: 'failed-opens-back-off',
      observes: { verdicts: ['connect ECONNREFUSED 127.0.0.1:1'], atOnce: false },
    },
    run: async (w) => {
      const pool = w.pool(closed)
      const started = performance.now()
      const verdicts = new Set<unknown>()
      for (let n = 0; n < 4; n++) verdicts.add(await rejection(pool.connect()))
      return { verdicts: [...verdicts], atOnce: performance.now() - started < 400 }
    },
  },
  {
    id: 'connect.rejection-names-the-caller',
    members: ['pool.connect'],
    run: async (w) => {
      const pool = w.pool(closed)
      async function callerOfConnect(): Promise<string> {
        try {
          await pool.connect()
          return 'connected'
        } catch (error) {
          return String((error as Error).stack).includes('callerOfConnect') ? 'named' : 'not named'
        }
      }
      return callerOfConnect()
    },
  },
  {
    id: 'connect.call-without-a-server-rejects-in-time',
    members: ['pool.connect'],
    run: async (w) => rejection(w.pool({ ...closed, connectionTimeoutMillis: 400 }).connect()),
  },
]

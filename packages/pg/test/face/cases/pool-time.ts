import { createServer, type Socket } from 'node:net'
import type { FaceCase } from '../harness/face-case.ts'
import { head, next, rejection, seen, text, until } from '../harness/observe.ts'
import type { World } from '../harness/world.ts'

const timedOut = 'timeout exceeded when trying to connect'

interface SilentServer {
  readonly port: number
  readonly sockets: readonly Socket[]
  hangUp(): void
}

/** A server that takes connections and never answers. */
async function silentServer(w: World): Promise<SilentServer> {
  const sockets: Socket[] = []
  const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  w.afterwards(hangUp)
  return { port: (server.address() as { port: number }).port, sockets, hangUp }
}

/** Limits of time, in whole seconds, that are set while `work` runs. */
async function limitsSet(work: () => Promise<unknown>): Promise<number[]> {
  const limits = new Set<number>()
  const { setTimeout } = globalThis
  globalThis.setTimeout = ((fire: () => void, millis = 0) => {
    if (millis >= 5_000) limits.add(Math.round(millis / 1_000))
    return setTimeout(fire, millis)
  }) as unknown as typeof setTimeout
  try {
    await work()
  } finally {
    globalThis.setTimeout = setTimeout
  }
  return [...limits].sort((one, other) => one - other)
}

export const poolTimeCases: readonly FaceCase[] = [
  {
    id: 'time.query-waits-too-long',
    members: ['pool.query', 'pool.options', 'pool.waitingCount'],
    run: async (w) => {
      const pool = w.pool({ max: 1, connectionTimeoutMillis: 300 })
      const holder = await pool.connect()
      await holder.query('begin')
      const started = performance.now()
      const verdict = head(await rejection(pool.query('select 1')))
      const millis = performance.now() - started
      const waiting = pool.waitingCount
      await holder.query('commit')
      holder.release()
      const { rows } = await pool.query('select 1 as one')
      return {
        verdict,
        inTime: millis > 290 && millis < 1_000,
        waiting,
        rows,
        option: pool.options.connectionTimeoutMillis,
      }
    },
  },
  {
    id: 'time.connect-waits-too-long',
    members: ['pool.connect'],
    muxpool: { deviation: 'sessions-do-not-wait', observes: { connect: 'resolved', statement: timedOut } },
    run: async (w) => {
      const pool = w.pool({ max: 1, connectionTimeoutMillis: 300 })
      const holder = await pool.connect()
      await holder.query('begin')
      const observation = await pool.connect().then(
        async (client) => {
          const statement = head(await rejection(client.query('select 1')))
          client.release()
          return { connect: 'resolved', statement }
        },
        (error: unknown) => ({ connect: text(error), statement: 'none' }),
      )
      await holder.query('commit')
      holder.release()
      return observation
    },
  },
  {
    id: 'time.whole-text-of-a-late-query',
    members: ['pool.query'],
    muxpool: { deviation: 'texts-go-on', observes: { same: false, begins: true, code: 'MUX_BORROW_TIMEOUT' } },
    run: async (w) => {
      const pool = w.pool({ max: 1, connectionTimeoutMillis: 300 })
      const holder = await pool.connect()
      await holder.query('begin')
      const error = (await pool.query('select 1').catch((cause: unknown) => cause)) as Error & { code?: string }
      await holder.query('commit')
      holder.release()
      return { same: error.message === timedOut, begins: error.message.startsWith(timedOut), code: error.code }
    },
  },
  {
    id: 'time.callback-of-a-late-query',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ max: 1, connectionTimeoutMillis: 300 })
      const holder = await pool.connect()
      await holder.query('begin')
      const error = await new Promise((resolve) => pool.query('select 1', (cause: unknown) => resolve(head(cause))))
      await holder.query('commit')
      holder.release()
      return error
    },
  },
  {
    id: 'time.server-that-never-answers',
    members: ['pool.connect', 'pool.totalCount'],
    run: async (w) => {
      const { port } = await silentServer(w)
      const pool = w.pool({
        connectionString: undefined,
        host: '127.0.0.1',
        port,
        user: 'x',
        connectionTimeoutMillis: 300,
      })
      const error = (await pool.connect().catch((cause: unknown) => cause)) as Error
      return { text: text(error), hasCause: error.cause instanceof Error, total: pool.totalCount }
    },
  },
  {
    id: 'time.no-limit-given',
    members: ['pool.connect', 'pool.options'],
    muxpool: { deviation: 'no-wait-without-end', observes: { limits: [15, 120], option: 0, rejected: true } },
    run: async (w) => {
      const { port, sockets, hangUp } = await silentServer(w)
      const at = { connectionString: undefined, host: '127.0.0.1', port, user: 'x', connectionTimeoutMillis: 0 }
      const pool = w.pool(at)
      let connecting: Promise<unknown> = Promise.resolve()
      const limits = await limitsSet(async () => {
        connecting = rejection(pool.connect())
        await until(() => sockets.length > 0)
      })
      hangUp()
      return { limits, option: pool.options.connectionTimeoutMillis, rejected: (await connecting) !== null }
    },
  },
  {
    id: 'time.idle-connection-is-closed',
    members: ['pool.options', 'pool:remove', 'pool.totalCount'],
    run: async (w) => {
      const pool = w.pool({ idleTimeoutMillis: 40 })
      const removed = next(pool, 'remove')
      await pool.query('select 1')
      const before = pool.totalCount
      const args = await removed
      await until(async () => (await w.backends()).length === 0)
      return { before, args: args.length, after: pool.totalCount, option: pool.options.idleTimeoutMillis }
    },
  },
  {
    id: 'time.idle-connections-down-to-min',
    members: ['pool:remove', 'pool.totalCount', 'pool.idleCount'],
    run: async (w) => {
      const pool = w.pool({ idleTimeoutMillis: 40, min: 1, max: 3 })
      let removed = 0
      pool.on('remove', () => removed++)
      const clients = await Promise.all([1, 2, 3].map(() => pool.connect()))
      for (const client of clients) await client.query('begin')
      const before = pool.totalCount
      for (const client of clients) await client.query('commit')
      for (const client of clients) client.release()
      await until(() => removed === 2)
      // One more idle time must not take the last one.
      await pool.query('select pg_sleep(0.1)')
      return { before, removed, total: pool.totalCount, idle: pool.idleCount }
    },
  },
  {
    id: 'time.max-uses',
    members: ['pool:connect'],
    run: async (w) => {
      const pool = w.pool({ maxUses: 2, max: 1 })
      let connects = 0
      pool.on('connect', () => connects++)
      for (let n = 0; n < 5; n++) await pool.query('select 1')
      return { connects }
    },
  },
  {
    id: 'time.max-lifetime',
    members: ['pool:remove', 'pool.totalCount', 'pool.options'],
    run: async (w) => {
      const pool = w.pool({ maxLifetimeSeconds: 0.05 })
      const removed = next(pool, 'remove')
      await pool.query('select 1')
      const before = pool.totalCount
      await removed
      return { before, after: pool.totalCount, option: pool.options.maxLifetimeSeconds }
    },
  },
  {
    id: 'time.query-timeout',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ query_timeout: 100 })
      const error = head(await rejection(pool.query('select pg_sleep(5)')))
      return { error, next: (await pool.query('select 1 as one')).rows }
    },
  },
  {
    id: 'time.query-timeout-of-one-query',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool()
      const config = { text: 'select pg_sleep(5)', query_timeout: 100 }
      const error = head(await rejection(pool.query(config as { text: string })))
      return { error, next: (await pool.query('select 1 as one')).rows }
    },
  },
  {
    id: 'time.statement-timeout',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ statement_timeout: 100 })
      const error = await pool.query('select pg_sleep(5)').catch(seen)
      return { error, shown: (await pool.query('show statement_timeout')).rows }
    },
  },
]

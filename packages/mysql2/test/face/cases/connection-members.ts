import type { FaceCase } from '../harness/face-case.ts'
import { ask, called, checkout } from '../harness/observe.ts'

export const connectionMemberCases: readonly FaceCase[] = [
  {
    id: 'members.threadId',
    members: ['connection.threadId', 'connection.query'],
    muxpool: { deviation: 'thread-id-of-its-own', observes: { kind: 'number', same: false } },
    run: async (w) => {
      const connection = await checkout(w.pool({ rowsAsArray: true }))
      const kind = typeof connection.threadId
      await ask(connection, 'query', 'start transaction')
      const id = (await ask(connection, 'query', 'select connection_id()')) as number[][]
      const same = connection.threadId === id[0]![0]
      await ask(connection, 'query', 'rollback')
      connection.release()
      return { kind, same }
    },
  },
  {
    id: 'members.connectionId',
    members: ['connection.connectionId', 'connection.threadId'],
    run: async (w) => {
      const connection = (await checkout(w.pool())) as unknown as Record<string, unknown> & { release(): void }
      const ids = [typeof connection.connectionId, connection.connectionId === connection.threadId]
      connection.release()
      return ids
    },
  },
  {
    id: 'members.addCommand',
    members: ['connection.addCommand', 'module.createQuery'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const createQuery = w.module.createQuery as (...args: unknown[]) => object
      const rows = await new Promise((resolve) => {
        const command = createQuery('select 1 as a', (_: unknown, answer: unknown) => resolve(answer), undefined, {})
        if (connection.addCommand(command) !== command) resolve('another command')
      })
      connection.release()
      return rows
    },
  },
  {
    id: 'members.state',
    members: ['connection.state', 'connection.authorized', 'connection.fatalError'],
    run: async (w) => {
      const pool = w.pool()
      const connection = await checkout(pool)
      await ask(connection, 'query', 'do 0')
      const states = [connection.state, connection.authorized, connection.fatalError]
      connection.destroy()
      states.push(connection.state)
      return states
    },
  },
  {
    id: 'members.config',
    members: ['connection.config', 'pool.config'],
    run: async (w) => {
      const pool = w.pool({ namedPlaceholders: true, timezone: 'Z' })
      const connection = await checkout(pool)
      const { user, host, database, namedPlaceholders, timezone, pool: owner } = connection.config
      const own = connection.config !== pool.config.connectionConfig
      connection.release()
      return { user: user === w.name, host, database, namedPlaceholders, timezone, owner: owner === pool, own }
    },
  },
  {
    id: 'members.escape',
    members: ['connection.escape', 'connection.escapeId', 'connection.format', 'connection.raw'],
    run: async (w) => {
      const connection = await checkout(w.pool({ timezone: 'Z', namedPlaceholders: true }))
      const made = {
        text: connection.escape("it's"),
        date: connection.escape(new Date(0)),
        object: connection.escape({ a: 1 }),
        id: connection.escapeId('a.b'),
        format: connection.format('select ?, ??', [1, 'x']),
        named: connection.format('select :a', { a: 1 }),
        raw: connection.raw('now()').toSqlString(),
        escapedRaw: connection.escape(connection.raw('now()')),
      }
      connection.release()
      return made
    },
  },
  {
    id: 'members.lastActiveTime',
    members: ['connection.lastActiveTime'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const before = connection.lastActiveTime
      await ask(connection, 'query', 'do sleep(0.02)')
      connection.release()
      return { kind: typeof before, later: connection.lastActiveTime > before }
    },
  },
  {
    id: 'members.stream',
    members: ['connection.stream'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      await ask(connection, 'query', 'start transaction')
      const kinds = [typeof connection.stream, connection.stream.destroyed]
      await ask(connection, 'query', 'rollback')
      connection.release()
      return kinds
    },
  },
  {
    id: 'members.connect',
    members: ['connection.connect'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const [error, value] = await called((callback) => connection.connect(callback))
      const without = connection.connect()
      connection.release()
      return { error, value: typeof value, without }
    },
  },
  {
    id: 'members.own-fields',
    members: ['connection.query'],
    run: async (w) => {
      const connection = (await checkout(w.pool())) as unknown as Record<string, unknown> & { release(): void }
      const symbol = Symbol('mine')
      Object.assign(connection, { __knexUid: 'x', $hooks: { a: 1 }, [symbol]: 2 })
      const { query } = connection
      connection.query = function (this: unknown, ...args: unknown[]) {
        return (query as (...args: unknown[]) => unknown).apply(this, args)
      }
      const rows = await ask(connection as never, 'query', 'select 1 as a')
      const kept = [connection.__knexUid, connection.$hooks, (connection as never as Record<symbol, unknown>)[symbol]]
      connection.release()
      return { rows, kept }
    },
  },
  {
    id: 'members.private-ones-that-libraries-read',
    members: ['connection._fatalError', 'connection._protocolError', 'connection._closing'],
    run: async (w) => {
      const connection = (await checkout(w.pool())) as unknown as Record<string, unknown> & { release(): void }
      const read = (): unknown[] => [connection._fatalError, connection._protocolError, Boolean(connection._closing)]
      const before = read()
      await ask(connection as never, 'query', 'select nothing')
      const after = read()
      connection.release()
      return { before, after }
    },
  },
  {
    id: 'members.promise',
    members: ['connection.promise', 'promiseConnection.connection', 'promiseConnection.Promise'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      class Own<T> extends Promise<T> {}
      const one = connection.promise()
      const other = connection.promise(Own)
      const answer = other.query('select 1 as a')
      const [rows] = await answer
      connection.release()
      return {
        connection: one.connection === connection,
        Promise: [one.Promise === Promise, (other.Promise as unknown) === Own, answer instanceof Own],
        rows,
      }
    },
  },
  {
    id: 'members.listeners-are-of-the-checkout',
    members: ['connection.release', 'connection:error'],
    muxpool: { deviation: 'connection-object-per-checkout', observes: { mine: 1 } },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const first = await checkout(pool)
      first.on('error', () => undefined)
      const count = first.listenerCount('error')
      first.release()
      const second = await checkout(pool)
      const after = second.listenerCount('error')
      second.release()
      return { mine: count - after }
    },
  },
  {
    id: 'members.max-listeners',
    members: ['connection.query'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const returned = connection.query('do 0').setMaxListeners(100)
      await ask(connection, 'query', 'do 0')
      connection.release()
      return returned.getMaxListeners()
    },
  },
]

import type { Answer } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'
import { next, outcome, plain, seen, thrown } from '../harness/observe.ts'
import { silenced } from '../harness/uncaught.ts'

const rows = async (answer: Promise<Answer>): Promise<unknown> => answer.then(([rows]) => plain(rows), seen)

export const promiseConnectionCases: readonly FaceCase[] = [
  {
    id: 'promise-connection.statements',
    members: ['promiseConnection.query', 'promiseConnection.execute'],
    run: async (w) => {
      const connection = await w.promisePool({ namedPlaceholders: true }).getConnection()
      const made = [
        await rows(connection.query('select ? as a', [1])),
        await rows(connection.query('select :a as a', { a: 2 })),
        await rows(connection.execute('select ? as a', [3])),
        await rows(connection.execute('select :a as a', { a: 4 })),
        await rows(connection.query('select nothing')),
        await rows(connection.execute('select nothing')),
        thrown(() => connection.query('do 0', () => undefined)),
        thrown(() => connection.execute('do 0', () => undefined)),
        await outcome(connection.execute('select ?', [undefined])),
      ]
      connection.release()
      return made
    },
  },
  {
    id: 'promise-connection.transaction',
    members: ['promiseConnection.beginTransaction', 'promiseConnection.commit', 'promiseConnection.rollback'],
    run: async (w) => {
      const table = await w.table('n int')
      const pool = w.promisePool({ rowsAsArray: true })
      const connection = await pool.getConnection()
      const began = plain(((await connection.beginTransaction()) as Answer)[0])
      await connection.query(`insert into ${table} values (1)`)
      await connection.rollback()
      await connection.beginTransaction()
      await connection.query(`insert into ${table} values (2)`)
      const committed = plain(((await connection.commit()) as Answer)[0])
      connection.release()
      return { began, committed, rows: await rows(pool.query(`select n from ${table}`)) }
    },
  },
  {
    id: 'promise-connection.members',
    members: [
      'promiseConnection.config',
      'promiseConnection.threadId',
      'promiseConnection.connection',
      'promiseConnection.constructor',
    ],
    run: async (w) => {
      const connection = await w.promisePool().getConnection()
      const members = {
        user: connection.config.user === w.name,
        config: connection.config === connection.connection.config,
        threadId: connection.threadId === connection.connection.threadId && typeof connection.threadId,
        name: connection.constructor.name.includes('Connection'),
        own: Object.keys(connection).filter((key) => ['connection', 'Promise'].includes(key)),
      }
      connection.release()
      return members
    },
  },
  {
    id: 'promise-connection.ping-reset-connect',
    members: ['promiseConnection.ping', 'promiseConnection.reset', 'promiseConnection.connect'],
    run: async (w) => {
      const connection = await w.promisePool({ rowsAsArray: true }).getConnection()
      await connection.query('set @mine = 1')
      const made = [
        await outcome(connection.ping()),
        await outcome(connection.reset()),
        await connection.connect().then((value) => typeof value),
        await rows(connection.query('select @mine')),
      ]
      connection.release()
      return made
    },
  },
  {
    id: 'promise-connection.changeUser',
    members: ['promiseConnection.changeUser'],
    run: async (w) => {
      const connection = await w.promisePool({ rowsAsArray: true }).getConnection()
      const changed = await outcome(connection.changeUser({ database: 'mysql' }))
      const answer = await rows(connection.query('select database()'))
      connection.destroy()
      return { changed, answer }
    },
  },
  {
    id: 'promise-connection.prepare',
    members: [
      'promiseConnection.prepare',
      'promiseConnection.unprepare',
      'promiseStatement.execute',
      'promiseStatement.close',
      'promiseStatement.statement',
    ],
    run: async (w) => {
      const connection = await w.promisePool().getConnection()
      const statement = await connection.prepare('select ? as a')
      const answers = [await rows(statement.execute([1])), await rows(statement.execute([2]))]
      const query = statement.statement.query
      const closed = await outcome(statement.close())
      const failed = (await connection.prepare('select nothing').catch(seen)) as { code: unknown }
      await connection.execute('select 5 as a')
      const unprepared = typeof connection.unprepare('select 5 as a')
      const again = await rows(connection.execute('select 5 as a'))
      connection.release()
      return { name: statement.constructor.name, answers, query, closed, failed: failed.code, unprepared, again }
    },
  },
  {
    id: 'promise-connection.escape',
    members: ['promiseConnection.escape', 'promiseConnection.escapeId', 'promiseConnection.format'],
    run: async (w) => {
      const connection = await w.promisePool({ timezone: 'Z' }).getConnection()
      const made = [
        connection.escape(new Date(0)),
        connection.escapeId('a.b'),
        connection.format('select ?, ??', ["it's", 'x']),
      ]
      connection.release()
      return made
    },
  },
  {
    id: 'promise-connection.release-twice',
    members: ['promiseConnection.release'],
    run: async (w) => {
      const pool = w.promisePool({ connectionLimit: 1 })
      const connection = await pool.getConnection()
      return [connection.release(), thrown(() => connection.release()), await rows(pool.query('select 1 as a'))]
    },
  },
  {
    id: 'promise-connection.destroy',
    members: ['promiseConnection.destroy'],
    run: async (w) => {
      const pool = w.promisePool({ connectionLimit: 1 })
      const connection = await pool.getConnection()
      await connection.query('start transaction')
      const [before] = await w.backends()
      const returned = connection.destroy()
      while ((await w.backends()).includes(before!));
      const used = (await rows(connection.query('do 0'))) as { message: string }
      return { returned, used: used.message, after: await rows(pool.query('select 1 as a')) }
    },
  },
  {
    id: 'promise-connection.close',
    members: ['promiseConnection.close'],
    run: async (w) => {
      const pool = w.promisePool({ connectionLimit: 1 })
      const connection = await pool.getConnection()
      await connection.query('start transaction')
      const [before] = await w.backends()
      const returned = connection.close()
      while ((await w.backends()).includes(before!));
      return { returned, after: await rows(pool.query('select 1 as a')) }
    },
  },
  {
    id: 'promise-connection.end-is-release',
    members: ['promiseConnection.end', 'promisePool:release'],
    run: async (w) => {
      const lines = silenced(w, 'warn')
      const pool = w.promisePool({ connectionLimit: 1 })
      const connection = await pool.getConnection()
      const released = next(pool, 'release')
      const ended = await outcome(connection.end())
      await released
      return { ended, lines: lines.length, after: await rows(pool.query('select 1 as a')) }
    },
  },
  {
    id: 'promise-connection.disposed',
    members: ['promiseConnection.[Symbol.asyncDispose]', 'promisePool:release'],
    run: async (w) => {
      const pool = w.promisePool({ connectionLimit: 1 })
      const released = next(pool, 'release')
      const connection = await pool.getConnection()
      const returned = await connection[Symbol.asyncDispose]()
      await released
      return { returned, after: await rows(pool.query('select 1 as a')) }
    },
  },
  {
    id: 'promise-connection.pause-and-resume',
    members: ['promiseConnection.pause', 'promiseConnection.resume'],
    run: async (w) => {
      const connection = await w.promisePool().getConnection()
      const command = connection.connection.query('select 1 as a union all select 2 union all select 3')
      const got: unknown[] = []
      command.on('result', (row) => {
        got.push(row)
        connection.pause()
        setImmediate(() => connection.resume())
      })
      await next(command, 'end')
      connection.release()
      return got
    },
  },
  {
    id: 'promise-connection.stream-of-the-connection-within',
    members: ['promiseConnection.connection', 'command.stream'],
    run: async (w) => {
      const connection = await w.promisePool().getConnection()
      const got: unknown[] = []
      for await (const row of connection.connection.query('select 1 as a union all select 2').stream()) got.push(row)
      connection.release()
      return got
    },
  },
  {
    id: 'promise-connection.events',
    members: ['promiseConnection:error', 'promiseConnection:end'],
    run: async (w) => {
      const pool = w.promisePool({ connectionLimit: 1 })
      const connection = await pool.getConnection()
      await connection.query('start transaction')
      const told = next(connection, 'error')
      const ended = next(connection, 'end')
      await w.kill()
      const { code } = seen((await told)[0]) as Record<string, unknown>
      await ended
      return { code, after: await rows(pool.query('select 1 as a')) }
    },
  },
  {
    id: 'promise-connection.stack-names-the-caller',
    members: ['promiseConnection.query', 'promiseConnection.execute', 'promiseConnection.commit'],
    run: async (w) => {
      const connection = await w.promisePool({ trace: true }).getConnection()
      async function theCaller(method: 'query' | 'execute'): Promise<boolean> {
        const error = (await connection[method]('select nothing').catch((error: Error) => error)) as Error
        return String(error.stack).includes('theCaller')
      }
      const found = [await theCaller('query'), await theCaller('execute'), typeof (await connection.commit())]
      connection.release()
      return found
    },
  },
]

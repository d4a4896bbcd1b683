import type { FaceConnection, FaceStatement } from '../harness/driver-face.ts'
import type { FaceCase } from '../harness/face-case.ts'
import { ask, called, checkout, columns, plain, seen } from '../harness/observe.ts'

const prepared = (connection: FaceConnection, sql: unknown): Promise<FaceStatement> =>
  new Promise((resolve, reject) => {
    connection.prepare(sql, (error, statement) => (error ? reject(error) : resolve(statement)))
  })

const executed = async (statement: FaceStatement, ...args: unknown[]): Promise<unknown> => {
  const [error, rows] = await called((callback) => statement.execute(...args, callback))
  return error ? seen(error) : plain(rows)
}

export const connectionStatementCases: readonly FaceCase[] = [
  {
    id: 'prepare.and-execute',
    members: [
      'connection.prepare',
      'statement.execute',
      'statement.id',
      'statement.query',
      'statement.columns',
      'statement.parameters',
    ],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const statement = await prepared(connection, 'select ? as a, ? as b')
      const members = {
        id: typeof statement.id,
        query: statement.query,
        columns: columns(statement.columns),
        parameters: statement.parameters.length,
      }
      const rows = [await executed(statement, [1, 'x']), await executed(statement, [2, null])]
      connection.release()
      return { name: statement.constructor.name, members, rows }
    },
  },
  {
    id: 'prepare.options',
    members: ['connection.prepare', 'statement.execute'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const statement = await prepared(connection, { sql: 'select ? as a', rowsAsArray: true })
      const rows = await executed(statement, [1])
      connection.release()
      return rows
    },
  },
  {
    id: 'prepare.callback-of-the-execution',
    members: ['connection.prepare', 'statement.execute'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const statement = await prepared(connection, 'select 1 as a')
      const [error, rows, fields] = await called((callback) => statement.execute([], callback))
      const command = statement.execute([])
      const got: unknown[] = []
      command.on('result', (row) => got.push(row))
      await new Promise((resolve) => command.once('end', resolve))
      connection.release()
      return { error, rows, fields: columns(fields), got }
    },
  },
  {
    id: 'prepare.error',
    members: ['connection.prepare'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const failed = await prepared(connection, 'select nothing').catch(seen)
      connection.release()
      return failed
    },
  },
  {
    id: 'prepare.wrong-number-of-values',
    members: ['connection.prepare', 'statement.execute'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const statement = await prepared(connection, 'select ? as a, ? as b')
      const failed = (await executed(statement, [1])) as Record<string, unknown>
      const after = await executed(statement, [1, 2])
      connection.release()
      return { code: failed.code, errno: failed.errno, after }
    },
  },
  {
    id: 'prepare.lives-through-other-statements',
    members: ['connection.prepare', 'statement.execute', 'pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 3 })
      const connection = await checkout(pool)
      const statement = await prepared(connection, 'select ? as a')
      const other = await checkout(pool)
      await Promise.all([ask(other, 'query', 'do sleep(0.05)'), ask(pool, 'query', 'do 0')])
      const rows = [await executed(statement, [1])]
      await ask(connection, 'query', 'start transaction')
      rows.push(await executed(statement, [2]))
      await ask(connection, 'query', 'rollback')
      rows.push(await executed(statement, [3]))
      other.release()
      connection.release()
      return rows
    },
  },
  {
    id: 'prepare.after-release',
    members: ['connection.prepare', 'statement.execute', 'connection.release'],
    muxpool: { deviation: 'stale-connection-refuses', observes: { ran: false } },
    run: async (w) => {
      const connection = await checkout(w.pool({ connectionLimit: 1 }))
      const statement = await prepared(connection, 'select ? as a')
      connection.release()
      const rows = await executed(statement, [1])
      return { ran: Array.isArray(rows) }
    },
  },
  {
    id: 'prepare.after-close',
    members: ['statement.execute', 'statement.close'],
    run: async (w) => {
      const connection = await checkout(w.pool({ connectionLimit: 1 }))
      const statement = await prepared(connection, 'select ? as a')
      statement.close()
      const failed = (await executed(statement, [1])) as Record<string, unknown>
      connection.release()
      return [failed.code, failed.errno]
    },
  },
  {
    id: 'prepare.close-returns',
    members: ['connection.prepare', 'statement.close'],
    muxpool: { deviation: 'prepared-handle', observes: 'undefined' },
    run: async (w) => {
      const connection = await checkout(w.pool())
      const closed = typeof (await prepared(connection, 'select 1')).close()
      connection.release()
      return closed
    },
  },
  {
    id: 'prepare.and-reset',
    members: ['connection.reset', 'statement.execute'],
    muxpool: { deviation: 'prepared-handle', observes: { rows: true } },
    run: async (w) => {
      const connection = await checkout(w.pool({ connectionLimit: 1 }))
      const statement = await prepared(connection, 'select ? as a')
      await called((callback) => connection.reset(callback))
      const rows = await executed(statement, [1])
      connection.release()
      return { rows: Array.isArray(rows) }
    },
  },
  {
    id: 'unprepare.of-a-text',
    members: ['connection.unprepare', 'connection.execute'],
    muxpool: {
      deviation: 'prepared-handle',
      observes: { first: 'Object', second: undefined, object: undefined, after: [{ a: 1 }] },
    },
    run: async (w) => {
      const connection = await checkout(w.pool())
      await ask(connection, 'execute', 'select 1 as a')
      const first = connection.unprepare('select 1 as a') as { constructor: { name: string } } | undefined
      const second = connection.unprepare('select 1 as a')
      const object = connection.unprepare({ sql: 'select 2' })
      const after = await ask(connection, 'execute', 'select 1 as a')
      connection.release()
      return { first: first?.constructor.name, second, object, after }
    },
  },
  {
    id: 'ping',
    members: ['connection.ping'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const args = await called((callback) => connection.ping(callback))
      const returned = typeof connection.ping()
      connection.release()
      return { args, returned }
    },
  },
  {
    id: 'reset',
    members: ['connection.reset', 'connection.query'],
    run: async (w) => {
      const connection = await checkout(w.pool({ rowsAsArray: true }))
      await ask(connection, 'query', 'set @mine = 1')
      await ask(connection, 'query', 'use mysql')
      await ask(connection, 'query', 'create temporary table test.face_reset (n int)')
      const args = await called((callback) => connection.reset(callback))
      const rows = await ask(connection, 'query', 'select @mine, database()')
      const table = (await ask(connection, 'query', 'select * from test.face_reset')) as { error: { code: string } }
      connection.release()
      return { args: args.filter((arg) => arg != null), rows, table: table.error.code }
    },
  },
  {
    id: 'reset.keeps-what-the-driver-thinks-of-character-sets',
    members: ['connection.reset'],
    run: async (w) => {
      const connection = await checkout(w.pool({ rowsAsArray: true }))
      await ask(connection, 'query', 'set names latin1')
      await called((callback) => connection.reset(callback))
      const rows = await ask(connection, 'query', "select hex('é')")
      connection.release()
      return rows
    },
  },
  {
    id: 'changeUser.of-the-database',
    members: ['connection.changeUser', 'connection.query'],
    run: async (w) => {
      const connection = await checkout(w.pool({ rowsAsArray: true }))
      await ask(connection, 'query', 'set @mine = 1')
      const args = await called((callback) => connection.changeUser({ database: 'mysql' }, callback))
      const rows = await ask(connection, 'query', 'select database(), @mine')
      const config = connection.config.database
      connection.release()
      return { args: args.map(seen).filter((arg) => arg != null), rows, config }
    },
  },
  {
    id: 'changeUser.of-the-user',
    members: ['connection.changeUser', 'pool.query'],
    run: async (w) => {
      const other = `${w.name}_b`
      await w.admin.query(`create user ${other}@'%' identified by 'b'`)
      await w.admin.query(`grant all on *.* to ${other}@'%'`)
      w.afterwards(() => w.admin.query(`drop user ${other}@'%'`))
      const pool = w.pool({ connectionLimit: 1, rowsAsArray: true })
      const connection = await checkout(pool)
      const args = await called((callback) =>
        connection.changeUser({ user: other, password: 'b', database: '' }, callback),
      )
      const who = (await ask(connection, 'query', 'select user()')) as string[][]
      const config = connection.config.user === other
      const ofPool = (pool.config.connectionConfig as { user: string }).user === w.name
      await called((callback) => connection.changeUser({ user: w.name, password: '' }, callback))
      connection.destroy()
      const next = (await ask(pool, 'query', 'select user()')) as string[][]
      return {
        args: args.map(seen).filter((arg) => arg != null),
        changed: String(who[0]).startsWith(`${other}@`),
        config,
        ofPool,
        next: String(next[0]).startsWith(`${w.name}@`),
      }
    },
  },
  {
    id: 'changeUser.refused',
    members: ['connection.changeUser', 'pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const connection = await checkout(pool)
      connection.on('error', () => undefined)
      const [error] = (await called((callback) => connection.changeUser({ user: 'nobody_of_the_kind' }, callback))) as [
        Record<string, unknown>,
      ]
      const { code, errno, fatal } = error
      connection.destroy()
      return { code, errno, fatal, after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
  {
    id: 'sql-prepare',
    members: ['connection.query'],
    run: async (w) => {
      const connection = await checkout(w.pool({ rowsAsArray: true }))
      const rows = [
        await ask(connection, 'query', "prepare face from 'select ? + 1'"),
        await ask(connection, 'query', 'set @n = 41'),
        await ask(connection, 'query', 'execute face using @n'),
        await ask(connection, 'query', 'deallocate prepare face'),
        await ask(connection, 'query', 'execute face using @n'),
      ]
      connection.release()
      return rows
    },
  },
]

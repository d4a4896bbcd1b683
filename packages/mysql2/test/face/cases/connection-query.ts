import type { MysqlFlavour } from '@muxpool/test-servers'
import type { FaceCase } from '../harness/face-case.ts'
import { ask, called, checkout, columns, next, plain, record, seen, thrown } from '../harness/observe.ts'

export const connectionQueryCases: readonly FaceCase[] = [
  {
    id: 'connection.query-forms',
    members: ['connection.query'],
    run: async (w) => {
      const connection = await checkout(w.pool({ multipleStatements: true }))
      const rows = [
        await ask(connection, 'query', 'select 1 as a'),
        await ask(connection, 'query', 'select ? as a', ['x']),
        await ask(connection, 'query', { sql: 'select ? as a', values: [2], rowsAsArray: true }),
        await ask(connection, 'query', { sql: 'select ? as a' }, [3]),
        await ask(connection, 'query', 'select 1 as a; do 0; select 2 as b'),
        await ask(connection, 'query', 'select nothing'),
      ]
      connection.release()
      return rows
    },
  },
  {
    id: 'connection.execute-forms',
    members: ['connection.execute'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const rows = [
        await ask(connection, 'execute', 'select 1 as a'),
        await ask(connection, 'execute', 'select ? as a', ['x']),
        await ask(connection, 'execute', { sql: 'select ? as a', values: [2], rowsAsArray: true }),
        await ask(connection, 'execute', { sql: 'select ? as a' }, [3]),
        await ask(connection, 'execute', 'select nothing'),
        await ask(connection, 'execute', 'select 1 as a'),
        thrown(() => connection.execute('select ?', [undefined])),
        thrown(() => connection.execute('select ?', { a: 1 })),
      ]
      connection.release()
      return rows
    },
  },
  {
    id: 'connection.query-callback',
    members: ['connection.query', 'connection.execute'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const rows = await called((callback) => connection.query('select 1 as a', callback))
      const header = await called((callback) => connection.query('do 0', callback))
      const executed = await called((callback) => connection.execute('select 1 as a', callback))
      connection.release()
      return [rows, header, executed].map(([error, answer, fields, ...rest]) => [
        error,
        plain(answer),
        columns(fields),
        rest.length,
      ])
    },
  },
  {
    id: 'connection.execute-returns-a-command',
    members: ['connection.execute', 'command:result', 'command:fields', 'command:end'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const command = connection.execute('select ? as a union all select 2', [1])
      const got: unknown[] = [command.constructor.name]
      command.on('fields', (fields) => got.push(columns(fields)))
      command.on('result', (row, index) => got.push([row, index]))
      await next(command, 'end')
      connection.release()
      return got
    },
  },
  {
    id: 'connection.execute-events-of-a-failing-one',
    members: ['connection.execute', 'command:error', 'command:end'],
    muxpool: {
      deviation: 'execute-ends-once',
      observes: (flavour: MysqlFlavour) => {
        const message = `Unknown column 'nothing' in '${flavour === 'mysql' ? 'field list' : 'SELECT'}'`
        return {
          error: {
            class: 'Error',
            message,
            code: 'ER_BAD_FIELD_ERROR',
            errno: 1054,
            sqlState: '42S22',
            sqlMessage: message,
            sql: 'select nothing',
          },
          order: ['error', 'end'],
        }
      },
    },
    run: async (w) => {
      const connection = await checkout(w.pool())
      const command = connection.execute('select nothing')
      const order = record(command, ['error', 'end'], [])
      const [error] = await next(command, 'error')
      await ask(connection, 'query', 'do 0')
      connection.release()
      return { error: seen(error), order }
    },
  },
  {
    id: 'connection.order-of-statements',
    members: ['connection.query', 'connection.execute', 'connection.ping'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const order: string[] = []
      const asked = [
        called((callback) => connection.query('do sleep(0.05)', callback)).then(() => order.push('query')),
        called((callback) => connection.execute('select 1', callback)).then(() => order.push('execute')),
        called((callback) => connection.ping(callback)).then(() => order.push('ping')),
        called((callback) => connection.query('select nothing', callback)).then(() => order.push('error')),
        called((callback) => connection.query('do 0', callback)).then(() => order.push('last')),
      ]
      await Promise.all(asked)
      connection.release()
      return order
    },
  },
  {
    id: 'connection.state-is-kept',
    members: ['connection.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 2, rowsAsArray: true })
      const [one, two] = await Promise.all([checkout(pool), checkout(pool)])
      const settings = "select @mine, @@session.sort_buffer_size, database(), @@sql_mode = 'ANSI_QUOTES'"
      for (const [at, connection] of [one!, two!].entries()) {
        await ask(connection, 'query', 'set @mine = ?', [at])
        await ask(connection, 'query', `set session sort_buffer_size = ${400_000 + at * 1000}`)
        if (at === 1) await ask(connection, 'query', 'use mysql')
        if (at === 0) await ask(connection, 'query', "set sql_mode = 'ANSI_QUOTES'")
        await ask(connection, 'query', 'create temporary table face_kept (n int)')
        await ask(connection, 'query', 'insert into face_kept values (?)', [at])
      }
      const rows = []
      for (const connection of [one!, two!, one!, two!]) {
        rows.push(await ask(connection, 'query', settings), await ask(connection, 'query', 'select n from face_kept'))
      }
      one!.release()
      two!.release()
      return rows
    },
  },
  {
    id: 'connection.last-insert-id-and-found-rows',
    members: ['connection.query'],
    run: async (w) => {
      const table = await w.table('id int primary key auto_increment, t int')
      const connection = await checkout(w.pool({ rowsAsArray: true }))
      const rows = [
        await ask(connection, 'query', `insert into ${table} (t) values (1), (2)`),
        await ask(connection, 'query', 'select last_insert_id()'),
        await ask(connection, 'query', `update ${table} set t = 3`),
        await ask(connection, 'query', 'select row_count()'),
        await ask(connection, 'query', `select sql_calc_found_rows id from ${table} limit 1`),
        await ask(connection, 'query', 'select found_rows()'),
        await ask(connection, 'query', "select cast('x' as signed)"),
        await ask(connection, 'query', 'show warnings'),
      ]
      connection.release()
      return rows
    },
  },
  {
    id: 'connection.options-of-the-pool',
    members: ['connection.query', 'connection.execute'],
    run: async (w) => {
      const connection = await checkout(
        w.pool({
          namedPlaceholders: true,
          rowsAsArray: true,
          dateStrings: ['DATE'],
          decimalNumbers: true,
          timezone: 'Z',
        }),
      )
      const sql =
        "select :a as a, cast('2024-02-29' as date) as d, 1.5 as n, cast('2024-02-29 01:02:03' as datetime) as t"
      const rows = [await ask(connection, 'query', sql, { a: 1 }), await ask(connection, 'execute', sql, { a: 1 })]
      connection.release()
      return rows
    },
  },
  {
    id: 'connection.own-flags',
    members: ['connection.query'],
    run: async (w) => {
      const table = await w.table('n int')
      await w.admin.query(`insert into ${table} values (1)`)
      const update = `update ${table} set n = 1`
      return {
        found: await ask(w.pool(), 'query', update),
        changed: await ask(w.pool({ flags: '-FOUND_ROWS' }), 'query', update),
      }
    },
  },
  {
    id: 'connection.charset',
    members: ['connection.query', 'connection.config'],
    muxpool: {
      deviation: 'config-charset',
      observes: [
        [['é', 'E9', 'latin1']],
        { fieldCount: 0, affectedRows: 0, insertId: 0, info: '', warningStatus: 0, changedRows: 0 },
        [['é', 'C3A9', 'utf8mb4']],
        8,
      ],
    },
    run: async (w) => {
      const connection = await checkout(w.pool({ charset: 'latin1', rowsAsArray: true }))
      const rows = [
        await ask(connection, 'query', "select 'é', hex('é'), @@character_set_client"),
        await ask(connection, 'query', 'set names utf8mb4'),
        await ask(connection, 'query', "select 'é', hex('é'), @@character_set_client"),
        connection.config.charsetNumber,
      ]
      connection.release()
      return rows
    },
  },
  {
    id: 'connection.queued-statements-of-an-earlier-error',
    members: ['connection.query'],
    run: async (w) => {
      const connection = await checkout(w.pool())
      const errors: unknown[] = []
      connection.on('error', (error) => errors.push(seen(error)))
      connection.query('select nothing', (error: unknown) => errors.push(`callback ${(error as Error).message}`))
      const after = await ask(connection, 'query', 'select 1 as a')
      connection.release()
      return { errors, after }
    },
  },
  {
    id: 'connection.cross-session-query-in-a-callback',
    members: ['connection.query', 'pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 2, rowsAsArray: true })
      const connection = await checkout(pool)
      await ask(connection, 'query', 'set @who = 1')
      const inner = await new Promise((resolve) => {
        connection.query('select @who', () => pool.query('select @who', (_: unknown, rows: unknown) => resolve(rows)))
      })
      const rows = await ask(connection, 'query', 'select @who')
      connection.release()
      return { inner, rows }
    },
  },
]

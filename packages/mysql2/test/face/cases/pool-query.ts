import mysql2 from 'mysql2'
import type { FaceCase } from '../harness/face-case.ts'
import { ask, called, columns, next, plain, record, seen, thrown } from '../harness/observe.ts'
import { silenced, uncaught } from '../harness/uncaught.ts'

interface Reporting {
  readonly serverStatus: number
  readonly stateChanges?: { readonly systemVariables: object }
}

const nested = 'select t.a, t.b from (select 1 as a, 2 as b) as t'

export const poolQueryCases: readonly FaceCase[] = [
  {
    id: 'query.forms-of-the-call',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool()
      return {
        text: await ask(pool, 'query', 'select 1 as a'),
        values: await ask(pool, 'query', 'select ? as a, ? as b', [1, "it's"]),
        oneValue: await ask(pool, 'query', 'select ? as a', 7),
        undefinedValues: await ask(pool, 'query', 'select 1 as a', undefined),
        nullValues: await ask(pool, 'query', 'select 1 as a', null),
        object: await ask(pool, 'query', { sql: 'select ? as a', values: [2] }),
        objectAndValues: await ask(pool, 'query', { sql: 'select ? as a', values: [2] }, [3]),
        names: await ask(pool, 'query', 'select ?? from (select 1 as x) as t', ['x']),
        lists: await ask(pool, 'query', 'select 2 in (?) as a', [[1, 2]]),
        set: await ask(pool, 'query', 'select 1 as a where ?', { 1: 1 }),
      }
    },
  },
  {
    id: 'query.answer-of-the-callback',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool()
      const rows = await called((callback) => pool.query('select 1 as a, 2 as b', callback))
      const header = await called((callback) => pool.query('do 0', callback))
      const error = await called((callback) => pool.query('select nothing', callback))
      return {
        rows: [rows.length, rows[0], rows[1], columns(rows[2])],
        header: [header.length, header[0], plain(header[1]), header[2]],
        error: [error.length, seen(error[0])],
        classes: [(rows[1] as object[])[0], header[1]].map((value) => value!.constructor.name),
      }
    },
  },
  {
    id: 'query.returns-a-command',
    members: ['pool.query', 'command.sql', 'command.values', 'command.onResult', 'command.namedPlaceholders'],
    run: async (w) => {
      const pool = w.pool({ namedPlaceholders: true })
      let command: ReturnType<typeof pool.query> | undefined
      const before: unknown[] = []
      await called((callback) => {
        command = pool.query('select ? as a', [1], callback)
        before.push(command.sql, command.values, typeof command.onResult, command.namedPlaceholders)
        return command
      })
      return { name: command?.constructor.name, before, after: [command?.sql, command?.values] }
    },
  },
  {
    id: 'query.command-of-createQuery',
    members: ['pool.query', 'module.createQuery'],
    run: async (w) => {
      const createQuery = w.module.createQuery as (...args: unknown[]) => { sql: string; constructor: unknown }
      const made = createQuery('select ? as a', [5], () => undefined, {})
      const connectionMade = await new Promise((resolve) => {
        w.pool().getConnection((_error, connection) => {
          const query = createQuery('select ? as a', [6], (_: unknown, rows: unknown) => resolve(rows), {})
          const same = connection.query(query) === (query as unknown)
          if (!same) resolve('another command')
        })
      })
      return {
        sql: made.sql,
        sameClass: made.constructor === createQuery('', [], null, {}).constructor,
        connectionMade,
      }
    },
  },
  {
    id: 'query.is-no-promise',
    members: ['pool.query', 'command.then', 'command.catch'],
    run: async (w) => {
      const lines = silenced(w, 'log')
      const command = w.pool().query('select 1 as a')
      const ended = next(command, 'end')
      const texts = ['then', 'catch'].map((name) =>
        thrown(() => (command as never as Record<string, () => void>)[name]!()),
      )
      await ended
      return { texts, lines: lines.length }
    },
  },
  {
    id: 'query.events-of-the-command',
    members: ['pool.query', 'command:fields', 'command:result', 'command:end'],
    run: async (w) => {
      const command = w.pool().query('select 1 as a union all select 2')
      const got: unknown[] = []
      command.on('fields', (fields, index) => got.push(['fields', columns(fields), index]))
      command.on('result', (row, index) => got.push(['result', row, index]))
      await next(command, 'end')
      return got
    },
  },
  {
    id: 'query.events-of-a-failing-command',
    members: ['pool.query', 'command:error', 'command:end'],
    run: async (w) => {
      const command = w.pool().query('select nothing')
      const order = record(command, ['error', 'end', 'result', 'fields'], [])
      const [error] = await next(command, 'error')
      if (!order.includes('end')) await next(command, 'end')
      return { error: seen(error), order }
    },
  },
  {
    id: 'query.end-before-the-callback',
    members: ['pool.query', 'command:end'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const order: string[] = []
      for (const sql of ['select 1', 'select nothing']) {
        let ended: Promise<unknown> | undefined
        await new Promise<void>((resolve) => {
          const asked = pool.query(sql, () => {
            order.push('callback')
            resolve()
          })
          ended = next(asked, 'end')
          record(asked, ['end'], order)
        })
        await ended
      }
      return order
    },
  },
  {
    id: 'query.options-of-the-statement',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool()
      const dates = "select cast('2024-02-29 12:30:00' as datetime) as t, 9007199254740993 as big, 1.50 as d"
      return {
        arrays: await ask(pool, 'query', { sql: 'select 1 as a, 2 as a', rowsAsArray: true }),
        nested: await ask(pool, 'query', { sql: nested, nestTables: true }),
        joined: await ask(pool, 'query', { sql: nested, nestTables: '_' }),
        typeCast: await ask(pool, 'query', { sql: dates, typeCast: (field: { string(): string }) => field.string() }),
        next: await ask(pool, 'query', {
          sql: dates,
          typeCast: (field: { name: string }, cast: () => unknown) => [field.name, cast()],
        }),
        noCast: await ask(pool, 'query', { sql: dates, typeCast: false }),
        dateStrings: await ask(pool, 'query', { sql: dates, dateStrings: true, decimalNumbers: true }),
        bigNumbers: await ask(pool, 'query', { sql: dates, supportBigNumbers: true, bigNumberStrings: true }),
        timezone: await ask(pool, 'query', { sql: dates, timezone: 'Z' }),
        named: await ask(pool, 'query', { sql: 'select :a as a', namedPlaceholders: true, values: { a: 1 } }),
        attributes: await ask(pool, 'query', { sql: 'select 1 as a', attributes: { of: 'mine' } }),
      }
    },
  },
  {
    id: 'query.named-placeholders',
    members: ['pool.query', 'pool.execute'],
    run: async (w) => {
      const pool = w.pool({ namedPlaceholders: true })
      return {
        object: await ask(pool, 'query', 'select :a as a, :b as b', { a: 1, b: 'two' }),
        array: await ask(pool, 'query', 'select ? as a', [1]),
        off: await ask(pool, 'query', { sql: 'select ? as a', namedPlaceholders: false, values: [1] }),
        missing: await ask(pool, 'query', 'select :a as a', {}),
        executed: await ask(pool, 'execute', 'select :a as a, :a as b', { a: 1 }),
      }
    },
  },
  {
    id: 'query.several-statements',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ multipleStatements: true })
      const answer = await called((callback) => pool.query('select 1 as a; do 0; select 2 as b, 3 as c', callback))
      return {
        rows: plain(answer[1]),
        fields: columns(answer[2]),
        failing: await ask(pool, 'query', 'select 1 as a; select nothing; select 2'),
        refused: await ask(w.pool(), 'query', 'select 1; select 2'),
      }
    },
  },
  {
    id: 'query.events-of-several-results',
    members: ['pool.query', 'command:fields', 'command:result'],
    run: async (w) => {
      const command = w.pool({ multipleStatements: true }).query('select 1 as a; do 0; select 2 as b')
      const got: unknown[] = []
      command.on('fields', (fields) => got.push(['fields', columns(fields)]))
      command.on('result', (row, index) => got.push(['result', plain(row), index]))
      await next(command, 'end')
      return got
    },
  },
  {
    id: 'query.inserts-and-updates',
    members: ['pool.query'],
    run: async (w) => {
      const table = await w.table('id int primary key auto_increment, t varchar(20)')
      const pool = w.pool()
      return [
        await ask(pool, 'query', `insert into ${table} (t) values ?`, [[['a'], ['b']]]),
        await ask(pool, 'query', `insert into ${table} set ?`, { t: 'c' }),
        await ask(pool, 'query', `update ${table} set t = ? where id < ?`, ['a', 3]),
        await ask(pool, 'query', `select * from ${table} order by id`),
        await ask(pool, 'query', `delete from ${table}`),
      ]
    },
  },
  {
    id: 'query.keys-of-a-header',
    members: ['pool.query'],
    run: async (w) => {
      const table = await w.table('id int primary key auto_increment, t text')
      const [, header] = await called((callback) => w.pool().query(`insert into ${table} (t) values ('x')`, callback))
      // What muxpool has reported to itself alone is not there.
      const { serverStatus } = header as Reporting
      return { keys: Object.keys(header as object).sort(), serverStatus }
    },
  },
  {
    id: 'query.reports-in-a-header',
    members: ['pool.query'],
    muxpool: {
      deviation: 'more-is-reported',
      observes: (flavour: string) => ({
        bit: 0x4000,
        variables: flavour === 'mysql' ? [] : ['sort_buffer_size'],
      }),
    },
    run: async (w) => {
      const [, header] = await called((callback) => w.pool().query('set sort_buffer_size = 300000', callback))
      const { serverStatus, stateChanges } = header as Reporting
      return { bit: serverStatus & 0x4000, variables: Object.keys(stateChanges?.systemVariables ?? {}).sort() }
    },
  },
  {
    id: 'query.values-of-every-kind',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ timezone: 'Z' })
      const value = [1, 1.5, 'é😀', true, null, undefined, new Date(0), Buffer.from([0, 255]), 10n]
      const sql = `select ${value.map((_, at) => `? as v${at}`).join(', ')}`
      return ask(pool, 'query', sql, value)
    },
  },
  {
    id: 'query.types-of-columns',
    members: ['pool.query', 'pool.execute'],
    run: async (w) => {
      const table = await w.table(
        `a tinyint, b bigint, c decimal(10,2), d double, e varchar(9), f blob, g date, h datetime(3), i time, j json, k bit(8), l enum('x','y'), m year`,
      )
      const pool = w.pool({ timezone: 'Z' })
      const insert = `insert into ${table} values (1, 2, 3.50, 4.5, 'é', x'00ff', '2024-02-29', '2024-02-29 01:02:03.004', '01:02:03', '{"a":1}', b'101', 'y', 2024)`
      await ask(pool, 'query', insert)
      return {
        text: await ask(pool, 'query', `select * from ${table}`),
        binary: await ask(pool, 'execute', `select * from ${table}`),
      }
    },
  },
  {
    id: 'query.typeCast-of-the-pool',
    members: ['pool.query', 'pool.execute'],
    run: async (w) => {
      const typeCast = (field: { type: string; string(): string }, cast: () => unknown): unknown =>
        field.type === 'NEWDECIMAL' ? `<${field.string()}>` : cast()
      const pool = w.pool({ typeCast, rowsAsArray: true })
      return {
        query: await ask(pool, 'query', 'select 1.5 as d, 2 as n'),
        execute: await ask(pool, 'execute', 'select 1.5 as d, 2 as n'),
      }
    },
  },
  {
    id: 'query.own-format',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({
        queryFormat: (sql: string, values: Record<string, string>) =>
          sql.replaceAll(/%(\w+)/g, (_, name) => mysql2.escape(values[name])),
      })
      return ask(pool, 'query', 'select %a as a', { a: 'x' })
    },
  },
  {
    id: 'query.raw-values',
    members: ['pool.query', 'module.raw'],
    run: async (w) => {
      const raw = w.module.raw as typeof mysql2.raw
      return ask(w.pool(), 'query', 'select ? as a', [raw('1 + 1')])
    },
  },
  {
    id: 'query.many-at-once',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 3, rowsAsArray: true })
      const rows = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(pool, 'query', 'select ? as n', [n])))
      return { right: rows.every((row, n) => (row as number[][])[0]![0] === n), most: (await w.backends()).length <= 3 }
    },
  },
  {
    id: 'query.order-on-one-connection',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1, rowsAsArray: true })
      const order: number[] = []
      const asked = [0.05, 0, 0.02].map((seconds, n) =>
        ask(pool, 'query', 'do sleep(?)', [seconds]).then(() => order.push(n)),
      )
      await Promise.all(asked)
      return order
    },
  },
  {
    id: 'query.a-callback-that-throws',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const errors = uncaught(w)
      await new Promise<void>((resolve) => {
        pool.query('select 1', () => {
          setImmediate(resolve)
          throw new Error('mine')
        })
      })
      return { errors, after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
  {
    id: 'query.timeout',
    members: ['pool.query', 'pool.execute'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      return {
        query: await ask(pool, 'query', { sql: 'select sleep(0.3)', timeout: 30 }),
        execute: await ask(pool, 'execute', { sql: 'select sleep(0.3)', timeout: 30 }),
        inTime: await ask(pool, 'query', { sql: 'select 1 as a', timeout: 5000 }),
      }
    },
  },
  {
    id: 'query.a-failing-one-keeps-its-connection',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1, rowsAsArray: true })
      await ask(pool, 'query', 'select 1')
      const before = await w.backends()
      await ask(pool, 'query', 'select nothing')
      await ask(pool, 'query', 'select 1')
      return { kept: String(await w.backends()) === String(before) }
    },
  },
  {
    id: 'query.without-a-callback-and-an-error',
    members: ['pool.query', 'command:error'],
    run: async (w) => {
      const errors = uncaught(w)
      const pool = w.pool({ connectionLimit: 1 })
      pool.query('select nothing')
      const after = await ask(pool, 'query', 'select 1 as a')
      return { errors: errors.map((error) => (error as { message: string }).message), after }
    },
  },
]

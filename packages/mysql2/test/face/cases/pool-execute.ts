import type { FaceCase } from '../harness/face-case.ts'
import { ask, called, columns, plain, seen } from '../harness/observe.ts'
import { uncaught } from '../harness/uncaught.ts'

export const poolExecuteCases: readonly FaceCase[] = [
  {
    id: 'execute.forms-of-the-call',
    members: ['pool.execute'],
    run: async (w) => {
      const pool = w.pool()
      return {
        text: await ask(pool, 'execute', 'select 1 as a'),
        values: await ask(pool, 'execute', 'select ? as a, ? as b', [1, "it's"]),
        object: await ask(pool, 'execute', { sql: 'select ? as a', values: [2] }),
        objectAndValues: await ask(pool, 'execute', { sql: 'select ? as a' }, [3]),
        arrays: await ask(pool, 'execute', { sql: 'select 1 as a, 2 as b', rowsAsArray: true }),
        nested: await ask(pool, 'execute', { sql: 'select t.a from (select 1 as a) as t', nestTables: '_' }),
        undefinedValues: await ask(pool, 'execute', 'select 1 as a', undefined),
      }
    },
  },
  {
    id: 'execute.returns-nothing',
    members: ['pool.execute'],
    run: async (w) => {
      const pool = w.pool()
      let returned: unknown = 'unset'
      const [error, rows, fields, ...rest] = await called((callback) => {
        returned = pool.execute('select ? as a', [1], callback)
        return returned
      })
      return { returned: typeof returned, error, rows, fields: columns(fields), rest }
    },
  },
  {
    id: 'execute.refused-by-the-driver',
    members: ['pool.execute'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      return {
        undefinedValue: await ask(pool, 'execute', 'select ? as a', [undefined]),
        aFunction: await ask(pool, 'execute', 'select ? as a', [() => 1]),
        noArray: await ask(pool, 'execute', 'select :a as a', { a: 1 }),
        after: await ask(pool, 'execute', 'select 1 as a'),
      }
    },
  },
  {
    id: 'execute.refused-by-the-server',
    members: ['pool.execute'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      return {
        prepare: await ask(pool, 'execute', 'select nothing', []),
        syntax: await ask(pool, 'execute', 'selec 1'),
        execute: await ask(
          pool,
          'execute',
          'select 1 from (select 1 as n) as t where n = (select 1 union select ?)',
          [2],
        ),
        tooFew: seen(await ask(pool, 'execute', 'select ? as a, ? as b', [1])),
        after: await ask(pool, 'execute', 'select 1 as a'),
      }
    },
  },
  {
    id: 'execute.values-of-every-kind',
    members: ['pool.execute'],
    run: async (w) => {
      const pool = w.pool({ timezone: 'Z' })
      const value = [1, 1.5, 'é😀', true, null, new Date(0), Buffer.from([0, 255]), 10n]
      return ask(pool, 'execute', `select ${value.map((_, at) => `? as v${at}`).join(', ')}`, value)
    },
  },
  {
    id: 'execute.inserts',
    members: ['pool.execute'],
    run: async (w) => {
      const table = await w.table('id int primary key auto_increment, t varchar(20)')
      const pool = w.pool()
      return [
        await ask(pool, 'execute', `insert into ${table} (t) values (?), (?)`, ['a', 'b']),
        await ask(pool, 'execute', `insert into ${table} (t) values (?), (?)`, ['c', 'd']),
        await ask(pool, 'execute', `select * from ${table} order by id`),
      ]
    },
  },
  {
    id: 'execute.many-at-once',
    members: ['pool.execute'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 3, rowsAsArray: true })
      const rows = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(pool, 'execute', 'select ? as n', [n])))
      return rows.every((row, n) => (row as number[][])[0]![0] === n)
    },
  },
  {
    id: 'execute.without-a-callback',
    members: ['pool.execute'],
    run: async (w) => {
      const errors = uncaught(w)
      const pool = w.pool({ connectionLimit: 1 })
      const returned = pool.execute('do 0')
      await called((callback) => pool.query('do 0', callback))
      return { returned, errors }
    },
  },
  {
    id: 'execute.callback-rows',
    members: ['pool.execute'],
    run: async (w) => {
      const header = await called((callback) => w.pool().execute('do 0', callback))
      const error = await called((callback) => w.pool().execute('select nothing', [], callback))
      return { header: [header.length, header[0], plain(header[1]), header[2]], error: [error.length, seen(error[0])] }
    },
  },
  {
    id: 'execute.one-prepare-for-many',
    members: ['pool.execute'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1, rowsAsArray: true })
      const prepared = async (): Promise<number> => {
        const rows = await ask(pool, 'query', "show session status like 'Com_stmt_prepare'")
        return Number((rows as string[][])[0]![1])
      }
      await ask(pool, 'execute', 'select ? as a', [0])
      const before = await prepared()
      for (let n = 1; n < 5; n++) await ask(pool, 'execute', 'select ? as a', [n])
      return { more: (await prepared()) - before }
    },
  },
]

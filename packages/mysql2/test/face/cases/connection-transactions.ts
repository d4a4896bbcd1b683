import type { FaceCase } from '../harness/face-case.ts'
import { ask, called, checkout, plain, seen } from '../harness/observe.ts'

export const connectionTransactionCases: readonly FaceCase[] = [
  {
    id: 'transaction.commit',
    members: ['connection.beginTransaction', 'connection.commit'],
    run: async (w) => {
      const table = await w.table('n int')
      const pool = w.pool({ rowsAsArray: true })
      const connection = await checkout(pool)
      const began = await called((callback) => connection.beginTransaction(callback))
      await ask(connection, 'query', `insert into ${table} values (1)`)
      const during = await ask(pool, 'query', `select n from ${table}`)
      const committed = await called((callback) => connection.commit(callback))
      connection.release()
      return {
        began: [began[0], plain(began[1])],
        during,
        committed: [committed[0], plain(committed[1])],
        after: await ask(pool, 'query', `select n from ${table}`),
      }
    },
  },
  {
    id: 'transaction.rollback',
    members: ['connection.beginTransaction', 'connection.rollback'],
    run: async (w) => {
      const table = await w.table('n int')
      const connection = await checkout(w.pool({ rowsAsArray: true }))
      await called((callback) => connection.beginTransaction(callback))
      await ask(connection, 'query', `insert into ${table} values (1)`)
      const inside = await ask(connection, 'query', `select n from ${table}`)
      const [error, header] = await called((callback) => connection.rollback(callback))
      const after = await ask(connection, 'query', `select n from ${table}`)
      connection.release()
      return { inside, rolledBack: [error, plain(header)], after }
    },
  },
  {
    id: 'transaction.without-callbacks',
    members: ['connection.beginTransaction', 'connection.commit', 'connection.rollback'],
    run: async (w) => {
      const table = await w.table('n int')
      const connection = await checkout(w.pool({ rowsAsArray: true }))
      const returned = [connection.beginTransaction() as object]
      connection.query(`insert into ${table} values (1)`)
      returned.push(connection.commit() as object, connection.beginTransaction() as object)
      connection.query(`insert into ${table} values (2)`)
      returned.push(connection.rollback() as object)
      const rows = await ask(connection, 'query', `select n from ${table}`)
      connection.release()
      return { names: returned.map((command) => command.constructor.name), rows }
    },
  },
  {
    id: 'transaction.of-several-statements-at-once',
    members: ['connection.query'],
    run: async (w) => {
      const table = await w.table('n int')
      const pool = w.pool({ multipleStatements: true, connectionLimit: 1, rowsAsArray: true })
      const connection = await checkout(pool)
      await ask(connection, 'query', `start transaction; insert into ${table} values (1)`)
      await ask(connection, 'query', `insert into ${table} values (2); rollback; select n from ${table}`)
      const after = await ask(connection, 'query', `select n from ${table}`)
      connection.release()
      return after
    },
  },
  {
    id: 'transaction.of-a-session-without-autocommit',
    members: ['connection.query'],
    run: async (w) => {
      const table = await w.table('n int')
      const pool = w.pool({ rowsAsArray: true })
      const connection = await checkout(pool)
      await ask(connection, 'query', 'set autocommit = 0')
      await ask(connection, 'query', `insert into ${table} values (1)`)
      const outside = await ask(pool, 'query', `select n from ${table}`)
      await ask(connection, 'query', 'rollback')
      const inside = await ask(connection, 'query', `select n from ${table}`)
      await ask(connection, 'query', 'set autocommit = 1')
      connection.release()
      return { outside, inside }
    },
  },
  {
    id: 'transaction.error-leaves-it-open',
    members: ['connection.query', 'connection.commit'],
    run: async (w) => {
      const table = await w.table('n int primary key')
      const connection = await checkout(w.pool({ rowsAsArray: true }))
      await ask(connection, 'query', 'start transaction')
      await ask(connection, 'query', `insert into ${table} values (1)`)
      const failed = await ask(connection, 'query', `insert into ${table} values (1)`)
      await ask(connection, 'query', `insert into ${table} values (2)`)
      await called((callback) => connection.commit(callback))
      const rows = await ask(connection, 'query', `select n from ${table} order by n`)
      connection.release()
      const { code, errno, sqlState } = (failed as { error: Record<string, unknown> }).error
      return { failed: [code, errno, sqlState], rows }
    },
  },
  {
    id: 'transaction.deadlock',
    members: ['connection.query'],
    run: async (w) => {
      const table = await w.table('id int primary key, n int')
      await w.admin.query(`insert into ${table} values (1, 0), (2, 0)`)
      const pool = w.pool({ connectionLimit: 2, rowsAsArray: true })
      const [one, two] = await Promise.all([checkout(pool), checkout(pool)])
      const update = (id: number): string => `update ${table} set n = n + 1 where id = ${id}`
      await ask(one!, 'query', 'start transaction')
      await ask(two!, 'query', 'start transaction')
      await ask(one!, 'query', update(1))
      await ask(two!, 'query', update(2))
      const answers = await Promise.all([
        called((callback) => one!.query(update(2), callback)),
        called((callback) => two!.query(update(1), callback)),
      ])
      const errors = answers.map(([error]) => error).filter((error) => error !== null)
      await Promise.all([ask(one!, 'query', 'rollback'), ask(two!, 'query', 'rollback')])
      one!.release()
      two!.release()
      const { code, errno, sqlState } = seen(errors[0]) as Record<string, unknown>
      return { count: errors.length, code, errno, sqlState }
    },
  },
  {
    id: 'transaction.nothing-after-a-fatal-loss',
    members: ['connection.query', 'connection.commit'],
    run: async (w) => {
      const table = await w.table('n int')
      const pool = w.pool({ connectionLimit: 1, rowsAsArray: true })
      const connection = await checkout(pool)
      connection.on('error', () => undefined)
      await ask(connection, 'query', 'start transaction')
      await ask(connection, 'query', `insert into ${table} values (1)`)
      await w.kill()
      await w.backendsAre(0)
      const committed = (await called((callback) => connection.commit(callback)))[0] instanceof Error
      const inserted = 'error' in ((await ask(connection, 'query', `insert into ${table} values (2)`)) as object)
      connection.release()
      return { committed, inserted, rows: await ask(pool, 'query', `select n from ${table}`) }
    },
  },
]

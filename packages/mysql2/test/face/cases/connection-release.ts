import type { FaceCase } from '../harness/face-case.ts'
import { ask, called, checkout, next, record, seen, thrown } from '../harness/observe.ts'
import { silenced } from '../harness/uncaught.ts'

const isError = (observed: unknown): boolean => typeof observed === 'object' && observed !== null && 'error' in observed

export const connectionReleaseCases: readonly FaceCase[] = [
  {
    id: 'release.twice',
    members: ['connection.release'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const connection = await checkout(pool)
      const released = [thrown(() => connection.release()), thrown(() => connection.release())]
      return { released, after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
  {
    id: 'release.by-the-pool',
    members: ['pool.releaseConnection', 'pool:release'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const order = record(pool, ['release'], [])
      const connection = await checkout(pool)
      await ask(connection, 'query', 'start transaction')
      await ask(connection, 'query', 'rollback')
      const returned = pool.releaseConnection(connection)
      return { returned, order, after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
  {
    id: 'release.a-stale-one-is-used',
    members: ['connection.release', 'connection.query'],
    muxpool: { deviation: 'stale-connection-refuses', observes: { refused: true } },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const connection = await checkout(pool)
      connection.release()
      return { refused: isError(await ask(connection, 'query', 'select 1 as a')) }
    },
  },
  {
    id: 'release.a-stale-one-after-the-next-checkout',
    members: ['connection.release', 'connection.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const first = await checkout(pool)
      first.release()
      const second = await checkout(pool)
      await ask(second, 'query', 'start transaction')
      first.release()
      const third = ask(pool, 'query', 'select @@in_transaction as n')
      const order: string[] = []
      const asked = third.then(() => order.push('third'))
      await ask(second, 'query', 'do sleep(0.05)')
      order.push('second')
      await ask(second, 'query', 'rollback')
      second.release()
      await asked
      return order
    },
  },
  {
    id: 'release.in-the-middle-of-a-transaction',
    members: ['connection.release', 'pool.query'],
    muxpool: { deviation: 'open-transaction-rolled-back', observes: { seenByAnother: [] } },
    run: async (w) => {
      const table = await w.table('n int')
      const pool = w.pool({ connectionLimit: 1, rowsAsArray: true })
      const connection = await checkout(pool)
      await ask(connection, 'query', 'start transaction')
      await ask(connection, 'query', `insert into ${table} values (1)`)
      connection.release()
      return { seenByAnother: await ask(pool, 'query', `select n from ${table}`) }
    },
  },
  {
    id: 'release.state-does-not-bleed',
    members: ['connection.release', 'pool.query'],
    muxpool: { deviation: 'state-does-not-bleed', observes: [[null, 0, 'test', 1]] },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1, rowsAsArray: true })
      const connection = await checkout(pool)
      await ask(connection, 'query', 'set @mine = 1')
      await ask(connection, 'query', 'set session sort_buffer_size = 400000')
      await ask(connection, 'query', 'use mysql')
      await ask(connection, 'query', "select get_lock('face_bleed', 0)")
      connection.release()
      const rows = await ask(
        pool,
        'query',
        "select @mine, @@sort_buffer_size = 400000, database(), is_free_lock('face_bleed')",
      )
      return rows
    },
  },
  {
    id: 'release.reset-on-release',
    members: ['connection.release', 'pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1, rowsAsArray: true, resetOnRelease: true })
      const connection = await checkout(pool)
      await ask(connection, 'query', 'set @mine = 1')
      connection.release()
      return ask(pool, 'query', 'select @mine')
    },
  },
  {
    id: 'release.with-statements-still-running',
    members: ['connection.release', 'connection.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const connection = await checkout(pool)
      const running = ask(connection, 'query', 'select sleep(0.05) as s')
      connection.release()
      return { running: await running, after: await ask(pool, 'query', 'select 2 as a') }
    },
  },
  {
    id: 'release.end-is-release',
    members: ['connection.end', 'connection:warn', 'pool:release'],
    run: async (w) => {
      const lines = silenced(w, 'warn')
      const pool = w.pool({ connectionLimit: 1 })
      const released = next(pool, 'release')
      const connection = await checkout(pool)
      const warned = next(connection, 'warn')
      const args = await called((callback) => connection.end(callback))
      await released
      return {
        args,
        lines,
        warned: (await warned).map(seen),
        after: await ask(pool, 'query', 'select 1 as a'),
        backends: (await w.backends()).length,
      }
    },
  },
  {
    id: 'release.with-a-reset',
    members: ['connection.release', 'pool.query'],
    muxpool: { deviation: 'reset-where-needed', observes: { countedOn: true, variable: [[null]] } },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1, resetOnRelease: true, rowsAsArray: true })
      for (const text of ['select 1', 'select 2', 'select 3']) {
        const connection = await checkout(pool)
        await ask(connection, 'query', text)
        connection.release()
      }
      // What the server counts for a session begins again with a reset.
      const counted = (await ask(pool, 'query', "show session status like 'Com_select'")) as [[string, string]]
      await ask(pool, 'query', "set @left = 'behind'")
      return { countedOn: Number(counted[0][1]) >= 3, variable: await ask(pool, 'query', 'select @left') }
    },
  },
  {
    id: 'release.read-only-error',
    members: ['pool.query'],
    run: async (w) => {
      const table = await w.table('n int')
      const pool = w.pool({ connectionLimit: 1, multipleStatements: true, rowsAsArray: true })
      await ask(pool, 'query', 'select 1')
      const [before] = await w.backends()
      const text = `start transaction read only; insert into ${table} values (1)`
      const { error } = (await ask(pool, 'query', text)) as { error: { errno: number } }
      const after = await ask(pool, 'query', `insert into ${table} values (2)`)
      const rows = await ask(pool, 'query', `select n from ${table}`)
      return {
        refused: error.errno,
        wrote: after !== undefined,
        rows,
        sameConnection: (await w.backends()).includes(before!),
      }
    },
  },
  {
    id: 'release.end-that-is-graceful',
    members: ['connection.end', 'pool.query'],
    muxpool: {
      deviation: 'graceful-end-keeps-the-connection',
      observes: { args: [], after: [{ a: 1 }], closed: false },
    },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1, gracefulEnd: true })
      const connection = await checkout(pool)
      await ask(connection, 'query', 'start transaction')
      const [before] = await w.backends()
      const args = await called((callback) => connection.end(callback))
      const after = await ask(pool, 'query', 'select 1 as a')
      return { args: args.filter((arg) => arg != null), after, closed: !(await w.backends()).includes(before!) }
    },
  },
  {
    id: 'release.destroy',
    members: ['connection.destroy', 'pool.query'],
    muxpool: {
      deviation: 'own-errors-have-codes',
      observes: {
        returned: undefined,
        after: [{ a: 1 }],
        used: {
          error: {
            class: 'MuxError',
            message: "Can't add new command when connection is in closed state",
            code: 'MUX_SESSION_ENDED',
            fatal: true,
          },
        },
        released: 'nothing thrown',
      },
    },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const connection = await checkout(pool)
      await ask(connection, 'query', 'start transaction')
      const [before] = await w.backends()
      const returned = connection.destroy()
      const after = await ask(pool, 'query', 'select 1 as a')
      const used = await ask(connection, 'query', 'select 1 as a')
      while ((await w.backends()).includes(before!));
      return { returned, after, used, released: thrown(() => connection.release()) }
    },
  },
  {
    id: 'release.destroy-in-the-middle-of-a-statement',
    members: ['connection.destroy', 'connection.query'],
    muxpool: { deviation: 'destroyed-statements-are-told', observes: { after: [{ a: 1 }], heard: 1 } },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const connection = await checkout(pool)
      let heard = 0
      connection.query('do sleep(5)', () => heard++)
      await w.asleep()
      connection.destroy()
      const after = await ask(pool, 'query', 'select 1 as a')
      return { after, heard }
    },
  },
  {
    id: 'release.destroy-serves-who-waits',
    members: ['connection.destroy', 'pool.getConnection'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const first = await checkout(pool)
      await ask(first, 'query', 'start transaction')
      const waiting = ask(pool, 'query', 'select 1 as a')
      const getConnection = checkout(pool)
      first.destroy()
      const rows = await waiting
      ;(await getConnection).release()
      return rows
    },
  },
  {
    id: 'release.close',
    members: ['connection.close', 'connection.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const connection = await checkout(pool)
      await ask(connection, 'query', 'start transaction')
      const returned = connection.close()
      return {
        returned,
        used: await ask(connection, 'query', 'do 0'),
        after: await ask(pool, 'query', 'select 1 as a'),
      }
    },
  },
  {
    id: 'release.disposed',
    members: ['connection.[Symbol.dispose]', 'pool:release'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const order = record(pool, ['release'], [])
      const connection = await checkout(pool)
      const returned = connection[Symbol.dispose]()
      return { returned, order, after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
]

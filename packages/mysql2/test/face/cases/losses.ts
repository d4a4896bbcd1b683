import type { FaceCase } from '../harness/face-case.ts'
import { ask, checkout, next, seen } from '../harness/observe.ts'
import { uncaught } from '../harness/uncaught.ts'

type Refused = { readonly error: { readonly code: unknown; readonly fatal: unknown; readonly message: string } }

export const lossCases: readonly FaceCase[] = [
  {
    id: 'loss.of-an-idle-connection',
    members: ['pool.query'],
    run: async (w) => {
      const errors = uncaught(w)
      const pool = w.pool({ connectionLimit: 1 })
      await ask(pool, 'query', 'do 0')
      const killed = await w.kill()
      await w.backendsAre(0)
      return { killed, errors, after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
  {
    id: 'loss.of-a-connection-that-runs-a-query',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const running = ask(pool, 'query', 'do sleep(20)') as Promise<Refused>
      await w.asleep()
      await w.kill()
      const { code, fatal } = (await running).error
      return { code, fatal, after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
  {
    id: 'loss.in-a-transaction',
    members: ['connection.query', 'connection.release'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const connection = await checkout(pool)
      connection.on('error', () => undefined)
      await ask(connection, 'query', 'start transaction')
      await w.kill()
      await w.backendsAre(0)
      const refused = 'error' in ((await ask(connection, 'query', 'select 1 as a')) as object)
      connection.release()
      return { refused, after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
  {
    id: 'loss.is-told-by-events',
    members: ['connection:error', 'connection:end'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const connection = await checkout(pool)
      await ask(connection, 'query', 'start transaction')
      const told = next(connection, 'error')
      const ended = next(connection, 'end')
      await w.kill()
      const [error] = await told
      await ended
      const { code, fatal } = seen(error) as Record<string, unknown>
      return { code, fatal, after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
  {
    id: 'loss.of-queued-statements',
    members: ['connection.query'],
    run: async (w) => {
      const connection = await checkout(w.pool({ connectionLimit: 1 }))
      connection.on('error', () => undefined)
      await ask(connection, 'query', 'start transaction')
      const running = ask(connection, 'query', 'do sleep(20)') as Promise<Refused>
      const queued = ask(connection, 'query', 'select 1') as Promise<Refused>
      await w.asleep()
      await w.kill()
      const errors = await Promise.all([running, queued])
      return errors.map(({ error }) => error.fatal)
    },
  },
  {
    id: 'loss.by-a-cancel-of-the-statement',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1, rowsAsArray: true })
      const running = ask(pool, 'query', 'select sleep(20) as s')
      await w.asleep()
      for (const id of await w.backends()) await w.admin.query(`kill query ${id}`)
      return { running: await running, after: await ask(pool, 'query', 'select 1') }
    },
  },
  {
    id: 'loss.of-a-stream',
    members: ['pool.query', 'command.stream'],
    muxpool: {
      deviation: 'lost-streams-are-told',
      observes: { code: 'PROTOCOL_CONNECTION_LOST', destroyed: true, after: [{ a: 1 }] },
    },
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      const stream = pool.query('select sleep(20)').stream()
      let code: unknown = 'never told'
      stream.on('error', (error) => {
        code = (error as unknown as Record<string, unknown>).code
      })
      stream.resume()
      await w.asleep()
      await w.kill()
      await w.backendsAre(0)
      const after = await ask(pool, 'query', 'select 1 as a')
      return { code, destroyed: stream.destroyed, after }
    },
  },
  {
    id: 'loss.with-nobody-listening',
    members: ['connection.query', 'pool.query'],
    run: async (w) => {
      const errors = uncaught(w)
      const pool = w.pool({ connectionLimit: 1 })
      const connection = await checkout(pool)
      await ask(connection, 'query', 'start transaction')
      await w.kill()
      await w.backendsAre(0)
      await w.roundTrips()
      return { errors, after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
]

import { createServer } from 'node:net'
import type { FaceCase } from '../harness/face-case.ts'
import { ask, checkout, head, seen } from '../harness/observe.ts'

type Refused = { readonly error: { readonly message: string; readonly code: unknown; readonly fatal: unknown } }

export const poolRefusedCases: readonly FaceCase[] = [
  {
    id: 'refused.closed-port',
    members: ['pool.getConnection', 'pool.query', 'pool.execute'],
    run: async (w) => {
      const pool = w.pool({ port: 1 })
      const got = (await checkout(pool).catch(seen)) as Refused['error']
      const query = (await ask(pool, 'query', 'do 0')) as Refused
      const execute = (await ask(pool, 'execute', 'do 0')) as Refused
      return [got, query.error, execute.error].map(({ message, code }) => [head(message), code])
    },
  },
  {
    id: 'refused.closed-port-all-of-the-error',
    members: ['pool.getConnection'],
    run: async (w) => checkout(w.pool({ port: 1 })).catch(seen),
  },
  {
    id: 'refused.wrong-password',
    members: ['pool.getConnection', 'pool.query'],
    run: async (w) => {
      const pool = w.pool({ password: 'wrong' })
      const got = (await checkout(pool).catch(seen)) as Record<string, unknown>
      const query = (await ask(pool, 'query', 'do 0')) as Refused
      return {
        got: [got.code, got.errno, got.sqlState, got.fatal],
        text: String(got.message)
          .replace(w.name, 'USER')
          .replace(/'[\w.]+' \(/, "'HOST' ("),
        query: query.error.code,
      }
    },
  },
  {
    id: 'refused.no-such-database',
    members: ['pool.getConnection', 'pool.query'],
    run: async (w) => {
      const pool = w.pool({ database: 'there_is_none' })
      const got = (await checkout(pool).catch(seen)) as Record<string, unknown>
      return { got, query: ((await ask(pool, 'query', 'do 0')) as Refused).error.code }
    },
  },
  {
    id: 'refused.silent-server',
    members: ['pool.getConnection'],
    run: async (w) => {
      const silent = createServer(() => undefined).listen(0, '127.0.0.1')
      await new Promise((resolve) => silent.once('listening', resolve))
      w.afterwards(() => void silent.close())
      const port = (silent.address() as { port: number }).port
      const got = (await checkout(w.pool({ port, connectTimeout: 100 })).catch(seen)) as Record<string, unknown>
      return { text: head(got.message), code: got.code }
    },
  },
  {
    id: 'refused.and-good-again',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool({ connectionLimit: 1 })
      await w.admin.query(`alter user ${w.name}@'%' account lock`)
      const refused = (await ask(pool, 'query', 'do 0')) as Refused
      await w.admin.query(`alter user ${w.name}@'%' account unlock`)
      return { refused: refused.error.code, after: await ask(pool, 'query', 'select 1 as a') }
    },
  },
  {
    id: 'refused.emitter-without-callback',
    members: ['pool.query', 'command:error'],
    run: async (w) => {
      const command = w.pool({ port: 1 }).query('do 0')
      const [error] = await new Promise<unknown[]>((resolve) => command.once('error', (...args) => resolve(args)))
      return (seen(error) as { code: unknown }).code
    },
  },
]

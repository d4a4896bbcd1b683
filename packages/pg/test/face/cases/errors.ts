import pg from 'pg'
import type { FaceCase } from '../harness/face-case.ts'
import { called, seen } from '../harness/observe.ts'

/** Everything that the server said about an error, except the numbers of its source lines. */
function described(error: unknown): unknown {
  const known = error as pg.DatabaseError & { schema?: string; table?: string; column?: string; constraint?: string }
  return {
    ofPg: error instanceof pg.DatabaseError,
    ofError: error instanceof Error,
    class: known.constructor.name,
    name: known.name,
    message: known.message,
    code: known.code,
    severity: known.severity,
    detail: known.detail,
    hint: known.hint,
    position: known.position,
    where: known.where,
    schema: known.schema?.replace(/^pg_temp_\d+$/, 'pg_temp'),
    table: known.table,
    column: known.column,
    constraint: known.constraint,
    routine: typeof known.routine,
    keys: Object.keys(known).sort(),
  }
}

const wrong: readonly (readonly [string, string, unknown[]?])[] = [
  ['syntax', 'select from where'],
  ['unknown-table', 'select * from face_no_such_table'],
  ['division', 'select 1/0'],
  ['division-with-values', 'select 1/$1::int', [0]],
  ['bad-value', 'select $1::int', ['not a number']],
  [
    'raised',
    "do $$begin raise exception 'own text' using errcode = 'XX123', hint = 'a hint', detail = 'a detail'; end$$",
  ],
  ['second-of-several', 'select 1; select 1/0; select 2'],
  ['commit-outside', 'rollback to savepoint nothing'],
]

export const errorCases: readonly FaceCase[] = [
  ...wrong.map(
    ([id, text, values]): FaceCase => ({
      id: `error.${id}`,
      members: ['pool.query'],
      run: async (w) => {
        const pool = w.pool()
        return described(await pool.query(text, values ?? []).catch((error: unknown) => error))
      },
    }),
  ),
  {
    id: 'error.constraint',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      await client.query(
        'begin; create temp table face_unique (id int constraint face_key primary key); insert into face_unique values (1)',
      )
      const error = await client.query('insert into face_unique values ($1)', [1]).catch((cause: unknown) => cause)
      await client.query('rollback')
      client.release()
      return described(error)
    },
  },
  {
    id: 'error.in-an-aborted-transaction',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      await client.query('begin')
      const first = await client.query('select 1/0').catch(seen)
      const second = await client.query('select 1').catch(seen)
      const { command } = await client.query('commit')
      const after = (await client.query('select 1 as one')).rows
      client.release()
      return { first, second, command, after }
    },
  },
  {
    id: 'error.stack-of-pool-query-names-the-caller',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool()
      async function callerOfPoolQuery(text: string, values?: unknown[]): Promise<boolean> {
        try {
          await pool.query(text, values)
          return false
        } catch (error) {
          return String((error as Error).stack).includes('callerOfPoolQuery')
        }
      }
      return [await callerOfPoolQuery('select 1/0'), await callerOfPoolQuery('select 1/$1::int', [0])]
    },
  },
  {
    id: 'error.stack-of-client-query-names-the-caller',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      async function callerOfClientQuery(text: string, values?: unknown[]): Promise<boolean> {
        try {
          await client.query(text, values)
          return false
        } catch (error) {
          return String((error as Error).stack).includes('callerOfClientQuery')
        }
      }
      const seenIn = [await callerOfClientQuery('select 1/0'), await callerOfClientQuery('select 1/$1::int', [0])]
      client.release()
      return seenIn
    },
  },
  {
    id: 'error.same-object-in-callback',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      const [error, result] = await called((callback) => client.query('select 1/0', callback as never))
      const after = (await client.query('select 1 as one')).rows
      client.release()
      return { error: described(error), result, after }
    },
  },
  {
    id: 'error.several-statements-roll-back-together',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool().connect()
      await client.query('begin; create temp table face_together (n int); savepoint s')
      await client.query('insert into face_together values (1); select 1/0').catch(() => undefined)
      await client.query('rollback to s')
      const { rows } = await client.query('select count(*)::int as n from face_together')
      await client.query('rollback')
      client.release()
      return rows
    },
  },
  {
    id: 'error.of-the-pool-itself',
    members: ['pool.query', 'pool.end'],
    muxpool: {
      deviation: 'own-errors-have-codes',
      observes: { class: 'MuxError', error: true, code: 'MUX_POOL_ENDED' },
    },
    run: async (w) => {
      const pool = w.pool()
      await pool.end()
      const error = (await pool.query('select 1').catch((cause: unknown) => cause)) as Error & { code?: string }
      return { class: error.constructor.name, error: error instanceof Error, code: error.code }
    },
  },
  {
    id: 'error.unhandled-nowhere',
    members: ['pool.query'],
    run: async (w) => {
      const pool = w.pool()
      const unhandled: unknown[] = []
      const note = (reason: unknown): void => void unhandled.push(seen(reason))
      process.on('unhandledRejection', note)
      w.afterwards(() => process.off('unhandledRejection', note))
      await called((callback) => pool.query('select 1/0', callback as never))
      await pool.query('select 1/0').catch(() => undefined)
      await w.roundTrips()
      return unhandled
    },
  },
  {
    id: 'error.parameters-do-not-appear-in-the-text',
    members: ['pool.query'],
    run: async (w) => {
      const error = await w
        .pool()
        .query('select $1::text::int', ['secret-17'])
        .catch((cause: unknown) => cause)
      return described(error)
    },
  },
]

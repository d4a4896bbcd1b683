import pg from 'pg'
import type { FaceCase } from '../harness/face-case.ts'
import { outcome, rejection } from '../harness/observe.ts'

interface Wire {
  query(text: string): void
  sync(): void
}

/** A statement class of somebody's own, with the methods that pg calls on it. */
class OwnStatement {
  readonly calls: string[] = []
  readonly rows: unknown[] = []
  readonly done: Promise<unknown>
  callback?: (error: unknown, result?: unknown) => void
  #settle!: (value: unknown) => void

  constructor(
    readonly text: string,
    readonly refusal?: Error,
  ) {
    this.done = new Promise((resolve) => {
      this.#settle = resolve
    })
  }

  submit(connection: Wire): Error | undefined {
    this.calls.push('submit')
    if (this.refusal === undefined) connection.query(this.text)
    return this.refusal
  }

  handleRowDescription(message: { fields: { name: string }[] }): void {
    this.calls.push(`rowDescription ${message.fields.map((field) => field.name)}`)
  }

  handleDataRow(message: { fields: unknown[] }): void {
    this.calls.push('dataRow')
    this.rows.push(message.fields)
  }

  handleCommandComplete(message: { text: string }): void {
    this.calls.push(`commandComplete ${message.text}`)
  }

  handleReadyForQuery(): void {
    this.calls.push('readyForQuery')
    this.callback?.(null, this.rows)
    this.#settle('done')
  }

  handleError(error: Error): void {
    this.calls.push(`error ${error.message}`)
    this.callback?.(error)
    this.#settle('failed')
  }

  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
  handleCopyInResponse(): void {}
  handleCopyData(): void {}
}

export const submittableCases: readonly FaceCase[] = [
  {
    id: 'submittable.own-class',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const statement = new OwnStatement('select 1 as a, 2 as b')
      const returned = client.query(statement as unknown as pg.Submittable)
      const how = await statement.done
      const after = (await client.query('select 1 as one')).rows
      client.release()
      return { same: (returned as unknown) === statement, how, calls: statement.calls, rows: statement.rows, after }
    },
  },
  {
    id: 'submittable.own-class-with-a-callback',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const statement = new OwnStatement('select 1 as a')
      const query = client.query as unknown as (...args: unknown[]) => unknown
      const args = await new Promise<unknown[]>((resolve) => {
        query.call(client, statement, (...given: unknown[]) => resolve(given))
      })
      client.release()
      return { args, calls: statement.calls }
    },
  },
  {
    id: 'submittable.own-class-that-fails',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const statement = new OwnStatement('select 1/0')
      client.query(statement as unknown as pg.Submittable)
      const how = await statement.done
      const after = (await client.query('select 1 as one')).rows
      client.release()
      return { how, calls: statement.calls, after }
    },
  },
  {
    id: 'submittable.own-class-that-refuses-to-be-sent',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const statement = new OwnStatement('select 1', new Error('not today'))
      client.query(statement as unknown as pg.Submittable)
      const how = await statement.done
      const after = (await client.query('select 1 as one')).rows
      client.release()
      return { how, calls: statement.calls, after }
    },
  },
  {
    id: 'submittable.own-class-through-pool-query',
    members: ['pool.query', 'pool.idleCount'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const statement = new OwnStatement('select 1 as a')
      const value = await outcome(pool.query(statement as never) as unknown as Promise<unknown>)
      return { value, calls: statement.calls, idle: pool.idleCount }
    },
  },
  {
    id: 'submittable.changes-the-transaction',
    members: ['client.query', 'client.release', 'client.getTransactionStatus'],
    run: async (w) => {
      const pool = w.pool({ max: 1 })
      const client = await pool.connect()
      const begin = new OwnStatement('begin')
      client.query(begin as unknown as pg.Submittable)
      await begin.done
      await client.query('create temp table face_submitted (n int)')
      const status = client.getTransactionStatus()
      const rollback = new OwnStatement('rollback')
      client.query(rollback as unknown as pg.Submittable)
      await rollback.done
      const gone = await rejection(client.query('select * from face_submitted'))
      client.release()
      return { status, gone }
    },
  },
  {
    id: 'submittable.subclass-of-query',
    members: ['client.query', 'client.release'],
    run: async (w) => {
      const client = await w.pool({ max: 1 }).connect()
      const calls: string[] = []
      class Watched extends pg.Query {
        override submit = (connection: pg.Connection): void => {
          calls.push('submit')
          pg.Query.prototype.submit.call(this, connection)
        }
      }
      const watched = new Watched('select $1::int as n', [6])
      const result = new Promise<pg.QueryResult>((resolve) => watched.on('end', resolve as never))
      watched.on('row', (row) => calls.push(JSON.stringify(row)))
      client.query(watched)
      const { command } = await result
      client.release()
      return { calls, command }
    },
  },
]

import { type Connection, createConnection, type ResultSetHeader } from 'mysql2/promise'
import type { Subject, SubjectOptions } from '../../subject.ts'
import { connectionOptions } from '../connection-options.ts'
import type { DriverStatement, MysqlPool, MysqlSession } from '../subject.ts'

type Answer = readonly [unknown, unknown]

/** Connections that are handed on at the boundaries of transactions, and cleaned of nothing. */
class LeakyPool implements MysqlPool {
  readonly #free: Connection[] = []
  readonly #all: Connection[] = []
  readonly #waiting: ((connection: Connection) => void)[] = []

  async fill(connectionString: string, { connections }: SubjectOptions): Promise<this> {
    for (let n = 0; n < connections; n++) {
      const connection = await createConnection(connectionOptions(connectionString))
      connection.on('error', () => {})
      // One session waits for what another has left locked.
      await connection.query('set lock_wait_timeout = 1, innodb_lock_wait_timeout = 1')
      this.#all.push(connection)
      this.#free.push(connection)
    }
    return this
  }

  async take(): Promise<Connection> {
    return this.#free.shift() ?? (await new Promise<Connection>((resolve) => this.#waiting.push(resolve)))
  }

  give(connection: Connection): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(connection)
    else next(connection)
  }

  async getConnection(): Promise<MysqlSession> {
    return leakySession(this)
  }

  async query(statement: DriverStatement): Promise<Answer> {
    return await leakySession(this).query(statement)
  }

  async end(): Promise<void> {
    await Promise.all(this.#all.map((connection) => connection.end()))
  }
}

const inTransaction = 0x0001

const leakySession = (pool: LeakyPool): MysqlSession => {
  let own: Connection | null = null
  let tail: Promise<unknown> = Promise.resolve()
  const run = <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    const done = tail.then(async () => {
      own ??= await pool.take()
      try {
        return await work(own)
      } finally {
        const [header] = await own.query<ResultSetHeader>('do 0')
        if ((header.serverStatus & inTransaction) === 0) {
          pool.give(own)
          own = null
        }
      }
    })
    tail = done.catch(() => {})
    return done
  }
  const end = (): Promise<void> => tail.then(() => (own === null ? undefined : run((it) => it.rollback())))
  return {
    connection: Object.assign(Object.create(null), { on: () => {} }),
    query: (statement) => run(async (it) => (await it.query(statement as object as { sql: string })) as Answer),
    execute: (statement) => run(async (it) => (await it.execute(statement as object as { sql: string })) as Answer),
    prepare: (text) =>
      run(async (it) => {
        const handle = await it.prepare(text)
        return {
          execute: async (values) => (await handle.execute(values as string[])) as Answer,
          close: () => handle.close(),
        }
      }),
    changeUser: (options) => run((it) => it.changeUser(options)),
    reset: () => run((it) => it.reset()),
    beginTransaction: () => run((it) => it.beginTransaction()),
    commit: () => run((it) => it.commit()),
    rollback: () => run((it) => it.rollback()),
    ping: () => run((it) => it.ping()),
    release: end,
    destroy: () => void end(),
  }
}

/**
 * Self test: multiplexes at the boundaries of transactions and cleans nothing, as a proxy without session tracking.
 * The harness must see every kind of state leak from it.
 */
export const leakyPool: Subject<MysqlPool> = {
  name: 'mysql2-pool-4-shared-broken',
  open: (connectionString, options) => new LeakyPool().fill(connectionString, options),
}

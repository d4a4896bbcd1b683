import { EventEmitter } from 'node:events'
import type { QueryResult } from 'pg'
import pg from 'pg'
import type { Subject, SubjectOptions, SubjectPool, SubjectSession } from '../subject.ts'

type Result = QueryResult | QueryResult[]

interface Connection {
  readonly client: pg.Client
  session: LeakySession | null
}

/** A session that holds a connection only while it is in a transaction, and cares for no other state. */
class LeakySession extends EventEmitter {
  readonly #pool: LeakyPool
  #own: Connection | null = null
  #streams: pg.Client | null = null
  /** Ends when the session's last statement has. */
  #tail: Promise<unknown> = Promise.resolve()

  constructor(pool: LeakyPool) {
    super()
    this.#pool = pool
  }

  query(statement: object | string): unknown {
    if (typeof statement === 'object' && 'submit' in statement) return this.#stream(statement as pg.Submittable)
    const run = this.#tail.then(() => this.#run(statement))
    this.#tail = run.catch(() => {})
    return run
  }

  async #run(statement: object | string): Promise<Result> {
    const connection = this.#own ?? (await this.#pool.take(this))
    this.#own = connection
    const { client } = connection
    // An error is told before the server says in which state the transaction is.
    const boundary = new Promise((resolve) => client.once('drain', resolve))
    try {
      return (await client.query(statement as string)) as Result
    } finally {
      await boundary
      if (client.getTransactionStatus() === 'I') {
        this.#own = null
        this.#pool.give(connection)
      }
    }
  }

  /** On a connection of its own: left unread, it would hold up a shared one for ever. */
  #stream(submittable: pg.Submittable): pg.Submittable {
    if (this.#streams === null) {
      this.#streams = this.#pool.newClient()
      this.#streams.connect().catch(() => {})
    }
    return this.#streams.query(submittable)
  }

  async release(): Promise<void> {
    await this.#tail
    if (this.#own !== null) await this.query('rollback')
    await this.#streams?.end()
  }
}

class LeakyPool implements SubjectPool {
  readonly #connectionString: string
  readonly #free: Connection[] = []
  readonly #waiting: ((connection: Connection) => void)[] = []
  readonly #clients: pg.Client[] = []

  constructor(connectionString: string) {
    this.#connectionString = connectionString
  }

  newClient(): pg.Client {
    const client = new pg.Client({ connectionString: this.#connectionString })
    client.on('error', () => {})
    return client
  }

  async fill({ connections }: SubjectOptions): Promise<this> {
    for (let n = 0; n < connections; n++) {
      const client = this.newClient()
      await client.connect()
      const connection: Connection = { client, session: null }
      client.on('notice', (notice) => connection.session?.emit('notice', notice))
      client.on('notification', (message) => connection.session?.emit('notification', message))
      this.#clients.push(client)
      this.#free.push(connection)
    }
    return this
  }

  async take(session: LeakySession): Promise<Connection> {
    const connection = this.#free.shift() ?? (await new Promise<Connection>((resolve) => this.#waiting.push(resolve)))
    connection.session = session
    return connection
  }

  give(connection: Connection): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(connection)
    else next(connection)
  }

  async connect(): Promise<SubjectSession> {
    return new LeakySession(this) as unknown as SubjectSession
  }

  query(statement: object | string): Promise<Result> {
    return new LeakySession(this).query(statement) as Promise<Result>
  }

  async end(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.end()))
  }
}

/**
 * Self test: multiplexes at the boundaries of transactions and cleans nothing, as a proxy without session tracking.
 * The harness must see every kind of state leak from it.
 */
export const leakyPool: Subject = {
  name: 'pg-pool-4-shared-broken',
  open: (connectionString, options) => new LeakyPool(connectionString).fill(options),
}

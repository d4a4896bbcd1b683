import { Client, type QueryResult } from 'pg'
import type { Subject, SubjectPool, SubjectSession } from '../subject.ts'

class PrivateClient extends Client {
  /** Resolves when the server has closed the connection, and so undone and freed what the session held. */
  async release(): Promise<void> {
    await this.end()
  }
}

class PrivateConnections implements SubjectPool {
  readonly #connectionString: string

  constructor(connectionString: string) {
    this.#connectionString = connectionString
  }

  async connect(): Promise<SubjectSession> {
    const client = new PrivateClient({ connectionString: this.#connectionString })
    await client.connect()
    return client as unknown as SubjectSession
  }

  async query(statement: object | string): Promise<QueryResult | QueryResult[]> {
    const session = await this.connect()
    try {
      return await session.query(statement)
    } finally {
      await session.release()
    }
  }

  async end(): Promise<void> {}
}

/** The truth: every session is a connection of its own, opened for it and closed with it. */
export const privateConnections: Subject = {
  name: 'private',
  open: async (connectionString) => new PrivateConnections(connectionString),
}

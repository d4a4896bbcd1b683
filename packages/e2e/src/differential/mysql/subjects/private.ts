import { createConnection } from 'mysql2/promise'
import type { Subject } from '../../subject.ts'
import { connectionOptions } from '../connection-options.ts'
import type { DriverStatement, MysqlPool, MysqlSession } from '../subject.ts'

class PrivateConnections implements MysqlPool {
  readonly #connectionString: string

  constructor(connectionString: string) {
    this.#connectionString = connectionString
  }

  async getConnection(): Promise<MysqlSession> {
    const connection = await createConnection(connectionOptions(this.#connectionString))
    connection.on('error', () => {})
    return Object.assign(connection, { release: () => connection.end() }) as unknown as MysqlSession
  }

  async query(statement: DriverStatement): Promise<readonly [unknown, unknown]> {
    const session = await this.getConnection()
    try {
      return await session.query(statement)
    } finally {
      await session.release()
    }
  }

  async end(): Promise<void> {}
}

/** The truth: every session is a connection of its own, opened for it and closed with it. */
export const privateConnections: Subject<MysqlPool> = {
  name: 'private',
  open: async (connectionString) => new PrivateConnections(connectionString),
}

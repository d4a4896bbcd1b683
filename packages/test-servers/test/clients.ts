import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import mysql from 'mysql2'
import pg from 'pg'

/** A connected client. It is cut off at the end of its scope, as a frozen server would never let it end. */
export interface TestClient extends AsyncDisposable {
  query(text: string): Promise<unknown>
  /** First value of the first row. */
  ask(text: string): Promise<unknown>
  /** Says good-bye. */
  end(): Promise<void>
  /** Resolves when the socket is closed. */
  readonly closed: Promise<unknown>
}

/** By a connection string; the driver is that of its protocol. A lost connection is what these tests cause. */
export function connected(url: string): Promise<TestClient> {
  return url.startsWith('mysql:') ? connectedMysql(url) : connectedPg(url)
}

export async function connectedPg(config: string | pg.ClientConfig): Promise<TestClient> {
  const client = new pg.Client(config)
  client.on('error', () => {})
  await client.connect()
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  return {
    query: (text) => client.query(text),
    async ask(text) {
      const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' })
      return rows[0]?.[0]
    },
    end: () => client.end(),
    closed: new Promise((resolve) => stream.once('close', resolve)),
    [Symbol.asyncDispose]: async () => void stream.destroy(),
  }
}

export async function connectedMysql(config: string | mysql.ConnectionOptions): Promise<TestClient> {
  const connection = mysql.createConnection(typeof config === 'string' ? { uri: config } : config)
  connection.on('error', () => {})
  const { stream } = connection as unknown as { stream: Socket }
  const client = connection.promise()
  await client.connect()
  return {
    query: (text) => client.query(text),
    async ask(text) {
      const [rows] = await client.query<mysql.RowDataPacket[]>({ sql: text, rowsAsArray: true })
      return (rows[0] as unknown[] | undefined)?.[0]
    },
    end: () => client.end(),
    closed: new Promise((resolve) => stream.once('close', resolve)),
    // The driver's own destroy() ends the stream, and waits for the server to do the same.
    [Symbol.asyncDispose]: async () => void stream.destroy(),
  }
}

/** Whether a promise is still open after some time: the only way to see that nothing comes. */
export async function hangsFor(millis: number, promise: Promise<unknown>): Promise<boolean> {
  const settled = promise.then(
    () => false,
    () => false,
  )
  return Promise.race([settled, sleep(millis, true)])
}

import mysql, { type Connection } from 'mysql2/promise'

/** A connection of the driver's own, that takes several statements in a text. */
export async function connect(url: string, database?: string): Promise<Connection> {
  const { hostname, port, username, password, pathname } = new URL(url)
  const connection = await mysql.createConnection({
    host: hostname,
    port: Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: database ?? pathname.slice(1),
    multipleStatements: true,
    rowsAsArray: true,
    infileStreamFactory: () => {
      throw new Error('no file is sent')
    },
  })
  connection.on('error', () => {})
  return connection
}

export type Rows = readonly (readonly unknown[])[]

export async function rowsOf(connection: Connection, text: string, values: readonly unknown[] = []): Promise<Rows> {
  const [rows] = await connection.query(text, [...values])
  return rows as unknown as Rows
}

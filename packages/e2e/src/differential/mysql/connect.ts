import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise'

export type Cell = string | number | null

/** A pool of the driver's own, for the harness: a statement that waits long is behind what a subject has left. */
export const adminPool = (connectionString: string, patienceMillis: number): Pool => {
  const pool = createPool({ uri: connectionString, connectionLimit: 4, multipleStatements: true, rowsAsArray: true })
  const seconds = Math.max(1, Math.round(patienceMillis / 1_000))
  pool.pool.on('connection', (connection) => {
    connection.query(`set lock_wait_timeout = ${seconds}, innodb_lock_wait_timeout = ${seconds}`)
  })
  return pool
}

export const rowsOf = async (pool: Pool, text: string, values: readonly unknown[] = []): Promise<readonly Cell[][]> => {
  const [rows] = await pool.query<RowDataPacket[]>(text, values as string[])
  return rows as unknown as Cell[][]
}

export const columnOf = async (pool: Pool, text: string, values: readonly unknown[] = []): Promise<readonly Cell[]> =>
  (await rowsOf(pool, text, values)).map(([cell]) => cell ?? null)

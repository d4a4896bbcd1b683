import { createPool, type PoolConnection } from '@muxpool/mysql2'
import type { PoolConnection as PromisedConnection } from 'mysql2/promise'
import { bestRate, heapUsed, type SessionsCost } from '../bars/sessions/cost.ts'

// What a session costs that holds no connection:
// `node --expose-gc … sessions-cost-program.ts <uri> <sessions> callback|promise`. Prints one line of JSON.

/** What both faces of a connection can. */
interface Session {
  run(sql: string, values?: readonly unknown[]): Promise<unknown>
  release(): void
}

/** Promises around the callbacks are the program's own, and cost nothing once they are settled. */
function ofCallbacks(connection: PoolConnection): Session {
  return {
    run: (sql, values = []) =>
      new Promise((resolve, reject) =>
        connection.query(sql, [...values], (error: Error | null, rows: unknown) =>
          error === null ? resolve(rows) : reject(error),
        ),
      ),
    release: () => connection.release(),
  }
}

async function transaction(session: Session): Promise<void> {
  await session.run('begin')
  await session.run('select ? as n', [1])
  await session.run('commit')
}

const [uri = '', count = '10000', face = 'callback'] = process.argv.slice(2)
const sessions = Number(count)
const pool = createPool({ uri, maxConnections: 10 })
const promised = pool.promise()

const byCallback = (): Promise<PoolConnection> =>
  new Promise((resolve, reject) =>
    pool.getConnection((error, connection) => (error === null ? resolve(connection) : reject(error))),
  )
type Held = PoolConnection | PromisedConnection
const get: () => Promise<Held> = face === 'promise' ? () => promised.getConnection() : byCallback
const sessionOf = (held: Held): Session =>
  face === 'promise'
    ? {
        run: (sql, values = []) => (held as PromisedConnection).query(sql, [...values]),
        release: () => held.release(),
      }
    : ofCallbacks(held as PoolConnection)

// One of everything first: what is made once must not count as the cost of a session.
const first = await get()
await transaction(sessionOf(first))
first.release()

const byPromises = async (times: number): Promise<void> => {
  for (let n = 0; n < times; n++) (await promised.getConnection()).release()
}
const byCallbacks = (times: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const next = (left: number): void => {
      if (left === 0) return resolve()
      pool.getConnection((error, connection) => {
        if (error !== null) return reject(error)
        connection.release()
        next(left - 1)
      })
    }
    next(times)
  })
const connectAndReleasePerSecond = await bestRate(face === 'promise' ? byPromises : byCallbacks)

const open: Held[] = []
const before = heapUsed()
for (let n = 0; n < sessions; n++) open.push(await get())
const opened = (heapUsed() - before) / sessions
for (const held of open) await transaction(sessionOf(held))
const used = (heapUsed() - before) / sessions
for (const held of open) held.release()
await pool[Symbol.asyncDispose]()

const cost: SessionsCost = { opened, used, connectAndReleasePerSecond }
console.log(JSON.stringify(cost))

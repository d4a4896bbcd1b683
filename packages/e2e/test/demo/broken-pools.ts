import type pg from 'pg'
import { postgresDriverPool as driverPool } from '../../src/demo/engines/postgres.ts'
import type { Subject } from '../../src/demo/subjects.ts'

type Query = (text: string, values?: unknown[]) => Promise<pg.QueryResult>

/** A pool whose clients answer through `wrap`: what a faulty pool would do to the same program. */
function brokenSubject(name: string, connect: (pool: pg.Pool) => Promise<pg.PoolClient>): Subject {
  return {
    name,
    title: name,
    async open(connectionString, connections) {
      const pool = driverPool(connectionString, connections)
      return { pool: { connect: () => connect(pool), end: () => pool.end() }, pins: () => null }
    },
  }
}

function faulty(client: pg.PoolClient, query: Query): pg.PoolClient {
  return { query, release: (error?: Error) => client.release(error) } as unknown as pg.PoolClient
}

/** Every statement goes to whichever connection is free: transactions and settings are torn apart. */
export const tearsSessionsApart: Subject = {
  name: 'torn',
  title: 'torn',
  async open(connectionString, connections) {
    const pool = driverPool(connectionString, connections)
    const query: Query = (text, values) => pool.query(text, values)
    const session = { query, release: () => undefined } as unknown as pg.PoolClient
    return { pool: { connect: () => Promise.resolve(session), end: () => pool.end() }, pins: () => null }
  },
}

/** A setting of one session is still there for the next one. */
export const leavesSettings: Subject = brokenSubject('dirty', async (pool) => {
  const client = await pool.connect()
  return faulty(client, (text, values) => client.query(text === 'reset app.tenant' ? 'select 1' : text, values))
})

/** Reports as committed what was rolled back. */
export const losesCommits: Subject = brokenSubject('lossy', async (pool) => {
  const client = await pool.connect()
  return faulty(client, (text, values) => client.query(text === 'commit' ? 'rollback' : text, values))
})

/** The third caller never gets a session. */
export function losesACaller(): Subject {
  let asked = 0
  return brokenSubject('hanging', (pool) => {
    asked += 1
    return asked === 3 ? new Promise(() => undefined) : pool.connect()
  })
}

/** Opens two connections more than it may. */
export const opensTooMany: Subject = {
  name: 'greedy',
  title: 'greedy',
  async open(connectionString, connections) {
    return { pool: driverPool(connectionString, connections + 2), pins: () => null }
  },
}

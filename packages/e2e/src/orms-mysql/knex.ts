import knexModule, { type Knex } from 'knex'
import { failure, type Observe } from '../orms/program.ts'
import { crowd, type Dialect, quiet, readsAndWrites, streams, transactions } from '../orms/steps/knex.ts'
import type { Program } from './subjects.ts'

const dialect: Dialect = {
  moreColumns: () => {},
  ann: { email: 'ann@x', born: new Date('1990-02-03T04:05:06.789Z'), about: JSON.stringify({ n: [1, null] }) },
  told: (write) => write,
  async raw(db, observe) {
    const [rows, fields] = await db.raw('select cast(? as signed) as big, ? as word', [7, 'x'])
    observe('raw', [rows, fields.map((f: { name: string }) => f.name)])
  },
  async isolation(db, observe) {
    for (const isolationLevel of ['serializable', 'repeatable read', 'read committed'] as const) {
      const seen = db.transaction(
        async (tx) => {
          const before = await tx('purchase').count({ n: '*' })
          if (isolationLevel !== 'serializable') await db('purchase').insert({ customer: 1, cents: 1 })
          return [before, await tx('purchase').count({ n: '*' })]
        },
        { isolationLevel },
      )
      observe(isolationLevel, await seen)
    }
  },
  failing: 'select nothing from purchase',
  idOfConnection: async (tx) => (await tx.raw('select connection_id() as id'))[0][0].id,
}

async function everything(connectionPool: object, observe: Observe): Promise<void> {
  const db = knexModule({ client: 'mysql2', connectionPool, log: quiet } as Knex.Config)
  await readsAndWrites(db, dialect, observe)
  await transactions(db, dialect, observe)
  await streams(db, dialect, observe)
  await db.transaction((tx) => streams(tx, dialect, observe))
  observe('timed out', await failure(() => db.raw('select sleep(0.5)').timeout(100)))
  await crowd(db, dialect, observe)
  await db.destroy()
}

const options = (uri: string) => ({ uri, connectionLimit: 3, timezone: 'Z' })

/** The server lists a connection that Knex's time limit destroyed until its statement is over. */
const connections = 3 + 1

/** The callback pool in the place of Knex's own. */
export const knexExternalPool: Program = {
  name: 'knex-pool',
  connections,
  async run({ subject, connectionString, observe }) {
    const pool = subject.driver.createPool(options(connectionString))
    await everything(pool, observe)
    await pool.promise().end()
  },
}

export const knexPromisePool: Program = {
  name: 'knex-promise-pool',
  connections,
  async run({ subject, connectionString, observe }) {
    const pool = subject.promises.createPool(options(connectionString))
    await everything(pool, observe)
    await pool.end()
  },
}

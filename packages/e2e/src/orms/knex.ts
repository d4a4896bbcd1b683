import { createRequire } from 'node:module'
import knexModule, { type Knex } from 'knex'
import { failure, type Observe, type Program } from './program.ts'
import { crowd, type Dialect, quiet, readsAndWrites, streams, transactions } from './steps/knex.ts'

const dialect: Dialect = {
  moreColumns: (table) => table.specificType('tags', 'text[]'),
  ann: { email: 'ann@x', born: new Date('1990-02-03T04:05:06.789Z'), tags: ['a', 'b,"c"'], about: { n: [1, null] } },
  told: (write) => write.returning('*'),
  async raw(db, observe) {
    const raw = await db.raw('select ?::int8 as big, ?::text as word; ', [7, 'x'])
    observe('raw', [raw.command, raw.rows])
    const several = (await db.raw('select 1 as a; select 2 as b')) as { rows: unknown }[]
    observe(
      'two statements',
      several.map((r) => r.rows),
    )
  },
  async isolation(db, observe) {
    const level = async (on: Knex) => (await on.raw('show transaction_isolation')).rows
    for (const isolationLevel of ['serializable', 'repeatable read'] as const) {
      observe(isolationLevel, await db.transaction(level, { isolationLevel }))
    }
    observe('level after', await level(db))
  },
  failing: 'select 1 / (3 - n) as n from generate_series(1, 5) n',
  idOfConnection: async (tx) => (await tx.raw('select pg_backend_pid() as pid')).rows[0].pid,
}

/** Only knex's own pool can cancel: it opens a connection for that. */
async function timeouts(db: Knex, observe: Observe, cancel: boolean): Promise<void> {
  const began = performance.now()
  const slow = db.raw(`select pg_sleep(${cancel ? 3 : 0.5})`).timeout(100, { cancel })
  observe('timed out', await failure(() => slow))
  if (!cancel) return
  // Knex takes the cancelled statement's connection for its next one, which waits if the statement still runs.
  await db.raw('select 1')
  observe('cancelled on the server', performance.now() - began < 2000)
}

async function everything(db: Knex, observe: Observe, ownPool: boolean): Promise<void> {
  await readsAndWrites(db, dialect, observe)
  await transactions(db, dialect, observe)
  // Not outside a transaction over a pool: knex 3.3 releases the client of a stream twice, and pg throws.
  if (ownPool) await streams(db, dialect, observe)
  await db.transaction((tx) => streams(tx, dialect, observe))
  await timeouts(db, observe, ownPool)
  await crowd(db, dialect, observe)
  await db.destroy()
}

export const knexExternalPool: Program = {
  name: 'knex-pool',
  connections: 3,
  async run({ subject, connectionString, observe }) {
    const connectionPool = new subject.driver.Pool({ connectionString, max: 3 })
    await everything(knexModule({ client: 'pg', connectionPool, log: quiet }), observe, false)
    await connectionPool.end()
  },
}

/** Knex's own pool of three, over the driver's Client; its documented way to another driver is a dialect's subclass. */
export const knexOwnPool: Program = {
  name: 'knex-clients',
  // Three of its pool, and the one from which it cancels.
  connections: 4,
  deviations: [{ id: 'process-id-is-virtual', observation: 'cancelled on the server', muxpool: false }],
  async run({ subject, connectionString: connection, observe }) {
    const Postgres = createRequire(import.meta.url)('knex/lib/dialects/postgres/index.js') as typeof knexModule.Client
    class Client extends Postgres {
      _driver(): unknown {
        return subject.driver
      }
    }
    const pool = { min: 0, max: 3 }
    await everything(knexModule({ client: Client, connection, pool, log: quiet }), observe, true)
  },
}

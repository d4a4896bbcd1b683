import { createRequire } from 'node:module'
import knexModule, { type Knex } from 'knex'
import { atOnce, backends, failure, type Program, type World } from './program.ts'

const quiet = { warn: () => {}, error: () => {}, debug: () => {}, deprecate: () => {} }

/** Knex's migrations, from memory; the migrator locks a table of its own while it works. */
const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: () => Promise.resolve(['001_tables', '002_index']),
  getMigrationName: (name) => name,
  getMigration: (name) =>
    Promise.resolve(name === '001_tables' ? { up: createTables, down } : { up: createIndex, down }),
}

const down = (): Promise<void> => Promise.resolve()

async function createTables(db: Knex): Promise<void> {
  await db.schema.createTable('customer', (t) => {
    t.increments('id')
    t.text('email').notNullable().unique()
    t.timestamp('born')
    t.decimal('balance', 12, 2).notNullable().defaultTo(0)
    t.bigInteger('visits').notNullable().defaultTo(0)
    t.specificType('tags', 'text[]')
    t.jsonb('about')
    t.binary('photo')
  })
  await db.schema.createTable('purchase', (t) => {
    t.increments('id')
    t.integer('customer').notNullable().references('customer.id')
    t.integer('cents').notNullable()
  })
}

const createIndex = (db: Knex): Promise<void> => db.schema.alterTable('purchase', (t) => t.index('customer'))

async function readsAndWrites(db: Knex, { observe }: World): Promise<void> {
  observe('migrated', await db.migrate.latest({ migrationSource }))
  observe('nothing left', await db.migrate.latest({ migrationSource }))
  const ann = {
    email: 'ann@x',
    born: new Date('1990-02-03T04:05:06.789Z'),
    tags: ['a', 'b,"c"'],
    about: { n: [1, null] },
  }
  const bob = { email: 'bob@x', balance: '12.50', visits: '9007199254740993', photo: Buffer.from([0, 255, 10]) }
  observe('returned', await db('customer').insert([ann, bob]).returning('*'))
  const purchases = Array.from({ length: 25 }, (_, i) => ({ customer: 1 + (i % 2), cents: i * 100 }))
  await db.batchInsert('purchase', purchases, 10)
  const joined = db('customer').join('purchase', 'customer.id', 'purchase.customer').groupBy('customer.id')
  const sums = joined.select('email').sum({ cents: 'cents' }).count({ n: '*' })
  observe('joined', await sums.orderBy('customer.id'))
  const upsert = db('customer').insert({ email: 'bob@x', balance: 1 }).onConflict('email').merge(['balance'])
  observe('upsert', await upsert.returning(['id', 'balance', 'visits']))
  observe('updated', await db('purchase').where('cents', '>', 2000).update({ cents: 2000 }))
  observe('first', await db('customer').where({ email: 'none@x' }).first())
  observe('pluck', await db('customer').orderBy('id').pluck('email'))
  const raw = await db.raw('select ?::int8 as big, ?::text as word; ', [7, 'x'])
  observe('raw', [raw.command, raw.rows])
  const several = (await db.raw('select 1 as a; select 2 as b')) as { rows: unknown }[]
  observe(
    'two statements',
    several.map((r) => r.rows),
  )
}

async function transactions(db: Knex, { observe }: World): Promise<void> {
  await db.transaction((tx) => tx('customer').insert({ email: 'kept@x' }))
  const thrown = db.transaction(async (tx) => {
    await tx('customer').insert({ email: 'lost@x' })
    throw new Error('no')
  })
  observe('rolled back', await failure(() => thrown))
  const level = async (on: Knex) => (await on.raw('show transaction_isolation')).rows
  for (const isolationLevel of ['serializable', 'repeatable read'] as const) {
    observe(isolationLevel, await db.transaction(level, { isolationLevel }))
  }
  const write = db.transaction((tx) => tx('purchase').del(), { readOnly: true })
  observe('read only', await failure(() => write))
  observe('level after', await level(db))
  await db.transaction(async (tx) => {
    await tx('customer').insert({ email: 'outer@x' })
    const inner = tx.transaction(async (nested) => {
      await nested('customer').insert({ email: 'inner@x' })
      await nested('customer').insert({ email: 'ann@x' })
    })
    observe('duplicate in a savepoint', await failure(() => inner))
    await tx.transaction((nested) => nested('customer').insert({ email: 'inner two@x' }))
  })
  const provider = await db.transactionProvider()()
  await provider('customer').insert({ email: 'provided@x' })
  await provider.rollback()
  observe('completed', provider.isCompleted())
  observe('emails', await db('customer').orderBy('id').pluck('email'))
}

async function streams(db: Knex, { observe }: World): Promise<void> {
  let sum = 0
  for await (const row of db('purchase').select('cents').stream({ highWaterMark: 5 })) sum += row.cents
  observe('streamed', sum)
  const broken = db.raw('select 1 / (3 - n) as n from generate_series(1, 5) n').stream()
  const read = async (): Promise<void> => {
    for await (const row of broken) observe('row', row)
  }
  observe('failed in the middle', await failure(read))
}

/** Only knex's own pool can cancel: it opens a connection for that. */
async function timeouts(db: Knex, { observe }: World, cancel: boolean): Promise<void> {
  const began = performance.now()
  const slow = db.raw(`select pg_sleep(${cancel ? 3 : 0.5})`).timeout(100, { cancel })
  observe('timed out', await failure(() => slow))
  if (!cancel) return
  // Knex takes the cancelled statement's connection for its next one, which waits if the statement still runs.
  await db.raw('select 1')
  observe('cancelled on the server', performance.now() - began < 2000)
}

async function crowd(db: Knex, { observe }: World): Promise<void> {
  const pidOf = async (tx: Knex) => (await tx.raw('select pg_backend_pid() as pid')).rows[0].pid
  const outcomes = await atOnce(20, (index) =>
    db.transaction(async (tx) => {
      const before = await pidOf(tx)
      await tx('customer').where({ email: 'ann@x' }).increment('visits', index)
      return { before, after: await pidOf(tx) }
    }),
  )
  observe('backends', backends(outcomes, 3))
  observe('all counted', await db('customer').where({ email: 'ann@x' }).pluck('visits'))
}

async function everything(db: Knex, world: World, ownPool: boolean): Promise<void> {
  await readsAndWrites(db, world)
  await transactions(db, world)
  // Not outside a transaction over a pool: knex 3.3 releases the client of a stream twice, and pg throws.
  if (ownPool) await streams(db, world)
  await db.transaction((tx) => streams(tx, world))
  await timeouts(db, world, ownPool)
  await crowd(db, world)
  await db.destroy()
}

export const knexExternalPool: Program = {
  name: 'knex-pool',
  connections: 3,
  async run(world) {
    const connectionPool = new world.subject.driver.Pool({ connectionString: world.connectionString, max: 3 })
    await everything(knexModule({ client: 'pg', connectionPool, log: quiet }), world, false)
    await connectionPool.end()
  },
}

/** Knex's own pool of three, over the driver's Client; its documented way to another driver is a dialect's subclass. */
export const knexOwnPool: Program = {
  name: 'knex-clients',
  // Three of its pool, and the one from which it cancels.
  connections: 4,
  deviations: [{ id: 'process-id-is-virtual', observation: 'cancelled on the server', muxpool: false }],
  async run(world) {
    const Dialect = createRequire(import.meta.url)('knex/lib/dialects/postgres/index.js') as typeof knexModule.Client
    class Client extends Dialect {
      _driver(): unknown {
        return world.subject.driver
      }
    }
    const pool = { min: 0, max: 3 }
    await everything(knexModule({ client: Client, connection: world.connectionString, pool, log: quiet }), world, true)
  },
}

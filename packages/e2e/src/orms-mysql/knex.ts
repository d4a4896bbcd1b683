import knexModule, { type Knex } from 'knex'
import { atOnce, backends, failure } from '../orms/program.ts'
import type { Program, World } from './subjects.ts'

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
    t.string('email', 100).notNullable().unique()
    t.datetime('born', { precision: 3 })
    t.decimal('balance', 12, 2).notNullable().defaultTo(0)
    t.bigInteger('visits').notNullable().defaultTo(0)
    t.json('about')
    t.binary('photo')
  })
  await db.schema.createTable('purchase', (t) => {
    t.increments('id')
    t.integer('customer').unsigned().notNullable().references('customer.id')
    t.integer('cents').notNullable()
  })
}

const createIndex = (db: Knex): Promise<void> => db.schema.alterTable('purchase', (t) => t.index('cents'))

async function readsAndWrites(db: Knex, { observe }: World): Promise<void> {
  observe('migrated', await db.migrate.latest({ migrationSource }))
  observe('nothing left', await db.migrate.latest({ migrationSource }))
  const ann = { email: 'ann@x', born: new Date('1990-02-03T04:05:06.789Z'), about: JSON.stringify({ n: [1, null] }) }
  const bob = { email: 'bob@x', balance: '12.50', visits: '9007199254740993', photo: Buffer.from([0, 255, 10]) }
  observe('inserted', await db('customer').insert([ann, bob]))
  observe('written', await db('customer').orderBy('id'))
  const purchases = Array.from({ length: 25 }, (_, i) => ({ customer: 1 + (i % 2), cents: i * 100 }))
  await db.batchInsert('purchase', purchases, 10)
  const joined = db('customer').join('purchase', 'customer.id', 'purchase.customer').groupBy('customer.id')
  const sums = joined.select('email').sum({ cents: 'cents' }).count({ n: '*' })
  observe('joined', await sums.orderBy('customer.id'))
  observe('upsert', await db('customer').insert({ email: 'bob@x', balance: 1 }).onConflict('email').merge(['balance']))
  observe('updated', await db('purchase').where('cents', '>', 2000).update({ cents: 2000 }))
  observe('first', await db('customer').where({ email: 'none@x' }).first())
  observe('pluck', await db('customer').orderBy('id').pluck('email'))
  const [rows, fields] = await db.raw('select cast(? as signed) as big, ? as word', [7, 'x'])
  observe('raw', [rows, fields.map((f: { name: string }) => f.name)])
  observe('columns', Object.keys(await db('customer').columnInfo()).sort())
  observe('has table', await db.schema.hasTable('customer'))
}

async function transactions(db: Knex, { observe }: World): Promise<void> {
  await db.transaction((tx) => tx('customer').insert({ email: 'kept@x' }))
  const thrown = db.transaction(async (tx) => {
    await tx('customer').insert({ email: 'lost@x' })
    throw new Error('no')
  })
  observe('rolled back', await failure(() => thrown))
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
  const write = db.transaction((tx) => tx('purchase').del(), { readOnly: true })
  observe('read only', await failure(() => write))
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
  const read = async (): Promise<void> => {
    for await (const row of db.raw('select nothing from purchase').stream()) observe('row', row)
  }
  observe('refused', await failure(read))
}

async function crowd(db: Knex, { observe }: World): Promise<void> {
  const idOf = async (tx: Knex) => (await tx.raw('select connection_id() as id'))[0][0].id
  const outcomes = await atOnce(20, (index) =>
    db.transaction(async (tx) => {
      const before = await idOf(tx)
      await tx('customer').where({ email: 'ann@x' }).increment('visits', index)
      return { before, after: await idOf(tx) }
    }),
  )
  observe('backends', backends(outcomes, 3))
  observe('all counted', await db('customer').where({ email: 'ann@x' }).pluck('visits'))
}

async function everything(connectionPool: object, world: World): Promise<void> {
  const db = knexModule({ client: 'mysql2', connectionPool, log: quiet } as Knex.Config)
  await readsAndWrites(db, world)
  await transactions(db, world)
  await streams(db, world)
  await db.transaction((tx) => streams(tx, world))
  world.observe('timed out', await failure(() => db.raw('select sleep(0.5)').timeout(100)))
  await crowd(db, world)
  await db.destroy()
}

const options = (uri: string) => ({ uri, connectionLimit: 3, timezone: 'Z' })

/** The server lists a connection that Knex's time limit destroyed until its statement is over. */
const connections = 3 + 1

/** The callback pool in the place of Knex's own. */
export const knexExternalPool: Program = {
  name: 'knex-pool',
  connections,
  async run(world) {
    const pool = world.subject.driver.createPool(options(world.connectionString))
    await everything(pool, world)
    await pool.promise().end()
  },
}

export const knexPromisePool: Program = {
  name: 'knex-promise-pool',
  connections,
  async run(world) {
    const pool = world.subject.promises.createPool(options(world.connectionString))
    await everything(pool, world)
    await pool.end()
  },
}

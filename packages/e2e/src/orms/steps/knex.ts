import type { Knex } from 'knex'
import { atOnce, backends, failure, type Observe } from '../program.ts'

/** What the program asks of one kind of server in its own words. */
export interface Dialect {
  /** Columns of a customer that only this server has. */
  moreColumns(table: Knex.CreateTableBuilder): void
  readonly ann: Readonly<Record<string, unknown>>
  /** All that the server tells of the rows that it wrote. */
  told(write: Knex.QueryBuilder): PromiseLike<unknown>
  raw(db: Knex, observe: Observe): Promise<void>
  /** Transactions of several isolation levels. */
  isolation(db: Knex, observe: Observe): Promise<void>
  /** A statement whose stream fails. */
  readonly failing: string
  idOfConnection(tx: Knex): Promise<unknown>
}

export const quiet: NonNullable<Knex.Config['log']> = {
  warn: () => {},
  error: () => {},
  debug: () => {},
  deprecate: () => {},
}

/** Knex's migrations, from memory; the migrator locks a table of its own while it works. */
const migrationSource = (dialect: Dialect): Knex.MigrationSource<string> => ({
  getMigrations: () => Promise.resolve(['001_tables', '002_index']),
  getMigrationName: (name) => name,
  getMigration: (name) =>
    Promise.resolve(
      name === '001_tables' ? { up: (db) => createTables(db, dialect), down } : { up: createIndex, down },
    ),
})

const down = (): Promise<void> => Promise.resolve()

async function createTables(db: Knex, dialect: Dialect): Promise<void> {
  await db.schema.createTable('customer', (t) => {
    t.increments('id')
    t.string('email', 100).notNullable().unique()
    t.datetime('born', { precision: 3 })
    t.decimal('balance', 12, 2).notNullable().defaultTo(0)
    t.bigInteger('visits').notNullable().defaultTo(0)
    dialect.moreColumns(t)
    t.jsonb('about')
    t.binary('photo')
  })
  await db.schema.createTable('purchase', (t) => {
    t.increments('id')
    t.integer('customer').unsigned().notNullable().references('customer.id')
    t.integer('cents').notNullable()
  })
}

const createIndex = (db: Knex): Promise<void> => db.schema.alterTable('purchase', (t) => t.index('cents'))

export async function readsAndWrites(db: Knex, dialect: Dialect, observe: Observe): Promise<void> {
  const migrations = { migrationSource: migrationSource(dialect) }
  observe('migrated', await db.migrate.latest(migrations))
  observe('nothing left', await db.migrate.latest(migrations))
  const bob = { email: 'bob@x', balance: '12.50', visits: '9007199254740993', photo: Buffer.from([0, 255, 10]) }
  observe('inserted', await dialect.told(db('customer').insert([dialect.ann, bob])))
  observe('written', await db('customer').orderBy('id'))
  const purchases = Array.from({ length: 25 }, (_, i) => ({ customer: 1 + (i % 2), cents: i * 100 }))
  await db.batchInsert('purchase', purchases, 10)
  const joined = db('customer').join('purchase', 'customer.id', 'purchase.customer').groupBy('customer.id')
  const sums = joined.select('email').sum({ cents: 'cents' }).count({ n: '*' })
  observe('joined', await sums.orderBy('customer.id'))
  const upsert = db('customer').insert({ email: 'bob@x', balance: 1 }).onConflict('email').merge(['balance'])
  observe('upsert', await dialect.told(upsert))
  observe('updated', await db('purchase').where('cents', '>', 2000).update({ cents: 2000 }))
  observe('first', await db('customer').where({ email: 'none@x' }).first())
  observe('pluck', await db('customer').orderBy('id').pluck('email'))
  await dialect.raw(db, observe)
  observe('columns', Object.keys(await db('customer').columnInfo()).sort())
  observe('has table', await db.schema.hasTable('customer'))
}

export async function transactions(db: Knex, dialect: Dialect, observe: Observe): Promise<void> {
  await db.transaction((tx) => tx('customer').insert({ email: 'kept@x' }))
  const thrown = db.transaction(async (tx) => {
    await tx('customer').insert({ email: 'lost@x' })
    throw new Error('no')
  })
  observe('rolled back', await failure(() => thrown))
  const write = db.transaction((tx) => tx('purchase').del(), { readOnly: true })
  observe('read only', await failure(() => write))
  await dialect.isolation(db, observe)
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

export async function streams(db: Knex, { failing }: Dialect, observe: Observe): Promise<void> {
  let sum = 0
  for await (const row of db('purchase').select('cents').stream({ highWaterMark: 5 })) sum += row.cents
  observe('streamed', sum)
  const read = async (): Promise<void> => {
    for await (const row of db.raw(failing).stream()) observe('row', row)
  }
  observe('failed stream', await failure(read))
}

export async function crowd(db: Knex, { idOfConnection }: Dialect, observe: Observe): Promise<void> {
  const outcomes = await atOnce(20, (index) =>
    db.transaction(async (tx) => {
      const before = await idOfConnection(tx)
      await tx('customer').where({ email: 'ann@x' }).increment('visits', index)
      return { before, after: await idOfConnection(tx) }
    }),
  )
  observe('backends', backends(outcomes, 3))
  observe('all counted', await db('customer').where({ email: 'ann@x' }).pluck('visits'))
}

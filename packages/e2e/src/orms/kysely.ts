import { Kysely, PostgresDialect, sql } from 'kysely'
import Cursor from 'pg-cursor'
import type { Program } from './program.ts'
import { type Dialect, everything, type Tables } from './steps/kysely.ts'

async function createTables(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('person')
    .addColumn('id', 'integer', (c) => c.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('email', 'text', (c) => c.notNull().unique())
    .addColumn('born', 'timestamptz')
    .addColumn('balance', 'numeric(12, 2)', (c) => c.notNull().defaultTo(0))
    .addColumn('visits', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('tags', sql`text[]`)
    .addColumn('about', 'jsonb')
    .addColumn('photo', 'bytea')
    .execute()
  await db.schema
    .createTable('pet')
    .addColumn('id', 'integer', (c) => c.generatedAlwaysAsIdentity().primaryKey())
    .addColumn('owner', 'integer', (c) => c.notNull().references('person.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('pet_owner').on('pet').column('owner').execute()
}

const dialect: Dialect = {
  createTables,
  ann: {
    email: 'ann@x',
    born: new Date('1990-02-03T04:05:06.789Z'),
    tags: ['a', 'b,"c"'],
    about: '{"n":[1,null]}',
  },
  told: (insert) => insert.returningAll().execute(),
  names: sql`array_agg(pet.name order by pet.id)`,
  upsert: (insert, visits) => insert.onConflict((c) => c.column('email').doUpdateSet({ visits })).execute(),
  async isolation(db, observe) {
    const isolation = sql<{ transaction_isolation: string }>`show transaction_isolation`
    for (const level of ['serializable', 'repeatable read', 'read committed'] as const) {
      const tx = db.transaction().setIsolationLevel(level)
      observe(level, (await tx.execute((t) => isolation.execute(t))).rows)
    }
    observe('level after', (await isolation.execute(db)).rows)
  },
  counting: sql`(select n from generate_series(1, 25) n)`,
  failing(db) {
    const rows = sql<{ n: number }>`(select 1 / (3 - n) as n from generate_series(1, 5) n)`
    return db.selectFrom(rows.as('s')).select('n').stream(1)
  },
  whose: sql`select pg_backend_pid() as id`,
  tenth: (by) => sql`select 10 / ${by}::int as q`,
}

export const kysely: Program = {
  name: 'kysely',
  connections: 3,
  run({ subject, connectionString, observe }) {
    const pool = new subject.driver.Pool({ connectionString, max: 3 })
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool, cursor: Cursor }) })
    return everything(db, dialect, observe)
  },
}

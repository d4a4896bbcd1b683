import { Kysely, MysqlDialect, sql } from 'kysely'
import { atOnce } from '../orms/program.ts'
import { type Dialect, everything, type Tables } from '../orms/steps/kysely.ts'
import type { Program } from './subjects.ts'

async function createTables(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('person')
    .addColumn('id', 'integer', (c) => c.autoIncrement().primaryKey())
    .addColumn('email', 'varchar(100)', (c) => c.notNull().unique())
    .addColumn('born', sql`datetime(3)`)
    .addColumn('balance', 'decimal(12, 2)', (c) => c.notNull().defaultTo(0))
    .addColumn('visits', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('about', 'json')
    .addColumn('photo', 'blob')
    .execute()
  await db.schema
    .createTable('pet')
    .addColumn('id', 'integer', (c) => c.autoIncrement().primaryKey())
    .addColumn('owner', 'integer', (c) => c.notNull())
    .addColumn('name', 'varchar(100)', (c) => c.notNull())
    .addForeignKeyConstraint('pet_owner', ['owner'], 'person', ['id'], (c) => c.onDelete('cascade'))
    .execute()
}

const dialect: Dialect = {
  createTables,
  ann: { email: 'ann@x', born: new Date('1990-02-03T04:05:06.789Z'), about: '{"n":[1,null]}' },
  told: (insert) => insert.execute(),
  names: sql`group_concat(pet.name order by pet.id)`,
  async upsert(insert, visits) {
    const [upserted] = await insert.onDuplicateKeyUpdate({ visits }).execute()
    return [upserted, await insert.ignore().executeTakeFirst()]
  },
  // The level of a transaction is no variable: read committed is told by what another one has committed meanwhile.
  async isolation(db, observe) {
    for (const level of ['serializable', 'repeatable read', 'read committed', 'read uncommitted'] as const) {
      const seen = db.transaction().setIsolationLevel(level)
      const names = seen.execute(async (tx) => {
        const before = await tx.selectFrom('pet').select(['id']).execute()
        if (level !== 'serializable') await db.insertInto('pet').values({ owner: 1, name: level }).execute()
        return [before.length, (await tx.selectFrom('pet').select('name').execute()).length]
      })
      observe(level, await names)
    }
  },
  counting: sql`(with recursive s (n) as (select 1 union all select n + 1 from s where n < 25) select n from s)`,
  failing: (db) => db.selectFrom('pet').select(sql<number>`nothing`.as('n')).stream(),
  whose: sql`select connection_id() as id`,
  // A division by zero is null.
  tenth: (by) => (by === 0 ? sql`select nothing` : sql`select 10 / ${by} as q`),
}

export const kysely: Program = {
  name: 'kysely',
  connections: 3,
  run({ subject, connectionString: uri, observe }) {
    const pool = subject.driver.createPool({ uri, connectionLimit: 3, timezone: 'Z' })
    return everything(new Kysely<Tables>({ dialect: new MysqlDialect({ pool }) }), dialect, observe)
  },
}

/** Kysely knows a connection by its object: the hooks run once for each. */
export const kyselyHooks: Program = {
  name: 'kysely-hooks',
  connections: 2,
  async run({ subject, connectionString: uri, observe }) {
    const pool = subject.driver.createPool({ uri, connectionLimit: 2 })
    const reserved: string[] = []
    const dialect = new MysqlDialect({
      pool,
      onCreateConnection: async (connection) => {
        await connection.executeQuery({ sql: "set @tenant = 'new'", parameters: [] } as never)
      },
      onReserveConnection: async () => void reserved.push('reserved'),
    })
    const db = new Kysely<object>({ dialect })
    const tenant = sql<{ tenant: string }>`select @tenant as tenant`
    observe('every one was made ready', await atOnce(12, async () => (await tenant.execute(db)).rows))
    observe('reserved', reserved.length)
    await db.connection().execute(async (one) => {
      await sql`set @tenant = 'mine'`.execute(one)
      observe('kept', (await tenant.execute(one)).rows)
    })
    await db.destroy()
  },
}

import { type Generated, Kysely, MysqlDialect, sql } from 'kysely'
import { atOnce, backends, failure } from '../orms/program.ts'
import type { Program, World } from './subjects.ts'

interface Person {
  id: Generated<number>
  email: string
  born: Date | null
  balance: Generated<string>
  visits: Generated<string>
  about: unknown
  photo: Buffer | null
}

interface Pet {
  id: Generated<number>
  owner: number
  name: string
}

interface Tables {
  person: Person
  pet: Pet
}

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

async function readsAndWrites(db: Kysely<Tables>, { observe }: World): Promise<void> {
  const people = db.insertInto('person').values([
    { email: 'ann@x', born: new Date('1990-02-03T04:05:06.789Z'), about: '{"n":[1,null]}' },
    { email: 'bob@x', born: null, balance: '12.50', photo: Buffer.from([0, 255, 10]) },
  ])
  observe('inserted', await people.execute())
  observe('written', await db.selectFrom('person').selectAll().orderBy('id').execute())
  await db
    .insertInto('pet')
    .values([
      { owner: 1, name: 'Rex' },
      { owner: 1, name: 'Tom 🐈' },
    ])
    .execute()
  const joined = db
    .selectFrom('person')
    .leftJoin('pet', 'pet.owner', 'person.id')
    .select((eb) => [
      'email',
      eb.fn.count('pet.id').as('pets'),
      sql<string>`group_concat(pet.name order by pet.id)`.as('names'),
    ])
  observe('joined', await joined.groupBy('person.id').orderBy('person.id').execute())
  const raised = { email: 'bob@x', visits: '1' }
  const upsert = db.insertInto('person').values(raised).onDuplicateKeyUpdate({ visits: '9007199254740993' })
  observe('upsert', await upsert.execute())
  observe('updated', await db.updateTable('person').set({ balance: '1' }).executeTakeFirst())
  observe('ignored', await db.insertInto('person').ignore().values(raised).executeTakeFirst())
  const tables = await db.introspection.getTables()
  observe(
    'tables',
    tables.map((t) => [t.name, t.columns.map((c) => `${c.name} ${c.dataType}`)]),
  )
}

async function transactions(db: Kysely<Tables>, { observe }: World): Promise<void> {
  const emails = () => db.selectFrom('person').select('email').orderBy('id').execute()
  await db.transaction().execute((tx) => tx.insertInto('person').values({ email: 'kept@x' }).execute())
  const thrown = db.transaction().execute(async (tx) => {
    await tx.insertInto('person').values({ email: 'lost@x' }).execute()
    throw new Error('no')
  })
  observe('rolled back', await failure(() => thrown))
  // The level of a transaction is no variable: read committed is told by what another one has committed meanwhile.
  for (const level of ['serializable', 'repeatable read', 'read committed', 'read uncommitted'] as const) {
    const seen = db.transaction().setIsolationLevel(level)
    const names = seen.execute(async (tx) => {
      const before = await tx.selectFrom('pet').select(['id']).execute()
      if (level !== 'serializable') await db.insertInto('pet').values({ owner: 1, name: level }).execute()
      return [before.length, (await tx.selectFrom('pet').select('name').execute()).length]
    })
    observe(level, await names)
  }
  const readOnly = db.transaction().setAccessMode('read only')
  observe('read only', await failure(() => readOnly.execute((t) => t.deleteFrom('pet').execute())))
  observe('writes again', await db.transaction().execute((t) => t.deleteFrom('pet').where('id', '>', 2).execute()))

  const open = await db.startTransaction().execute()
  const inner = await open.savepoint('one').execute()
  await inner.insertInto('person').values({ email: 'undone@x' }).execute()
  observe('duplicate', await failure(() => inner.insertInto('person').values({ email: 'ann@x' }).execute()))
  const back = await inner.rollbackToSavepoint('one').execute()
  await back.insertInto('person').values({ email: 'savepoint@x' }).execute()
  await (await back.releaseSavepoint('one').execute()).commit().execute()
  observe('emails', await emails())
}

async function streams(db: Kysely<Tables>, { observe }: World): Promise<void> {
  const counting = sql<{ n: number }>`(with recursive s (n) as (select 1 union all select n + 1 from s where n < 25)
    select n from s)`
  const all = db.selectFrom(counting.as('s')).select(sql<number>`n`.as('n')).orderBy('n')
  let sum = 0
  for await (const { n } of all.stream()) sum += n
  observe('streamed', sum)
  const some: number[] = []
  for await (const { n } of all.stream()) {
    some.push(n)
    if (some.length === 6) break
  }
  observe('left unread', some)
  observe('after it', (await sql<{ one: number }>`select 1 as one`.execute(db)).rows)
  const refused = async (): Promise<void> => {
    for await (const row of db.selectFrom('pet').select(sql`nothing`.as('n')).stream()) observe('row', row)
  }
  observe('refused', await failure(refused))
}

async function crowd(db: Kysely<Tables>, { observe }: World): Promise<void> {
  const whose = sql<{ id: number }>`select connection_id() as id`
  const outcomes = await atOnce(20, (index) =>
    db.transaction().execute(async (tx) => {
      const before = await whose.execute(tx)
      const plus = sql<string>`visits + ${index}`
      await tx.updateTable('person').set({ visits: plus }).where('email', '=', 'ann@x').execute()
      const after = await whose.execute(tx)
      return { before: before.rows[0]?.id, after: after.rows[0]?.id }
    }),
  )
  observe('backends', backends(outcomes, 3))
  observe('all counted', await db.selectFrom('person').select('visits').where('email', '=', 'ann@x').execute())
  const mixed = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) =>
      i % 4 === 0 ? sql`select nothing`.execute(db) : sql`select 10 / ${i % 4} as q`.execute(db),
    ),
  )
  observe(
    'answers and errors',
    mixed.map((m) => (m.status === 'fulfilled' ? m.value.rows : m.reason.code)),
  )
}

export const kysely: Program = {
  name: 'kysely',
  connections: 3,
  async run(world) {
    const { connectionString: uri, subject } = world
    const pool = subject.driver.createPool({ uri, connectionLimit: 3, timezone: 'Z' })
    const db = new Kysely<Tables>({ dialect: new MysqlDialect({ pool }) })
    await createTables(db)
    await readsAndWrites(db, world)
    await transactions(db, world)
    await streams(db, world)
    await crowd(db, world)
    await db.destroy()
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
    const db = new Kysely<Tables>({ dialect })
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

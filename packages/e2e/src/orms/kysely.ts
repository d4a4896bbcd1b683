import { type Generated, Kysely, PostgresDialect, sql } from 'kysely'
import Cursor from 'pg-cursor'
import { atOnce, backends, failure, type Program, type World } from './program.ts'

interface Person {
  id: Generated<number>
  email: string
  born: Date | null
  balance: Generated<string>
  visits: Generated<string>
  tags: string[] | null
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

async function readsAndWrites(db: Kysely<Tables>, { observe }: World): Promise<void> {
  const people = await db
    .insertInto('person')
    .values([
      { email: 'ann@x', born: new Date('1990-02-03T04:05:06.789Z'), tags: ['a', 'b,"c"'], about: '{"n":[1,null]}' },
      { email: 'bob@x', born: null, balance: '12.50', photo: Buffer.from([0, 255, 10]) },
    ])
    .returningAll()
    .execute()
  observe('returned', people)
  await db
    .insertInto('pet')
    .values([
      { owner: 1, name: 'Rex' },
      { owner: 1, name: 'Tom' },
    ])
    .execute()
  const joined = db
    .selectFrom('person')
    .leftJoin('pet', 'pet.owner', 'person.id')
    .select((eb) => ['email', eb.fn.count('pet.id').as('pets'), sql<string[]>`array_agg(pet.name)`.as('names')])
  observe('joined', await joined.groupBy('person.id').orderBy('person.id').execute())
  const raised = { email: 'bob@x', visits: '1' }
  const upsert = db.insertInto('person').values(raised)
  observe(
    'upsert',
    await upsert.onConflict((c) => c.column('email').doUpdateSet({ visits: '9007199254740993' })).execute(),
  )
  observe('updated', await db.updateTable('person').set({ balance: '1' }).executeTakeFirst())
  const tables = await db.introspection.getTables()
  observe(
    'tables',
    tables.map((t) => [t.name, t.columns.map((c) => `${c.name} ${c.dataType}`)]),
  )
}

async function transactions(db: Kysely<Tables>, { observe }: World): Promise<void> {
  const emails = () => db.selectFrom('person').select('email').orderBy('id').execute()
  const isolation = sql<{ transaction_isolation: string }>`show transaction_isolation`
  await db.transaction().execute((tx) => tx.insertInto('person').values({ email: 'kept@x' }).execute())
  const thrown = db.transaction().execute(async (tx) => {
    await tx.insertInto('person').values({ email: 'lost@x' }).execute()
    throw new Error('no')
  })
  observe('rolled back', await failure(() => thrown))
  for (const level of ['serializable', 'repeatable read', 'read committed'] as const) {
    const tx = db.transaction().setIsolationLevel(level)
    observe(level, (await tx.execute((t) => isolation.execute(t))).rows)
  }
  const readOnly = db.transaction().setAccessMode('read only')
  observe('read only', await failure(() => readOnly.execute((t) => t.deleteFrom('pet').execute())))
  observe('level after', (await isolation.execute(db)).rows)

  const open = await db.startTransaction().execute()
  const inner = await open.savepoint('one').execute()
  await inner.insertInto('person').values({ email: 'undone@x' }).execute()
  observe('duplicate', await failure(() => inner.insertInto('person').values({ email: 'ann@x' }).execute()))
  observe('aborted', await failure(() => inner.selectFrom('pet').selectAll().execute()))
  const back = await inner.rollbackToSavepoint('one').execute()
  await back.insertInto('person').values({ email: 'savepoint@x' }).execute()
  await (await back.releaseSavepoint('one').execute()).commit().execute()
  observe('emails', await emails())
}

async function streams(db: Kysely<Tables>, { observe }: World): Promise<void> {
  const all = db.selectFrom(sql<{ n: number }>`generate_series(1, 25)`.as('n')).select(sql<number>`n`.as('n'))
  let sum = 0
  for await (const { n } of all.stream(10)) sum += n
  observe('streamed', sum)
  const some: number[] = []
  for await (const { n } of all.stream(4)) {
    some.push(n)
    if (some.length === 6) break
  }
  observe('left unread', some)
  const failing = db.selectFrom(sql<{ n: number }>`(select 1 / (3 - n) as n from generate_series(1, 5) n)`.as('s'))
  const read: number[] = []
  const broken = await failure(async () => {
    for await (const { n } of failing.select('n').stream(1)) read.push(n)
  })
  observe('failed in the middle', [read, broken])
}

async function crowd(db: Kysely<Tables>, { observe }: World): Promise<void> {
  const outcomes = await atOnce(20, (index) =>
    db.transaction().execute(async (tx) => {
      const before = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      const plus = sql<string>`visits + ${index}`
      await tx.updateTable('person').set({ visits: plus }).where('email', '=', 'ann@x').execute()
      const after = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      return { before: before.rows[0]?.pid, after: after.rows[0]?.pid }
    }),
  )
  observe('backends', backends(outcomes, 3))
  observe('all counted', await db.selectFrom('person').select('visits').where('email', '=', 'ann@x').execute())
  const mixed = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => sql`select 10 / ${i % 4}::int as q`.execute(db)),
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
    const pool = new world.subject.driver.Pool({ connectionString: world.connectionString, max: 3 })
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool, cursor: Cursor }) })
    await createTables(db)
    await readsAndWrites(db, world)
    await transactions(db, world)
    await streams(db, world)
    await crowd(db, world)
    await db.destroy()
  },
}

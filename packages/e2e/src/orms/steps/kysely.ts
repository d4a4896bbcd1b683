import { type Generated, type Insertable, type InsertQueryBuilder, type Kysely, type RawBuilder, sql } from 'kysely'
import { atOnce, backends, failure, type Observe } from '../program.ts'

interface Person {
  id: Generated<number>
  email: string
  born: Date | null
  balance: Generated<string>
  visits: Generated<string>
  /** Only where the server has arrays. */
  tags?: string[] | null
  about: unknown
  photo: Buffer | null
}

interface Pet {
  id: Generated<number>
  owner: number
  name: string
}

export interface Tables {
  person: Person
  pet: Pet
}

type InsertPerson = InsertQueryBuilder<Tables, 'person', object>

/** What the program asks of one kind of server in its own words. */
export interface Dialect {
  createTables(db: Kysely<Tables>): Promise<void>
  readonly ann: Insertable<Person>
  /** All that the server tells of the rows that it wrote. */
  told(insert: InsertPerson): Promise<unknown>
  /** The names of a group of pets. */
  readonly names: RawBuilder<unknown>
  /** Sets the visits of a person that is there already. */
  upsert(insert: InsertPerson, visits: string): Promise<unknown>
  /** Transactions of several isolation levels. */
  isolation(db: Kysely<Tables>, observe: Observe): Promise<void>
  /** A table of the numbers from 1 to 25. */
  readonly counting: RawBuilder<{ n: number }>
  /** A stream that fails. */
  failing(db: Kysely<Tables>): AsyncIterable<{ n: number }>
  readonly whose: RawBuilder<{ id: number }>
  /** Ten divided by the number, and an error for 0. */
  tenth(by: number): RawBuilder<unknown>
}

async function readsAndWrites(db: Kysely<Tables>, dialect: Dialect, observe: Observe): Promise<void> {
  const bob = { email: 'bob@x', born: null, balance: '12.50', photo: Buffer.from([0, 255, 10]) }
  observe('inserted', await dialect.told(db.insertInto('person').values([dialect.ann, bob])))
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
    .select((eb) => ['email', eb.fn.count('pet.id').as('pets'), dialect.names.as('names')])
  observe('joined', await joined.groupBy('person.id').orderBy('person.id').execute())
  const raised = { email: 'bob@x', visits: '1' }
  observe('upsert', await dialect.upsert(db.insertInto('person').values(raised), '9007199254740993'))
  observe('updated', await db.updateTable('person').set({ balance: '1' }).executeTakeFirst())
  const tables = await db.introspection.getTables()
  observe(
    'tables',
    tables.map((t) => [t.name, t.columns.map((c) => `${c.name} ${c.dataType}`)]),
  )
}

async function transactions(db: Kysely<Tables>, dialect: Dialect, observe: Observe): Promise<void> {
  const emails = () => db.selectFrom('person').select('email').orderBy('id').execute()
  await db.transaction().execute((tx) => tx.insertInto('person').values({ email: 'kept@x' }).execute())
  const thrown = db.transaction().execute(async (tx) => {
    await tx.insertInto('person').values({ email: 'lost@x' }).execute()
    throw new Error('no')
  })
  observe('rolled back', await failure(() => thrown))
  const readOnly = db.transaction().setAccessMode('read only')
  observe('read only', await failure(() => readOnly.execute((t) => t.deleteFrom('pet').execute())))
  await dialect.isolation(db, observe)
  observe('writes again', await db.transaction().execute((t) => t.deleteFrom('pet').where('id', '>', 2).execute()))

  const open = await db.startTransaction().execute()
  const inner = await open.savepoint('one').execute()
  await inner.insertInto('person').values({ email: 'undone@x' }).execute()
  observe('duplicate', await failure(() => inner.insertInto('person').values({ email: 'ann@x' }).execute()))
  const read = inner.selectFrom('pet').select('name').orderBy('id').execute()
  observe('behind the duplicate', await read.catch((error: unknown) => error))
  const back = await inner.rollbackToSavepoint('one').execute()
  await back.insertInto('person').values({ email: 'savepoint@x' }).execute()
  await (await back.releaseSavepoint('one').execute()).commit().execute()
  observe('emails', await emails())
}

async function streams(db: Kysely<Tables>, dialect: Dialect, observe: Observe): Promise<void> {
  const all = db.selectFrom(dialect.counting.as('s')).select(sql<number>`n`.as('n')).orderBy('n')
  let sum = 0
  for await (const { n } of all.stream(10)) sum += n
  observe('streamed', sum)
  const some: number[] = []
  for await (const { n } of all.stream(4)) {
    some.push(n)
    if (some.length === 6) break
  }
  observe('left unread', some)
  observe('after it', (await sql<{ one: number }>`select 1 as one`.execute(db)).rows)
  const read: number[] = []
  const broken = await failure(async () => {
    for await (const { n } of dialect.failing(db)) read.push(n)
  })
  observe('failed stream', [read, broken])
}

async function crowd(db: Kysely<Tables>, { whose, tenth }: Dialect, observe: Observe): Promise<void> {
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
  const mixed = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => tenth(i % 4).execute(db)))
  observe(
    'answers and errors',
    mixed.map((m) => (m.status === 'fulfilled' ? m.value.rows : m.reason.code)),
  )
}

export async function everything(db: Kysely<Tables>, dialect: Dialect, observe: Observe): Promise<void> {
  await dialect.createTables(db)
  await readsAndWrites(db, dialect, observe)
  await transactions(db, dialect, observe)
  await streams(db, dialect, observe)
  await crowd(db, dialect, observe)
  await db.destroy()
}

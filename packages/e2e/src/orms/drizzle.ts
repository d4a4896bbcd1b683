import { eq, sql } from 'drizzle-orm'
import { drizzle as connect, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { bigint, customType, integer, jsonb, numeric, pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core'
import { atOnce, backends, failure, type Program, type World } from './program.ts'
import { migrateTwice } from './steps/drizzle-migration.ts'

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

const author = pgTable('author', {
  id: serial('id').primaryKey(),
  email: text('email').notNull().unique(),
  born: timestamp('born', { withTimezone: true }),
  balance: numeric('balance', { precision: 12, scale: 2 }).notNull().default('0'),
  visits: bigint('visits', { mode: 'bigint' }).notNull().default(0n),
  tags: text('tags').array(),
  about: jsonb('about'),
  photo: bytes('photo'),
})

const book = pgTable('book', {
  id: serial('id').primaryKey(),
  author: integer('author').notNull(),
  title: text('title').notNull(),
})

const statements = `
create table author (id serial primary key, email text not null unique, born timestamptz,
  balance numeric(12, 2) not null default 0, visits bigint not null default 0, tags text[], about jsonb, photo bytea);
--> statement-breakpoint
create table book (id serial primary key, author integer not null references author, title text not null);
`

type Db = NodePgDatabase<Record<string, never>>

async function readsAndWrites(db: Db, { observe }: World): Promise<void> {
  const ann = {
    email: 'ann@x',
    born: new Date('1990-02-03T04:05:06.789Z'),
    tags: ['a', 'b,"c"'],
    about: { n: [1, null] },
  }
  const bob = { email: 'bob@x', balance: '12.50', visits: 9007199254740993n, photo: Buffer.from([0, 255, 10]) }
  observe('returned', await db.insert(author).values([ann, bob]).returning())
  await db.insert(book).values([
    { author: 1, title: 'A' },
    { author: 1, title: 'B' },
  ])
  observe(
    'joined',
    await db.select().from(author).leftJoin(book, eq(book.author, author.id)).orderBy(author.id, book.id),
  )
  const raise = { visits: sql`${author.visits} + 1` }
  const upsert = db.insert(author).values({ email: 'bob@x' }).onConflictDoUpdate({ target: author.email, set: raise })
  observe('upsert', (await upsert.returning({ visits: author.visits }))[0])
  const update = await db.update(author).set({ balance: '1' })
  observe('raw result', [update.command, update.rowCount, update.rows])
  const raw = await db.execute(sql`select 1::int8 as big, now() is null as never, '2020-01-01'::date as day`)
  observe('raw rows', [raw.rows, raw.fields.map((f) => [f.name, f.dataTypeID])])
  const prepared = db
    .select()
    .from(book)
    .where(eq(book.title, sql.placeholder('title')))
    .prepare('by_title')
  const titles = await atOnce(12, (i) => prepared.execute({ title: i % 2 ? 'A' : 'B' }))
  observe(
    'prepared',
    titles.map((rows) => rows.map((row) => row.title)),
  )
}

async function transactions(db: Db, { observe }: World): Promise<void> {
  const level = async (tx: Pick<Db, 'execute'>) => (await tx.execute(sql`show transaction_isolation`)).rows
  await db.transaction((tx) => tx.insert(author).values({ email: 'kept@x' }))
  const explicit = db.transaction(async (tx) => {
    await tx.insert(author).values({ email: 'lost@x' })
    tx.rollback()
  })
  observe('rolled back', await failure(() => explicit))
  observe('serializable', await db.transaction(level, { isolationLevel: 'serializable' }))
  const write = db.transaction((tx) => tx.delete(book), { isolationLevel: 'repeatable read', accessMode: 'read only' })
  observe('read only', await failure(() => write))
  observe('level after', await level(db))
  await db.transaction(async (tx) => {
    await tx.insert(author).values({ email: 'outer@x' })
    const inner = tx.transaction(async (nested) => {
      await nested.insert(author).values({ email: 'inner@x' })
      await nested.insert(author).values({ email: 'ann@x' })
    })
    observe('duplicate in a savepoint', await failure(() => inner))
    await tx.transaction((nested) => nested.insert(author).values({ email: 'inner two@x' }))
  })
  observe('duplicate', await failure(() => db.insert(author).values({ email: 'ann@x' })))
  observe('emails', await db.select({ email: author.email }).from(author).orderBy(author.id))
}

async function crowd(db: Db, { observe }: World): Promise<void> {
  const pidOf = async (tx: Pick<Db, 'execute'>) => (await tx.execute(sql`select pg_backend_pid() as pid`)).rows[0]?.pid
  const outcomes = await atOnce(20, (index) =>
    db.transaction(async (tx) => {
      const before = await pidOf(tx)
      await tx
        .update(author)
        .set({ visits: sql`${author.visits} + ${index}` })
        .where(eq(author.email, 'ann@x'))
      return { before, after: await pidOf(tx) }
    }),
  )
  observe('backends', backends(outcomes, 3))
  observe('all counted', await db.select({ visits: author.visits }).from(author).where(eq(author.email, 'ann@x')))
}

export const drizzle: Program = {
  name: 'drizzle',
  connections: 3,
  async run(world) {
    const pool = new world.subject.driver.Pool({ connectionString: world.connectionString, max: 3 })
    const db: Db = connect(pool)
    await migrateTwice({ dialect: 'postgresql', version: '7', statements }, (config) => migrate(db, config))
    await readsAndWrites(db, world)
    await transactions(db, world)
    await crowd(db, world)
    // A client that the program holds itself, and a database over it.
    const client = await pool.connect()
    const own = connect(client)
    const nested = own.transaction((tx) => tx.select({ id: author.id }).from(author).orderBy(author.id))
    world.observe('over a client', await nested)
    client.release()
    await pool.end()
  },
}

import { eq, sql } from 'drizzle-orm'
import { bigint, customType, datetime, decimal, int, json, mysqlTable, text, varchar } from 'drizzle-orm/mysql-core'
import { drizzle as connect, type MySql2Database } from 'drizzle-orm/mysql2'
import { migrate } from 'drizzle-orm/mysql2/migrator'
import type { Pool } from 'mysql2'
import type { Pool as PromisePool } from 'mysql2/promise'
import { atOnce, backends, failure } from '../orms/program.ts'
import { migrateTwice } from '../orms/steps/drizzle-migration.ts'
import type { Program, World } from './subjects.ts'

const bytes = customType<{ data: Buffer }>({ dataType: () => 'blob' })

const author = mysqlTable('author', {
  id: int('id').autoincrement().primaryKey(),
  email: varchar('email', { length: 100 }).notNull().unique(),
  born: datetime('born', { fsp: 3 }),
  balance: decimal('balance', { precision: 12, scale: 2 }).notNull().default('0'),
  visits: bigint('visits', { mode: 'bigint' }).notNull().default(0n),
  about: json('about'),
  photo: bytes('photo'),
})

const book = mysqlTable('book', {
  id: int('id').autoincrement().primaryKey(),
  author: int('author').notNull(),
  title: text('title').notNull(),
})

const statements = `
create table author (id int auto_increment primary key, email varchar(100) not null unique, born datetime(3),
  balance decimal(12, 2) not null default 0, visits bigint not null default 0, about json, photo blob);
--> statement-breakpoint
create table book (id int auto_increment primary key, author int not null references author (id), title text not null);
`

type Db = MySql2Database<Record<string, never>>

async function readsAndWrites(db: Db, { observe }: World): Promise<void> {
  const ann = { email: 'ann@x', born: new Date('1990-02-03T04:05:06.789Z'), about: { n: [1, null] } }
  const bob = { email: 'bob@x', balance: '12.50', visits: 9007199254740993n, photo: Buffer.from([0, 255, 10]) }
  observe('ids', await db.insert(author).values([ann, bob]).$returningId())
  await db.insert(book).values([
    { author: 1, title: 'A' },
    { author: 1, title: 'B' },
  ])
  const joined = db.select().from(author).leftJoin(book, eq(book.author, author.id))
  observe('joined', await joined.orderBy(author.id, book.id))
  const raise = { visits: sql`${author.visits} + 1` }
  const [upsert] = await db.insert(author).values({ email: 'bob@x' }).onDuplicateKeyUpdate({ set: raise })
  observe('upsert', [upsert.affectedRows, upsert.insertId, upsert.info])
  const [update] = await db.update(author).set({ balance: '1' })
  observe('raw result', [update.affectedRows, update.changedRows, update.warningStatus, update.info])
  const [rows, fields] = await db.execute(sql`select cast(1 as signed) as big, date'2020-01-01' as day`)
  observe('raw rows', [rows, fields.map((f) => [f.name, f.columnType])])
  const prepared = db
    .select()
    .from(book)
    .where(eq(book.title, sql.placeholder('title')))
    .prepare()
  const titles = await atOnce(12, (i) => prepared.execute({ title: i % 2 ? 'A' : 'B' }))
  observe(
    'prepared',
    titles.map((found) => found.map((row) => row.title)),
  )
}

async function iterators(db: Db, { observe }: World): Promise<void> {
  const many = Array.from({ length: 50 }, (_, i) => ({ author: 1, title: `n${i}` }))
  await db.insert(book).values(many)
  const titles: string[] = []
  const all = db.select().from(book).orderBy(book.id).prepare()
  for await (const row of all.iterator()) titles.push(row.title)
  observe('iterated', titles)
  const some: string[] = []
  // Few rows: mysql2's own connection never comes back from an iterator that is left while it holds the socket.
  for await (const row of db.select().from(book).orderBy(book.id).limit(8).prepare().iterator()) {
    some.push(row.title)
    if (some.length === 5) break
  }
  observe('left unread', some)
  await db.transaction(async (tx) => {
    const inside: number[] = []
    for await (const row of tx.select().from(book).orderBy(book.id).prepare().iterator()) inside.push(row.id)
    observe('in a transaction', inside.length)
    observe('goes on', (await tx.select({ id: author.id }).from(author)).length)
  })
  const crowd = await atOnce(6, async () => {
    let read = 0
    for await (const row of all.iterator()) read += row.author
    return read
  })
  observe('many at once', crowd)
}

async function transactions(db: Db, { observe }: World): Promise<void> {
  await db.transaction((tx) => tx.insert(author).values({ email: 'kept@x' }))
  const explicit = db.transaction(async (tx) => {
    await tx.insert(author).values({ email: 'lost@x' })
    tx.rollback()
  })
  observe('rolled back', await failure(() => explicit))
  const count = async (tx: Pick<Db, 'select'>) => (await tx.select({ id: author.id }).from(author)).length
  for (const isolationLevel of ['serializable', 'repeatable read', 'read committed'] as const) {
    const seen = db.transaction(
      async (tx) => {
        const before = await count(tx)
        if (isolationLevel !== 'serializable') await db.insert(author).values({ email: isolationLevel })
        return [before, await count(tx)]
      },
      { isolationLevel },
    )
    observe(isolationLevel, await seen)
  }
  const snapshot = db.transaction(
    async (tx) => {
      await db.insert(author).values({ email: 'later@x' })
      return count(tx)
    },
    { withConsistentSnapshot: true, isolationLevel: 'repeatable read' },
  )
  observe('snapshot', await snapshot)
  const write = db.transaction((tx) => tx.delete(book), { accessMode: 'read only', isolationLevel: 'read committed' })
  observe('read only', await failure(() => write))
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
  const whose = async (tx: Pick<Db, 'execute'>) => (await tx.execute(sql`select connection_id() as id`))[0]
  const idOf = async (tx: Pick<Db, 'execute'>) => JSON.stringify(await whose(tx))
  const outcomes = await atOnce(20, (index) =>
    db.transaction(async (tx) => {
      const before = await idOf(tx)
      await tx
        .update(author)
        .set({ visits: sql`${author.visits} + ${index}` })
        .where(eq(author.email, 'ann@x'))
      return { before, after: await idOf(tx) }
    }),
  )
  observe('backends', backends(outcomes, 3))
  observe('all counted', await db.select({ visits: author.visits }).from(author).where(eq(author.email, 'ann@x')))
}

async function everything(pool: Pool | PromisePool, world: World): Promise<void> {
  const db: Db = connect({ client: pool as Pool })
  await migrateTwice({ dialect: 'mysql', version: '5', statements }, (config) => migrate(db, config))
  await readsAndWrites(db, world)
  await iterators(db, world)
  await transactions(db, world)
  await crowd(db, world)
}

const options = (uri: string) => ({ uri, connectionLimit: 3, timezone: 'Z', supportBigNumbers: true })

/** Over the callback pool, of which Drizzle asks `promise()`. */
export const drizzle: Program = {
  name: 'drizzle',
  connections: 3,
  async run(world) {
    const pool = world.subject.driver.createPool(options(world.connectionString))
    await everything(pool, world)
    await pool.promise().end()
  },
}

export const drizzlePromise: Program = {
  name: 'drizzle-promise',
  connections: 3,
  async run(world) {
    const pool = world.subject.promises.createPool(options(world.connectionString))
    await everything(pool, world)
    // A connection that the program holds itself, and a database over it.
    const connection = await pool.getConnection()
    const own = connect({ client: connection as never }) as unknown as Db
    const nested = own.transaction((tx) => tx.select({ id: author.id }).from(author).orderBy(author.id))
    world.observe('over a connection', await nested)
    connection.release()
    await pool.end()
  },
}

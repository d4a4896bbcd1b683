import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { atOnce, backends, failure, type Program, type World } from './program.ts'

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>
type Query = Parameters<Adapter['queryRaw']>[0]
type Queryable = Pick<Adapter, 'queryRaw' | 'executeRaw'>
type ScalarType = Query['argTypes'][number]['scalarType']

/** A query as Prisma's engine hands it to its adapter: each argument with its type. */
function query(sql: string, ...args: readonly (readonly [ScalarType, unknown])[]): Query {
  return {
    sql,
    args: args.map(([, value]) => value),
    argTypes: args.map(([scalarType, value]) => ({ scalarType, arity: Array.isArray(value) ? 'list' : 'scalar' })),
  }
}

const rowsOf = async (on: Queryable, asked: Query): Promise<unknown> => (await on.queryRaw(asked)).rows
const addUser = (email: string): Query =>
  query('INSERT INTO "public"."User" ("email") VALUES ($1) RETURNING "public"."User"."id"', ['string', email])

async function readsAndWrites(adapter: Adapter, { observe }: World): Promise<void> {
  await adapter.executeScript(`
    CREATE TABLE "User" ("id" SERIAL PRIMARY KEY, "email" TEXT NOT NULL, "born" TIMESTAMP(3), "balance" DECIMAL(65, 30),
      "visits" BIGINT NOT NULL DEFAULT 0, "tags" TEXT[], "about" JSONB, "photo" BYTEA);
    CREATE TABLE "Post" ("id" UUID PRIMARY KEY, "title" TEXT NOT NULL,
      "userId" INTEGER NOT NULL REFERENCES "User"("id"));
    CREATE UNIQUE INDEX "User_email_key" ON "User"("email")`)
  const insert = query(
    'INSERT INTO "User" ("email", "born", "balance", "tags", "about", "photo") VALUES ($1, $2, $3, $4, $5, $6) RETURNING *',
    ['string', 'ann@x'],
    ['datetime', '1990-02-03T04:05:06.789Z'],
    ['decimal', '12.5'],
    ['string', ['a', 'b,"c"']],
    ['json', '{"n":[1,null]}'],
    ['bytes', Buffer.from([0, 255, 10]).toString('base64')],
  )
  observe('returned', await adapter.queryRaw(insert))
  observe('affected', await adapter.executeRaw(addUser('bob@x')))
  const post = 'INSERT INTO "Post" ("id", "title", "userId") VALUES ($1, $2, $3)'
  const id = ['uuid', '00000000-0000-4000-8000-000000000001'] as const
  observe('post', await adapter.executeRaw(query(post, id, ['string', 'A'], ['int', 1])))
  const other = ['uuid', '00000000-0000-4000-8000-000000000002'] as const
  const join = 'SELECT u."email", p."title" FROM "User" u LEFT JOIN "Post" p ON p."userId" = u."id" ORDER BY u."id"'
  observe('joined', await adapter.queryRaw(query(join)))
  observe('duplicate', await failure(() => adapter.queryRaw(addUser('ann@x'))))
  observe('foreign key', await failure(() => adapter.executeRaw(query(post, other, ['string', 'B'], ['int', 99]))))
  observe('no table', await failure(() => adapter.queryRaw(query('SELECT * FROM "Nowhere"'))))
}

/** The engine sends COMMIT and ROLLBACK as statements; the adapter's commit() only gives the client back. */
async function inTransaction<T>(adapter: Adapter, end: 'COMMIT' | 'ROLLBACK', work: (tx: Queryable) => Promise<T>) {
  const tx = await adapter.startTransaction()
  const seen = await work(tx)
  await tx.executeRaw(query(end))
  await (end === 'COMMIT' ? tx.commit() : tx.rollback())
  return seen
}

async function transactions(adapter: Adapter, { observe }: World): Promise<void> {
  await inTransaction(adapter, 'COMMIT', (tx) => tx.executeRaw(addUser('kept@x')))
  await inTransaction(adapter, 'ROLLBACK', (tx) => tx.executeRaw(addUser('lost@x')))
  const refused = (tx: Queryable) => failure(() => tx.executeRaw(addUser('ann@x')))
  observe('duplicate in a transaction', await inTransaction(adapter, 'ROLLBACK', refused))
  for (const level of ['SERIALIZABLE', 'REPEATABLE READ', 'READ COMMITTED'] as const) {
    const tx = await adapter.startTransaction(level)
    observe(level, await rowsOf(tx, query('SHOW transaction_isolation')))
    await tx.executeRaw(query('COMMIT'))
    await tx.commit()
  }
  observe('bad level', await failure(() => adapter.startTransaction('SNAPSHOT')))
  observe('level after', await rowsOf(adapter, query('SHOW transaction_isolation')))
  const outer = await adapter.startTransaction()
  await outer.executeRaw(addUser('outer@x'))
  await outer.executeRaw(query('SAVEPOINT one'))
  observe('duplicate in a savepoint', await failure(() => outer.executeRaw(addUser('ann@x'))))
  await outer.executeRaw(query('ROLLBACK TO SAVEPOINT one'))
  await outer.executeRaw(addUser('after savepoint@x'))
  await outer.executeRaw(query('RELEASE SAVEPOINT one'))
  await outer.executeRaw(query('COMMIT'))
  await outer.commit()
  observe('emails', await rowsOf(adapter, query('SELECT "email" FROM "User" ORDER BY "id"')))
}

async function crowd(adapter: Adapter, { observe }: World): Promise<void> {
  const pid = query('SELECT pg_backend_pid()')
  const visit = (by: number): Query =>
    query('UPDATE "User" SET "visits" = "visits" + $1 WHERE "email" = $2', ['int', by], ['string', 'ann@x'])
  const outcomes = await atOnce(20, (index) =>
    inTransaction(adapter, index % 5 === 0 ? 'ROLLBACK' : 'COMMIT', async (tx) => {
      const before = JSON.stringify(await rowsOf(tx, pid))
      await tx.executeRaw(visit(index))
      return { before, after: JSON.stringify(await rowsOf(tx, pid)) }
    }),
  )
  observe('backends', backends(outcomes, 3))
  const visits = query('SELECT "visits" FROM "User" WHERE "email" = $1', ['string', 'ann@x'])
  observe('all counted', await rowsOf(adapter, visits))
  const loose = await atOnce(20, (i) => rowsOf(adapter, query('SELECT $1::int * 2 AS twice', ['int', i])))
  observe('loose', loose)
}

/** Prisma's driver adapter without its engine; with named statements, as an option makes it. */
export const prismaAdapter: Program = {
  name: 'prisma-adapter',
  connections: 3,
  async run(world) {
    const pool = new world.subject.driver.Pool({ connectionString: world.connectionString, max: 3 })
    const nameOf = ({ sql }: { sql: string }): string => createHash('sha1').update(sql).digest('hex').slice(0, 16)
    const factory = new PrismaPg(pool, {
      disposeExternalPool: true,
      schema: 'public',
      statementNameGenerator: nameOf,
    })
    const adapter = await factory.connect()
    world.observe('took the pool', adapter.underlyingDriver() === pool)
    world.observe('info', adapter.getConnectionInfo())
    await readsAndWrites(adapter, world)
    await transactions(adapter, world)
    await crowd(adapter, world)
    await adapter.dispose()
  },
}

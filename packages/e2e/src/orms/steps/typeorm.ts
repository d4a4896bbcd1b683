import {
  DataSource,
  type DataSourceOptions,
  type DeepPartial,
  type EntityManager,
  EntitySchema,
  type EntitySchemaColumnOptions,
  type EntityTarget,
  type InsertResult,
  QueryFailedError,
  TableIndex,
  type UpdateResult,
} from 'typeorm'
import { atOnce, backends, failure, type Observe } from '../program.ts'

export interface Writer {
  id: number
  email: string
  born: Date | null
  balance: string
  visits: string
  /** Only where the server has arrays. */
  tags?: string[] | null
  about: unknown
  photo: Buffer | null
  version: number
  posts: Post[]
}

interface Post {
  id: string
  title: string
  writer: Writer
}

type Columns<Names extends string> = Readonly<Record<Names, EntitySchemaColumnOptions>>

/** What the program asks of one kind of server in its own words. */
export interface Dialect {
  readonly writerColumns: Columns<'email' | 'born' | 'about' | 'photo'> & Partial<Columns<'tags'>>
  readonly postColumns: Columns<'id' | 'title'>
  readonly ann: DeepPartial<Writer>
  readonly raw: readonly [text: string, values: unknown[]]
  /** Numbers from 1 to its parameter, and how many of them a stream has that is left unread. */
  readonly counting: { readonly text: string; readonly leftUnread: number }
  /** Asks for the `id` of the connection. */
  readonly whose: string
  upserted(result: InsertResult): unknown
  updated(result: UpdateResult): unknown
  /** Transactions of several isolation levels. */
  isolation(source: DataSource, observe: Observe): Promise<void>
}

export const writer: EntityTarget<Writer> = 'writer'
const post: EntityTarget<Post> = 'post'

function entities({ writerColumns, postColumns }: Dialect): [EntitySchema<Writer>, EntitySchema<Post>] {
  const { email, born, tags, about, photo } = writerColumns
  const writerSchema = new EntitySchema<Writer>({
    name: 'writer',
    columns: {
      id: { type: 'int', primary: true, generated: 'increment' },
      email,
      born,
      balance: { type: 'decimal', precision: 12, scale: 2, default: 0 },
      visits: { type: 'bigint', default: 0 },
      ...(tags === undefined ? {} : { tags }),
      about,
      photo,
      version: { type: 'int', version: true },
    },
    relations: { posts: { type: 'one-to-many', target: 'post', inverseSide: 'writer', cascade: true } },
  })
  const postSchema = new EntitySchema<Post>({
    name: 'post',
    columns: postColumns,
    relations: { writer: { type: 'many-to-one', target: 'writer', inverseSide: 'posts', onDelete: 'CASCADE' } },
  })
  return [writerSchema, postSchema]
}

const key = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

async function schema(source: DataSource, observe: Observe): Promise<void> {
  await source.synchronize()
  // A second time there is nothing to do: it reads the catalogue and finds its own work.
  const log = await source.driver.createSchemaBuilder().log()
  observe('schema in step', log.upQueries.length)
  const runner = source.createQueryRunner()
  await runner.createIndex('post', new TableIndex({ name: 'post_title', columnNames: ['title'] }))
  observe('indices', (await runner.getTable('post'))?.indices.map((i) => i.name).sort())
  await runner.release()
}

async function readsAndWrites(source: DataSource, dialect: Dialect, observe: Observe): Promise<void> {
  const writers = source.getRepository(writer)
  const posts = [
    { id: key(1), title: 'A' },
    { id: key(2), title: 'B' },
  ]
  observe('saved', await writers.save({ ...dialect.ann, posts }))
  const bob = { email: 'bob@x', balance: '12.50', visits: '9007199254740993', photo: Buffer.from([0, 255, 10]) }
  observe('inserted', (await writers.insert(bob)).generatedMaps)
  const order = { order: { id: 'ASC', posts: { id: 'ASC' } } } as const
  observe('found', await writers.find({ relations: { posts: true }, ...order }))
  const joined = writers.createQueryBuilder('w').leftJoin('w.posts', 'p').groupBy('w.id').orderBy('w.id')
  observe('joined', await joined.select('w.email', 'email').addSelect('count(p.id)', 'posts').getRawMany())
  observe('upsert', dialect.upserted(await writers.upsert({ email: 'bob@x', balance: '3' }, ['email'])))
  observe('updated', dialect.updated(await writers.update({ email: 'bob@x' }, { balance: '4' })))
  observe('page', await writers.findAndCount({ take: 1, skip: 1, order: { id: 'ASC' } }))
  observe('raw', await source.query(...dialect.raw))
  const duplicate = await failure(() => writers.insert({ email: 'ann@x' }))
  observe('duplicate', duplicate)
  observe('class of duplicate', duplicate instanceof QueryFailedError)
}

async function transactions(source: DataSource, dialect: Dialect, observe: Observe): Promise<void> {
  await source.transaction((tx) => tx.insert(writer, { email: 'kept@x' }))
  const thrown = source.transaction(async (tx) => {
    await tx.insert(writer, { email: 'lost@x' })
    throw new Error('no')
  })
  observe('rolled back', await failure(() => thrown))
  await dialect.isolation(source, observe)
  await source.transaction(async (tx) => {
    await tx.insert(writer, { email: 'outer@x' })
    const inner = tx.transaction(async (nested) => {
      await nested.insert(writer, { email: 'inner@x' })
      await nested.insert(writer, { email: 'ann@x' })
    })
    observe('duplicate in a savepoint', await failure(() => inner))
    await tx.transaction((nested) => nested.insert(writer, { email: 'inner two@x' }))
  })
  const runner = source.createQueryRunner()
  await runner.startTransaction()
  await runner.manager.insert(writer, { email: 'runner@x' })
  const where = { where: { email: 'runner@x' }, lock: { mode: 'pessimistic_write' } } as const
  observe('locked', (await runner.manager.findOneOrFail(writer, where)).email)
  await runner.rollbackTransaction()
  await runner.release()
  observe('released', await failure(() => runner.query('select 1')))
  const emails = await source.manager.find(writer, { order: { id: 'ASC' } })
  observe(
    'emails',
    emails.map((w) => w.email),
  )
}

async function streams(source: DataSource, { counting }: Dialect, observe: Observe): Promise<void> {
  const runner = source.createQueryRunner()
  let sum = 0
  for await (const row of await runner.stream(counting.text, [25])) sum += row.n
  observe('streamed', sum)
  for await (const row of await runner.stream(counting.text, [counting.leftUnread])) {
    if (row.n === 3) break
  }
  observe('after a stream left unread', await runner.query('select 1 as one'))
  await runner.release()
}

async function crowd(source: DataSource, { whose }: Dialect, observe: Observe): Promise<void> {
  const idOf = async (tx: EntityManager) => (await tx.query(whose))[0].id
  const outcomes = await atOnce(20, (index) =>
    source.transaction(async (tx) => {
      const before = await idOf(tx)
      await tx.increment(writer, { email: 'ann@x' }, 'visits', index)
      return { before, after: await idOf(tx) }
    }),
  )
  observe('backends', backends(outcomes, 3))
  observe('all counted', (await source.manager.findOneByOrFail(writer, { email: 'ann@x' })).visits)
  const found = await atOnce(20, (i) => source.manager.countBy(post, { id: key(i % 4) }))
  observe('counts', found)
}

export async function everything(options: DataSourceOptions, dialect: Dialect, observe: Observe): Promise<void> {
  const source = new DataSource({ ...options, entities: entities(dialect) })
  await source.initialize()
  await schema(source, observe)
  await readsAndWrites(source, dialect, observe)
  await transactions(source, dialect, observe)
  await streams(source, dialect, observe)
  await crowd(source, dialect, observe)
  await source.destroy()
}

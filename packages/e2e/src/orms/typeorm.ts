import { DataSource, type EntityManager, EntitySchema, QueryFailedError, TableIndex } from 'typeorm'
import { atOnce, backends, failure, type Program, type World } from './program.ts'

interface Writer {
  id: number
  email: string
  born: Date | null
  balance: string
  visits: string
  tags: string[] | null
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

const writerSchema = new EntitySchema<Writer>({
  name: 'writer',
  columns: {
    id: { type: 'int', primary: true, generated: 'increment' },
    email: { type: 'text', unique: true },
    born: { type: 'timestamptz', nullable: true },
    balance: { type: 'numeric', precision: 12, scale: 2, default: 0 },
    visits: { type: 'bigint', default: 0 },
    tags: { type: 'text', array: true, nullable: true },
    about: { type: 'jsonb', nullable: true },
    photo: { type: 'bytea', nullable: true },
    version: { type: 'int', version: true },
  },
  relations: { posts: { type: 'one-to-many', target: 'post', inverseSide: 'writer', cascade: true } },
})

const postSchema = new EntitySchema<Post>({
  name: 'post',
  columns: { id: { type: 'uuid', primary: true }, title: { type: 'text' } },
  relations: { writer: { type: 'many-to-one', target: 'writer', inverseSide: 'posts', onDelete: 'CASCADE' } },
})

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

async function schema(source: DataSource, { observe }: World): Promise<void> {
  await source.synchronize()
  // A second time there is nothing to do: it reads the catalogue and finds its own work.
  const log = await source.driver.createSchemaBuilder().log()
  observe('schema in step', log.upQueries.length)
  const runner = source.createQueryRunner()
  await runner.createIndex('post', new TableIndex({ name: 'post_title', columnNames: ['title'] }))
  observe(
    'indices',
    (await runner.getTable('post'))?.indices.map((i) => i.name),
  )
  await runner.release()
}

async function readsAndWrites(source: DataSource, { observe }: World): Promise<void> {
  const writers = source.getRepository(writerSchema)
  const posts = [
    { id: uuid(1), title: 'A' },
    { id: uuid(2), title: 'B' },
  ]
  const about = { n: [1, null] }
  const ann = { email: 'ann@x', born: new Date('1990-02-03T04:05:06.789Z'), tags: ['a', 'b,"c"'], about, posts }
  observe('saved', await writers.save(ann))
  const bob = { email: 'bob@x', balance: '12.50', visits: '9007199254740993', photo: Buffer.from([0, 255, 10]) }
  observe('inserted', (await writers.insert(bob)).generatedMaps)
  const order = { order: { id: 'ASC', posts: { id: 'ASC' } } } as const
  observe('found', await writers.find({ relations: { posts: true }, ...order }))
  const joined = writers.createQueryBuilder('w').leftJoin('w.posts', 'p').groupBy('w.id').orderBy('w.id')
  observe('joined', await joined.select('w.email', 'email').addSelect('count(p.id)', 'posts').getRawMany())
  observe('upsert', (await writers.upsert({ email: 'bob@x', balance: '3' }, ['email'])).raw)
  observe('updated', await writers.update({ email: 'bob@x' }, { balance: '4' }))
  observe('page', await writers.findAndCount({ take: 1, skip: 1, order: { id: 'ASC' } }))
  observe('raw', await source.query('select $1::int8 as big, $2::text[] as words', ['7', ['x', 'y']]))
  const duplicate = await failure(() => writers.insert({ email: 'ann@x' }))
  observe('duplicate', duplicate)
  observe('class of duplicate', duplicate instanceof QueryFailedError)
}

async function transactions(source: DataSource, { observe }: World): Promise<void> {
  const level = (tx: EntityManager) => tx.query('show transaction_isolation')
  await source.transaction((tx) => tx.insert(writerSchema, { email: 'kept@x' }))
  const thrown = source.transaction(async (tx) => {
    await tx.insert(writerSchema, { email: 'lost@x' })
    throw new Error('no')
  })
  observe('rolled back', await failure(() => thrown))
  for (const isolation of ['SERIALIZABLE', 'REPEATABLE READ'] as const) {
    observe(isolation, await source.transaction(isolation, level))
  }
  observe('level after', await level(source.manager))
  await source.transaction(async (tx) => {
    await tx.insert(writerSchema, { email: 'outer@x' })
    const inner = tx.transaction(async (nested) => {
      await nested.insert(writerSchema, { email: 'inner@x' })
      await nested.insert(writerSchema, { email: 'ann@x' })
    })
    observe('duplicate in a savepoint', await failure(() => inner))
    await tx.transaction((nested) => nested.insert(writerSchema, { email: 'inner two@x' }))
  })
  const runner = source.createQueryRunner()
  await runner.startTransaction()
  await runner.manager.insert(writerSchema, { email: 'runner@x' })
  const where = { where: { email: 'runner@x' }, lock: { mode: 'pessimistic_write' } } as const
  observe('locked', (await runner.manager.findOneOrFail(writerSchema, where)).email)
  await runner.rollbackTransaction()
  await runner.release()
  observe('released', await failure(() => runner.query('select 1')))
  const emails = await source.manager.find(writerSchema, { order: { id: 'ASC' } })
  observe(
    'emails',
    emails.map((w) => w.email),
  )
}

async function streams(source: DataSource, { observe }: World): Promise<void> {
  const runner = source.createQueryRunner()
  let sum = 0
  for await (const row of await runner.stream('select n from generate_series(1, $1::int) n', [25])) sum += row.n
  observe('streamed', sum)
  for await (const row of await runner.stream('select n from generate_series(1, 1000) n')) {
    if (row.n === 3) break
  }
  observe('after a stream left unread', await runner.query('select 1 as one'))
  await runner.release()
}

async function crowd(source: DataSource, { observe }: World): Promise<void> {
  const pidOf = async (tx: EntityManager) => (await tx.query('select pg_backend_pid() as pid'))[0].pid
  const outcomes = await atOnce(20, (index) =>
    source.transaction(async (tx) => {
      const before = await pidOf(tx)
      await tx.increment(writerSchema, { email: 'ann@x' }, 'visits', index)
      return { before, after: await pidOf(tx) }
    }),
  )
  observe('backends', backends(outcomes, 3))
  observe('all counted', (await source.manager.findOneByOrFail(writerSchema, { email: 'ann@x' })).visits)
  const found = await atOnce(20, (i) => source.manager.countBy(postSchema, { id: uuid(i % 4) }))
  observe('counts', found)
}

export const typeorm: Program = {
  name: 'typeorm',
  connections: 3,
  async run(world) {
    const source = new DataSource({
      type: 'postgres',
      driver: world.subject.driver,
      url: world.connectionString,
      poolSize: 3,
      entities: [writerSchema, postSchema],
    })
    await source.initialize()
    await schema(source, world)
    await readsAndWrites(source, world)
    await transactions(source, world)
    await streams(source, world)
    await crowd(source, world)
    await source.destroy()
  },
}

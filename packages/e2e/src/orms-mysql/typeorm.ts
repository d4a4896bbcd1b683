import {
  DataSource,
  type DataSourceOptions,
  type EntityManager,
  EntitySchema,
  QueryFailedError,
  TableIndex,
} from 'typeorm'
import { atOnce, backends, failure } from '../orms/program.ts'
import type { Program, World } from './subjects.ts'

interface Writer {
  id: number
  email: string
  born: Date | null
  balance: string
  visits: string
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
    email: { type: 'varchar', length: 100, unique: true },
    born: { type: 'datetime', precision: 3, nullable: true },
    balance: { type: 'decimal', precision: 12, scale: 2, default: 0 },
    visits: { type: 'bigint', default: 0 },
    about: { type: 'json', nullable: true },
    photo: { type: 'blob', nullable: true },
    version: { type: 'int', version: true },
  },
  relations: { posts: { type: 'one-to-many', target: 'post', inverseSide: 'writer', cascade: true } },
})

const postSchema = new EntitySchema<Post>({
  name: 'post',
  columns: { id: { type: 'varchar', length: 36, primary: true }, title: { type: 'varchar', length: 100 } },
  relations: { writer: { type: 'many-to-one', target: 'writer', inverseSide: 'posts', onDelete: 'CASCADE' } },
})

const key = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

async function schema(source: DataSource, { observe }: World): Promise<void> {
  await source.synchronize()
  // A second time there is nothing to do: it reads the catalogue and finds its own work.
  const log = await source.driver.createSchemaBuilder().log()
  observe('schema in step', log.upQueries.length)
  const runner = source.createQueryRunner()
  await runner.createIndex('post', new TableIndex({ name: 'post_title', columnNames: ['title'] }))
  observe('indices', (await runner.getTable('post'))?.indices.map((i) => i.name).sort())
  await runner.release()
}

async function readsAndWrites(source: DataSource, { observe }: World): Promise<void> {
  const writers = source.getRepository(writerSchema)
  const posts = [
    { id: key(1), title: 'A' },
    { id: key(2), title: 'B' },
  ]
  const ann = { email: 'ann@x', born: new Date('1990-02-03T04:05:06.789Z'), about: { n: [1, null] }, posts }
  observe('saved', await writers.save(ann))
  const bob = { email: 'bob@x', balance: '12.50', visits: '9007199254740993', photo: Buffer.from([0, 255, 10]) }
  observe('inserted', (await writers.insert(bob)).generatedMaps)
  const order = { order: { id: 'ASC', posts: { id: 'ASC' } } } as const
  observe('found', await writers.find({ relations: { posts: true }, ...order }))
  const joined = writers.createQueryBuilder('w').leftJoin('w.posts', 'p').groupBy('w.id').orderBy('w.id')
  observe('joined', await joined.select('w.email', 'email').addSelect('count(p.id)', 'posts').getRawMany())
  const upsert = await writers.upsert({ email: 'bob@x', balance: '3' }, ['email'])
  observe('upsert', [upsert.identifiers, upsert.raw.affectedRows])
  observe('updated', (await writers.update({ email: 'bob@x' }, { balance: '4' })).affected)
  observe('page', await writers.findAndCount({ take: 1, skip: 1, order: { id: 'ASC' } }))
  observe('raw', await source.query('select cast(? as signed) as big, ? as word', ['7', 'x']))
  const duplicate = await failure(() => writers.insert({ email: 'ann@x' }))
  observe('duplicate', duplicate)
  observe('class of duplicate', duplicate instanceof QueryFailedError)
}

async function transactions(source: DataSource, { observe }: World): Promise<void> {
  await source.transaction((tx) => tx.insert(writerSchema, { email: 'kept@x' }))
  const thrown = source.transaction(async (tx) => {
    await tx.insert(writerSchema, { email: 'lost@x' })
    throw new Error('no')
  })
  observe('rolled back', await failure(() => thrown))
  for (const isolation of ['SERIALIZABLE', 'REPEATABLE READ', 'READ COMMITTED'] as const) {
    const seen = source.transaction(isolation, async (tx) => {
      const before = await tx.count(writerSchema)
      if (isolation !== 'SERIALIZABLE') await source.manager.insert(writerSchema, { email: isolation })
      return [before, await tx.count(writerSchema)]
    })
    observe(isolation, await seen)
  }
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
  const counting = 'with recursive s (n) as (select 1 union all select n + 1 from s where n < ?) select n from s'
  let sum = 0
  for await (const row of await runner.stream(counting, [25])) sum += row.n
  observe('streamed', sum)
  for await (const row of await runner.stream(counting, [10])) {
    if (row.n === 3) break
  }
  observe('after a stream left unread', await runner.query('select 1 as one'))
  await runner.release()
}

async function crowd(source: DataSource, { observe }: World): Promise<void> {
  const idOf = async (tx: EntityManager) => (await tx.query('select connection_id() as id'))[0].id
  const outcomes = await atOnce(20, (index) =>
    source.transaction(async (tx) => {
      const before = await idOf(tx)
      await tx.increment(writerSchema, { email: 'ann@x' }, 'visits', index)
      return { before, after: await idOf(tx) }
    }),
  )
  observe('backends', backends(outcomes, 3))
  observe('all counted', (await source.manager.findOneByOrFail(writerSchema, { email: 'ann@x' })).visits)
  const found = await atOnce(20, (i) => source.manager.countBy(postSchema, { id: key(i % 4) }))
  observe('counts', found)
}

const inCommon = { type: 'mysql' as const, entities: [writerSchema, postSchema], poolSize: 3, timezone: 'Z' }

async function everything(options: DataSourceOptions, world: World): Promise<void> {
  const source = new DataSource(options)
  await source.initialize()
  await schema(source, world)
  await readsAndWrites(source, world)
  await transactions(source, world)
  await streams(source, world)
  await crowd(source, world)
  await source.destroy()
}

export const typeorm: Program = {
  name: 'typeorm',
  connections: 3,
  run: (world) => everything({ ...inCommon, driver: world.subject.driver, url: world.connectionString }, world),
}

/** Writes to a master, reads from slaves, by the driver's cluster; here all of them are the one server. */
export const typeormReplication: Program = {
  name: 'typeorm-replication',
  connections: 9,
  run(world) {
    const { connectionString: url, subject } = world
    const slaves = [{ url }, { url }]
    const replication = { master: { url }, slaves, selector: 'ORDER' as const, canRetry: true }
    return everything({ ...inCommon, driver: subject.driver, replication }, world)
  },
}

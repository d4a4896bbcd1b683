import {
  createPostgreSqlTypeParsers,
  defineEntity,
  IsolationLevel,
  LockMode,
  MikroORM,
  p,
  type SqlEntityManager,
} from '@mikro-orm/postgresql'
import { PostgresDialect } from 'kysely-0-29'
import Cursor from 'pg-cursor'
import { atOnce, backends, failure, type Program, type World } from './program.ts'

const Writer = defineEntity({
  name: 'Writer',
  properties: {
    id: p.integer().primary(),
    email: p.text().unique(),
    born: p.datetime().nullable(),
    balance: p.decimal().precision(12).scale(2).default(0),
    visits: p.bigint('string').default('0'),
    tags: p.array().nullable(),
    about: p.json<{ n: (number | null)[] }>().nullable(),
    photo: p.blob().nullable(),
    version: p.integer().version(),
  },
})

const Post = defineEntity({
  name: 'Post',
  properties: { id: p.integer().primary(), title: p.text(), writer: p.manyToOne(Writer) },
})

async function unitsOfWork(orm: MikroORM, { observe }: World): Promise<void> {
  const em = orm.em.fork()
  const born = new Date('1990-02-03T04:05:06.789Z')
  const ann = em.create(Writer, { email: 'ann@x', born, tags: ['a', 'b,"c"'], about: { n: [1, null] } })
  em.create(Post, { title: 'A', writer: ann })
  em.create(Post, { title: 'B', writer: ann })
  em.create(Writer, { email: 'bob@x', balance: '12.5', photo: Buffer.from([0, 255, 10]) })
  await em.flush()
  const fresh = orm.em.fork()
  const posts = await fresh.find(Post, {}, { populate: ['writer'], orderBy: { id: 'asc' } })
  observe('found', JSON.parse(JSON.stringify(posts)))
  const first = posts[0]?.writer
  if (first) first.balance = '7'
  await fresh.flush()
  observe('version', first?.version)
  await orm.em.fork().nativeUpdate(Writer, { email: 'ann@x' }, { version: 9 })
  if (first) first.balance = '8'
  observe('overtaken', await failure(() => fresh.flush()))
  const twice = orm.em.fork()
  twice.create(Writer, { email: 'ann@x' })
  observe('duplicate', await failure(() => twice.flush()))
  observe('raw', await orm.em.getConnection().execute('select ?::int8 as big, ?::text as word', [7, 'x']))
  const builder = (orm.em.fork() as SqlEntityManager).createQueryBuilder(Writer, 'w')
  observe('built', await builder.select(['w.email', 'w.photo']).where({ visits: '0' }).orderBy({ id: 'asc' }).execute())
}

async function transactions(orm: MikroORM, { observe }: World): Promise<void> {
  const level = (em: SqlEntityManager) => em.execute('show transaction_isolation')
  const add = (em: SqlEntityManager, email: string) => em.insert(Writer, { email, version: 1 })
  await orm.em.fork().transactional((em) => add(em, 'kept@x'))
  const thrown = orm.em.fork().transactional(async (em) => {
    await add(em, 'lost@x')
    throw new Error('no')
  })
  observe('rolled back', await failure(() => thrown))
  const serializable = { isolationLevel: IsolationLevel.SERIALIZABLE }
  observe('serializable', await orm.em.fork().transactional(level, serializable))
  const reading = orm.em.fork().transactional((em) => em.nativeDelete(Post, {}), { readOnly: true })
  observe('read only', await failure(() => reading))
  await orm.em.fork().transactional(async (em) => {
    await add(em, 'outer@x')
    observe('duplicate in a savepoint', await failure(() => em.transactional((nested) => add(nested, 'outer@x'))))
    await em.transactional((nested) => add(nested, 'inner@x'))
    const locked = await em.findOneOrFail(Writer, { email: 'ann@x' }, { lockMode: LockMode.PESSIMISTIC_WRITE })
    observe('locked', locked.email)
  })
  const emails = await orm.em.fork().find(Writer, {}, { orderBy: { id: 'asc' } })
  observe(
    'emails',
    emails.map((writer) => writer.email),
  )
}

async function crowd(orm: MikroORM, { observe }: World): Promise<void> {
  const pidOf = async (em: SqlEntityManager) =>
    (await em.execute<{ pid: number }[]>('select pg_backend_pid() as pid'))[0]?.pid
  const outcomes = await atOnce(20, (index) =>
    orm.em.fork().transactional(async (em) => {
      const before = await pidOf(em)
      await em.execute('update writer set visits = visits + ? where email = ?', [index, 'ann@x'])
      return { before, after: await pidOf(em) }
    }),
  )
  observe('backends', backends(outcomes, 3))
  observe('all counted', (await orm.em.fork().findOneOrFail(Writer, { email: 'ann@x' })).visits)
}

/** MikroORM makes its own pool, or takes a Kysely dialect: that one has the pool, with MikroORM's type parsers. */
export const mikroOrm: Program = {
  name: 'mikro-orm',
  connections: 3,
  async run(world) {
    const { driver } = world.subject
    const parsers = createPostgreSqlTypeParsers((text) => text.slice(1, -1).split(','))
    const types = new driver.TypeOverrides()
    for (const [oid, parse] of Object.entries(parsers)) types.setTypeParser(Number(oid), parse)
    const pool = new driver.Pool({ connectionString: world.connectionString, max: 3, types })
    const orm = await MikroORM.init({
      clientUrl: world.connectionString,
      driverOptions: new PostgresDialect({ pool, cursor: Cursor }),
      entities: [Writer, Post],
    })
    await orm.schema.create()
    world.observe('schema in step', await orm.schema.getUpdateSchemaSQL())
    await unitsOfWork(orm, world)
    await transactions(orm, world)
    await crowd(orm, world)
    await orm.close(true)
  },
}

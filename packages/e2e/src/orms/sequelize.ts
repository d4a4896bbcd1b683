import { DataTypes, type Model, type ModelStatic, QueryTypes, Sequelize, Transaction } from 'sequelize'
import { atOnce, backends, failure, type Program, type World } from './program.ts'

interface Models {
  readonly writer: ModelStatic<Model>
  readonly post: ModelStatic<Model>
}

async function define(db: Sequelize): Promise<Models> {
  const options = { timestamps: false, freezeTableName: true }
  const writerColumns = {
    email: { type: DataTypes.TEXT, allowNull: false, unique: 'writer_email' },
    born: DataTypes.DATE,
    balance: { type: DataTypes.DECIMAL(12, 2), allowNull: false, defaultValue: 0 },
    visits: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 0 },
    tags: DataTypes.ARRAY(DataTypes.TEXT),
    kind: DataTypes.ENUM('old', 'new'),
    about: DataTypes.JSONB,
    photo: DataTypes.BLOB,
    active: DataTypes.RANGE(DataTypes.INTEGER),
  }
  const writer = db.define('writer', writerColumns, options)
  const post = db.define('post', { title: { type: DataTypes.TEXT, allowNull: false } }, options)
  writer.hasMany(post)
  post.belongsTo(writer)
  await db.sync({ force: true })
  return { writer, post }
}

const rows = (models: readonly Model[]): unknown[] => models.map((m) => m.get({ plain: true }))

async function readsAndWrites(db: Sequelize, { writer, post }: Models, { observe }: World): Promise<void> {
  const tags = ['a', 'b,"c"']
  const born = new Date('1990-02-03T04:05:06.789Z')
  const ann = {
    email: 'ann@x',
    born,
    tags,
    kind: 'old',
    about: { n: [1, null] },
    active: [1, 5],
    posts: [{ title: 'A' }, { title: 'B' }],
  }
  observe('created', (await writer.create(ann, { include: post })).get({ plain: true }))
  const bob = { email: 'bob@x', balance: '12.50', visits: '9007199254740993', photo: Buffer.from([0, 255, 10]) }
  observe('bulk', rows(await writer.bulkCreate([bob, { email: "o'hara\\@x" }])))
  observe('joined', rows(await writer.findAll({ include: post, order: ['id', [post, 'id', 'ASC']] })))
  observe('upsert', rows([(await writer.upsert({ email: 'bob@x', balance: 3 }, { conflictFields: ['email'] }))[0]]))
  observe('found or created', (await writer.findOrCreate({ where: { email: 'found@x' } }))[1])
  observe('updated', await writer.update({ balance: 4 }, { where: { email: 'bob@x' } }))
  observe('sum', await writer.sum('balance'))
  const replaced = { replacements: { big: 7 }, type: QueryTypes.SELECT } as const
  observe('replaced', await db.query('select :big::int8 as big', replaced))
  const bind = ['7', ['x', 'y']]
  observe('bound', await db.query('select $1::int8 as big, $2::text[] as words', { bind, type: QueryTypes.SELECT }))
  observe('duplicate', await failure(() => writer.create({ email: 'ann@x' })))
  observe('foreign key', await failure(() => post.create({ title: 'C', writerId: 99 })))
  observe('refused', await failure(() => db.query('select nothing from nowhere')))
  observe('timezone', await db.query(`select '2020-01-01 00:00:00+00'::timestamptz::text as t`, { plain: true }))
  observe('client_min_messages', await db.query('show client_min_messages', { plain: true }))
}

async function transactions(db: Sequelize, { writer }: Models, { observe }: World): Promise<void> {
  const level = (transaction?: Transaction) =>
    db.query('show transaction_isolation', { type: QueryTypes.SELECT, ...(transaction ? { transaction } : {}) })
  await db.transaction((transaction) => writer.create({ email: 'kept@x' }, { transaction }))
  const thrown = db.transaction(async (transaction) => {
    await writer.create({ email: 'lost@x' }, { transaction })
    throw new Error('no')
  })
  observe('rolled back', await failure(() => thrown))
  const { SERIALIZABLE, REPEATABLE_READ } = Transaction.ISOLATION_LEVELS
  for (const isolationLevel of [SERIALIZABLE, REPEATABLE_READ]) {
    observe(isolationLevel, await db.transaction({ isolationLevel }, level))
  }
  observe('level after', await level())
  await db.transaction(async (transaction) => {
    await writer.create({ email: 'outer@x' }, { transaction })
    const inner = db.transaction({ transaction }, async (nested) => {
      await writer.create({ email: 'inner@x' }, { transaction: nested })
      await writer.create({ email: 'ann@x' }, { transaction: nested })
    })
    observe('duplicate in a savepoint', await failure(() => inner))
    await db.transaction({ transaction }, (nested) => writer.create({ email: 'inner two@x' }, { transaction: nested }))
  })
  const open = await db.transaction()
  await writer.create({ email: 'open@x' }, { transaction: open })
  const lock = { where: { email: 'open@x' }, transaction: open, lock: open.LOCK.UPDATE }
  observe('locked', (await writer.findOne(lock))?.get('email'))
  await open.rollback()
  observe('finished', await failure(() => open.commit()))
  observe(
    'emails',
    (await writer.findAll({ order: ['id'] })).map((w) => w.get('email')),
  )
}

async function crowd(db: Sequelize, { writer, post }: Models, { observe }: World): Promise<void> {
  const pidOf = async (transaction: Transaction) =>
    (await db.query('select pg_backend_pid() as pid', { transaction, plain: true }))?.pid
  const where = { email: 'ann@x' }
  const outcomes = await atOnce(20, (by) =>
    db.transaction(async (transaction) => {
      const before = await pidOf(transaction)
      await writer.increment('visits', { by, where, transaction })
      return { before, after: await pidOf(transaction) }
    }),
  )
  observe('backends', backends(outcomes, 3))
  observe('all counted', (await writer.findOne({ where }))?.get('visits'))
  observe('counts', await atOnce(20, (i) => post.count({ where: { title: i % 2 ? 'A' : 'Z' } })))
}

/** Sequelize keeps a pool of its own, of clients that it makes from the driver's class. */
export const sequelize: Program = {
  name: 'sequelize',
  connections: 3,
  async run(world) {
    const db = new Sequelize(world.connectionString, {
      dialect: 'postgres',
      dialectModule: world.subject.driver,
      logging: false,
      pool: { max: 3 },
    })
    await db.authenticate()
    const models = await define(db)
    await readsAndWrites(db, models, world)
    await transactions(db, models, world)
    await crowd(db, models, world)
    await db.close()
  },
}

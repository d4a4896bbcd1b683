import { DataTypes, type Model, type ModelStatic, QueryTypes, Sequelize, Transaction } from 'sequelize'
import { atOnce, backends, failure } from '../orms/program.ts'
import type { Program, World } from './subjects.ts'

interface Models {
  readonly writer: ModelStatic<Model>
  readonly post: ModelStatic<Model>
}

async function define(db: Sequelize): Promise<Models> {
  const options = { timestamps: false, freezeTableName: true }
  const writerColumns = {
    email: { type: DataTypes.STRING(100), allowNull: false, unique: 'writer_email' },
    born: DataTypes.DATE(3),
    balance: { type: DataTypes.DECIMAL(12, 2), allowNull: false, defaultValue: 0 },
    visits: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 0 },
    kind: DataTypes.ENUM('old', 'new'),
    about: DataTypes.JSON,
    photo: DataTypes.BLOB,
  }
  const writer = db.define('writer', writerColumns, options)
  const post = db.define('post', { title: { type: DataTypes.STRING(100), allowNull: false } }, options)
  writer.hasMany(post)
  post.belongsTo(writer)
  await db.sync({ force: true })
  return { writer, post }
}

const rows = (models: readonly Model[]): unknown[] => models.map((m) => m.get({ plain: true }))

async function readsAndWrites(db: Sequelize, { writer, post }: Models, { observe }: World): Promise<void> {
  const born = new Date('1990-02-03T04:05:06.789Z')
  const posts = [{ title: 'A' }, { title: 'B' }]
  const ann = { email: 'ann@x', born, kind: 'old', about: { n: [1, null] }, posts }
  observe('created', (await writer.create(ann, { include: post })).get({ plain: true }))
  const bob = { email: 'bob@x', balance: '12.50', visits: '9007199254740993', photo: Buffer.from([0, 255, 10]) }
  observe('bulk', rows(await writer.bulkCreate([bob, { email: "o'hara\\@x" }])))
  observe('joined', rows(await writer.findAll({ include: post, order: ['id', [post, 'id', 'ASC']] })))
  observe('upsert', (await writer.upsert({ email: 'bob@x', balance: 3 }))[1])
  observe('found or created', (await writer.findOrCreate({ where: { email: 'found@x' } }))[1])
  observe('updated', await writer.update({ balance: 4 }, { where: { email: 'bob@x' } }))
  observe('sum', await writer.sum('balance'))
  const replaced = { replacements: { big: 7 }, type: QueryTypes.SELECT } as const
  observe('replaced', await db.query('select :big as big', replaced))
  const bind = ['7', 'x']
  observe('bound', await db.query('select $1 as big, $2 as word', { bind, type: QueryTypes.SELECT }))
  observe('duplicate', await failure(() => writer.create({ email: 'ann@x' })))
  observe('foreign key', await failure(() => post.create({ title: 'C', writerId: 99 })))
  observe('refused', await failure(() => db.query('select nothing from nowhere')))
  observe('time zone', await db.query('select @@time_zone as t', { plain: true }))
}

async function transactions(db: Sequelize, { writer }: Models, { observe }: World): Promise<void> {
  await db.transaction((transaction) => writer.create({ email: 'kept@x' }, { transaction }))
  const thrown = db.transaction(async (transaction) => {
    await writer.create({ email: 'lost@x' }, { transaction })
    throw new Error('no')
  })
  observe('rolled back', await failure(() => thrown))
  const { SERIALIZABLE, REPEATABLE_READ, READ_COMMITTED } = Transaction.ISOLATION_LEVELS
  for (const isolationLevel of [SERIALIZABLE, REPEATABLE_READ, READ_COMMITTED]) {
    const seen = db.transaction({ isolationLevel }, async (transaction) => {
      const before = await writer.count({ transaction })
      if (isolationLevel !== SERIALIZABLE) await writer.create({ email: isolationLevel })
      return [before, await writer.count({ transaction })]
    })
    observe(isolationLevel, await seen)
  }
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
  const emails = await writer.findAll({ order: ['id'] })
  observe(
    'emails',
    emails.map((w) => w.get('email')),
  )
}

async function crowd(db: Sequelize, { writer, post }: Models, { observe }: World): Promise<void> {
  const idOf = async (transaction: Transaction) =>
    (await db.query('select connection_id() as id', { transaction, plain: true }))?.id
  const where = { email: 'ann@x' }
  const outcomes = await atOnce(20, (by) =>
    db.transaction(async (transaction) => {
      const before = await idOf(transaction)
      await writer.increment('visits', { by, where, transaction })
      return { before, after: await idOf(transaction) }
    }),
  )
  observe('backends', backends(outcomes, 3))
  observe('all counted', (await writer.findOne({ where }))?.get('visits'))
  observe('counts', await atOnce(20, (i) => post.count({ where: { title: i % 2 ? 'A' : 'Z' } })))
}

/** Sequelize keeps a pool of its own, of connections that it makes by `createConnection`: muxpool's is the driver's. */
export const sequelize: Program = {
  name: 'sequelize',
  connections: 3,
  async run(world) {
    const db = new Sequelize(world.connectionString, {
      dialect: 'mysql',
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

import {
  type DataType,
  DataTypes,
  type Model,
  type ModelStatic,
  type Options,
  QueryTypes,
  Sequelize,
  type Transaction,
} from 'sequelize'
import { atOnce, backends, failure, type Observe } from '../program.ts'

export interface Models {
  readonly writer: ModelStatic<Model>
  readonly post: ModelStatic<Model>
}

/** What the program asks of one kind of server in its own words. */
export interface Dialect {
  readonly text: DataType
  readonly born: DataType
  readonly about: DataType
  /** Columns that only this server has. */
  readonly more: Readonly<Record<string, DataType>>
  readonly ann: Readonly<Record<string, unknown>>
  /** With `:big`. */
  readonly replaced: string
  readonly bound: { readonly text: string; readonly bind: unknown[] }
  /** Statements that show what Sequelize set on its connections. */
  readonly settings: Readonly<Record<string, string>>
  /** Asks for the `id` of the connection. */
  readonly whose: string
  /** What it tells of a row that was there. */
  upsert(writer: Models['writer'], values: object): Promise<unknown>
  /** Transactions of several isolation levels. */
  isolation(db: Sequelize, models: Models, observe: Observe): Promise<void>
}

async function define(db: Sequelize, { text, born, about, more }: Dialect): Promise<Models> {
  const options = { timestamps: false, freezeTableName: true }
  const writerColumns = {
    email: { type: text, allowNull: false, unique: 'writer_email' },
    born,
    balance: { type: DataTypes.DECIMAL(12, 2), allowNull: false, defaultValue: 0 },
    visits: { type: DataTypes.BIGINT, allowNull: false, defaultValue: 0 },
    kind: DataTypes.ENUM('old', 'new'),
    about,
    photo: DataTypes.BLOB,
    ...more,
  }
  const writer = db.define('writer', writerColumns, options)
  const post = db.define('post', { title: { type: text, allowNull: false } }, options)
  writer.hasMany(post)
  post.belongsTo(writer)
  await db.sync({ force: true })
  return { writer, post }
}

const rows = (models: readonly Model[]): unknown[] => models.map((m) => m.get({ plain: true }))

async function readsAndWrites(
  db: Sequelize,
  { writer, post }: Models,
  dialect: Dialect,
  observe: Observe,
): Promise<void> {
  const posts = [{ title: 'A' }, { title: 'B' }]
  observe('created', (await writer.create({ ...dialect.ann, posts }, { include: post })).get({ plain: true }))
  const bob = { email: 'bob@x', balance: '12.50', visits: '9007199254740993', photo: Buffer.from([0, 255, 10]) }
  observe('bulk', rows(await writer.bulkCreate([bob, { email: "o'hara\\@x" }])))
  observe('joined', rows(await writer.findAll({ include: post, order: ['id', [post, 'id', 'ASC']] })))
  observe('upsert', await dialect.upsert(writer, { email: 'bob@x', balance: 3 }))
  observe('found or created', (await writer.findOrCreate({ where: { email: 'found@x' } }))[1])
  observe('updated', await writer.update({ balance: 4 }, { where: { email: 'bob@x' } }))
  observe('sum', await writer.sum('balance'))
  const replaced = { replacements: { big: 7 }, type: QueryTypes.SELECT } as const
  observe('replaced', await db.query(dialect.replaced, replaced))
  const { text, bind } = dialect.bound
  observe('bound', await db.query(text, { bind, type: QueryTypes.SELECT }))
  observe('duplicate', await failure(() => writer.create({ email: 'ann@x' })))
  observe('foreign key', await failure(() => post.create({ title: 'C', writerId: 99 })))
  observe('refused', await failure(() => db.query('select nothing from nowhere')))
  for (const [name, statement] of Object.entries(dialect.settings)) {
    observe(name, await db.query(statement, { plain: true }))
  }
}

async function transactions(db: Sequelize, models: Models, dialect: Dialect, observe: Observe): Promise<void> {
  const { writer } = models
  await db.transaction((transaction) => writer.create({ email: 'kept@x' }, { transaction }))
  const thrown = db.transaction(async (transaction) => {
    await writer.create({ email: 'lost@x' }, { transaction })
    throw new Error('no')
  })
  observe('rolled back', await failure(() => thrown))
  await dialect.isolation(db, models, observe)
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
  const emails = await writer.findAll({ order: ['id'] })
  observe(
    'emails',
    emails.map((w) => w.get('email')),
  )
}

async function crowd(db: Sequelize, { writer, post }: Models, { whose }: Dialect, observe: Observe): Promise<void> {
  const idOf = async (transaction: Transaction) => (await db.query(whose, { transaction, plain: true }))?.id
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

/** Sequelize keeps a pool of its own, of connections that it makes itself from the driver's module. */
export async function everything(uri: string, options: Options, dialect: Dialect, observe: Observe): Promise<void> {
  const db = new Sequelize(uri, { ...options, logging: false, pool: { max: 3 } })
  await db.authenticate()
  const models = await define(db, dialect)
  await readsAndWrites(db, models, dialect, observe)
  await transactions(db, models, dialect, observe)
  await crowd(db, models, dialect, observe)
  await db.close()
}

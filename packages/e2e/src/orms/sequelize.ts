import { DataTypes, QueryTypes, Transaction } from 'sequelize'
import type { Program } from './program.ts'
import { type Dialect, everything } from './steps/sequelize.ts'

const dialect: Dialect = {
  text: DataTypes.TEXT,
  born: DataTypes.DATE,
  about: DataTypes.JSONB,
  more: { tags: DataTypes.ARRAY(DataTypes.TEXT), active: DataTypes.RANGE(DataTypes.INTEGER) },
  ann: {
    email: 'ann@x',
    born: new Date('1990-02-03T04:05:06.789Z'),
    tags: ['a', 'b,"c"'],
    kind: 'old',
    about: { n: [1, null] },
    active: [1, 5],
  },
  replaced: 'select :big::int8 as big',
  bound: { text: 'select $1::int8 as big, $2::text[] as words', bind: ['7', ['x', 'y']] },
  settings: {
    timezone: `select '2020-01-01 00:00:00+00'::timestamptz::text as t`,
    client_min_messages: 'show client_min_messages',
  },
  whose: 'select pg_backend_pid() as id',
  async upsert(writer, values) {
    const [model] = await writer.upsert({ ...values }, { conflictFields: ['email'] })
    return [model.get({ plain: true })]
  },
  async isolation(db, _, observe) {
    const level = (transaction?: Transaction) =>
      db.query('show transaction_isolation', { type: QueryTypes.SELECT, ...(transaction ? { transaction } : {}) })
    const { SERIALIZABLE, REPEATABLE_READ } = Transaction.ISOLATION_LEVELS
    for (const isolationLevel of [SERIALIZABLE, REPEATABLE_READ]) {
      observe(isolationLevel, await db.transaction({ isolationLevel }, level))
    }
    observe('level after', await level())
  },
}

export const sequelize: Program = {
  name: 'sequelize',
  connections: 3,
  run: ({ subject, connectionString, observe }) =>
    everything(connectionString, { dialect: 'postgres', dialectModule: subject.driver }, dialect, observe),
}

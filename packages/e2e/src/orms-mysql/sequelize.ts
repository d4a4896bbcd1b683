import { DataTypes, Transaction } from 'sequelize'
import { type Dialect, everything } from '../orms/steps/sequelize.ts'
import type { Program } from './subjects.ts'

const dialect: Dialect = {
  text: DataTypes.STRING(100),
  born: DataTypes.DATE(3),
  about: DataTypes.JSON,
  more: {},
  ann: { email: 'ann@x', born: new Date('1990-02-03T04:05:06.789Z'), kind: 'old', about: { n: [1, null] } },
  replaced: 'select :big as big',
  bound: { text: 'select $1 as big, $2 as word', bind: ['7', 'x'] },
  settings: { 'time zone': 'select @@time_zone as t' },
  whose: 'select connection_id() as id',
  upsert: async (writer, values) => (await writer.upsert({ ...values }))[1],
  async isolation(db, { writer }, observe) {
    const { SERIALIZABLE, REPEATABLE_READ, READ_COMMITTED } = Transaction.ISOLATION_LEVELS
    for (const isolationLevel of [SERIALIZABLE, REPEATABLE_READ, READ_COMMITTED]) {
      const seen = db.transaction({ isolationLevel }, async (transaction) => {
        const before = await writer.count({ transaction })
        if (isolationLevel !== SERIALIZABLE) await writer.create({ email: isolationLevel })
        return [before, await writer.count({ transaction })]
      })
      observe(isolationLevel, await seen)
    }
  },
}

/** The connections that Sequelize makes by `createConnection` are sessions, from muxpool. */
export const sequelize: Program = {
  name: 'sequelize',
  connections: 3,
  run: ({ subject, connectionString, observe }) =>
    everything(connectionString, { dialect: 'mysql', dialectModule: subject.driver }, dialect, observe),
}

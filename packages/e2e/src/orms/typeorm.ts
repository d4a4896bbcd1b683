import type { EntityManager } from 'typeorm'
import type { Program } from './program.ts'
import { type Dialect, everything } from './steps/typeorm.ts'

const dialect: Dialect = {
  writerColumns: {
    email: { type: 'text', unique: true },
    born: { type: 'timestamptz', nullable: true },
    tags: { type: 'text', array: true, nullable: true },
    about: { type: 'jsonb', nullable: true },
    photo: { type: 'bytea', nullable: true },
  },
  postColumns: { id: { type: 'uuid', primary: true }, title: { type: 'text' } },
  ann: { email: 'ann@x', born: new Date('1990-02-03T04:05:06.789Z'), tags: ['a', 'b,"c"'], about: { n: [1, null] } },
  raw: ['select $1::int8 as big, $2::text[] as words', ['7', ['x', 'y']]],
  counting: { text: 'select n from generate_series(1, $1::int) n', leftUnread: 1000 },
  whose: 'select pg_backend_pid() as id',
  upserted: (result) => result.raw,
  updated: (result) => result,
  async isolation(source, observe) {
    const level = (tx: EntityManager) => tx.query('show transaction_isolation')
    for (const isolation of ['SERIALIZABLE', 'REPEATABLE READ'] as const) {
      observe(isolation, await source.transaction(isolation, level))
    }
    observe('level after', await level(source.manager))
  },
}

export const typeorm: Program = {
  name: 'typeorm',
  connections: 3,
  run: ({ subject, connectionString: url, observe }) =>
    everything({ type: 'postgres', driver: subject.driver, url, poolSize: 3 }, dialect, observe),
}

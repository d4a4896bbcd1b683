import { type Dialect, everything, writer } from '../orms/steps/typeorm.ts'
import type { Program } from './subjects.ts'

const dialect: Dialect = {
  writerColumns: {
    email: { type: 'varchar', length: 100, unique: true },
    born: { type: 'datetime', precision: 3, nullable: true },
    about: { type: 'json', nullable: true },
    photo: { type: 'blob', nullable: true },
  },
  postColumns: { id: { type: 'varchar', length: 36, primary: true }, title: { type: 'varchar', length: 100 } },
  ann: { email: 'ann@x', born: new Date('1990-02-03T04:05:06.789Z'), about: { n: [1, null] } },
  raw: ['select cast(? as signed) as big, ? as word', ['7', 'x']],
  counting: {
    text: 'with recursive s (n) as (select 1 union all select n + 1 from s where n < ?) select n from s',
    leftUnread: 10,
  },
  whose: 'select connection_id() as id',
  upserted: ({ identifiers, raw }) => [identifiers, raw.affectedRows],
  updated: (result) => result.affected,
  async isolation(source, observe) {
    for (const isolation of ['SERIALIZABLE', 'REPEATABLE READ', 'READ COMMITTED'] as const) {
      const seen = source.transaction(isolation, async (tx) => {
        const before = await tx.count(writer)
        if (isolation !== 'SERIALIZABLE') await source.manager.insert(writer, { email: isolation })
        return [before, await tx.count(writer)]
      })
      observe(isolation, await seen)
    }
  },
}

const inCommon = { type: 'mysql' as const, poolSize: 3, timezone: 'Z' }

export const typeorm: Program = {
  name: 'typeorm',
  connections: 3,
  run: ({ subject, connectionString: url, observe }) =>
    everything({ ...inCommon, driver: subject.driver, url }, dialect, observe),
}

/** Writes to a master, reads from slaves, by the driver's cluster; here all of them are the one server. */
export const typeormReplication: Program = {
  name: 'typeorm-replication',
  connections: 9,
  run({ subject, connectionString: url, observe }) {
    const slaves = [{ url }, { url }]
    const replication = { master: { url }, slaves, selector: 'ORDER' as const, canRetry: true }
    return everything({ ...inCommon, driver: subject.driver, replication }, dialect, observe)
  },
}

import type { Pool } from '@muxpool/mysql2'
import type { PoolConnection, ResultSetHeader, RowDataPacket } from 'mysql2/promise'
import type { Insert, LoadPool, Runs } from '../../bars/kills/load-pool.ts'
import type { Chance } from '../../differential/chance.ts'
import { mysqlBarSession } from '../mysql-bar-pool.ts'
import { marks } from './mysql-wire.ts'

const quickInsert = 'insert into ledger values (?)'
const slowInsert = 'insert into ledger select ? from (select sleep(0.008)) as pause'

type Queries = Pick<PoolConnection, 'query' | 'execute'>

/** By the text protocol, or prepared. */
const insertOn =
  (on: Queries, chance: Chance): Insert =>
  async (id, slow) => {
    const text = slow ? slowInsert : quickInsert
    const [{ affectedRows }] = await (chance.percent(50)
      ? on.query<ResultSetHeader>(text, [id])
      : on.execute<ResultSetHeader>(text, [id]))
    return affectedRows === 1 ? null : `${affectedRows} rows were inserted`
  }

const runsOn = (on: Queries, chance: Chance): Runs => ({
  insert: insertOn(on, chance),
  state: async () => (await on.query<RowDataPacket[]>('select @kept as kept'))[0][0]?.kept,
})

export const mysqlLoadPool = (pool: Pool, chance: Chance): LoadPool => ({
  ...runsOn(pool.promise(), chance),
  states: { fresh: null, set: 5 },
  async connect() {
    const connection = await pool.promise().getConnection()
    return {
      ...mysqlBarSession(connection),
      ...runsOn(connection, chance),
      set: () => connection.query(`${marks.pin} set @kept = 5`),
      destroy: () => connection.destroy(),
    }
  },
  transaction: (work) => pool.transaction((tx) => work(insertOn(tx, chance))),
  refused: (id) => pool.promise().query('insert into ledger values (? + (select 1 union select 2))', [id]),
})

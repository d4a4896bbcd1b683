import type { Pool } from '@muxpool/pg'
import { pgBarSession } from '../pg-bar-pool.ts'
import type { Insert, LoadPool, Runs } from './load-pool.ts'
import { marks } from './pg-wire.ts'

const quickInsert = 'insert into ledger values ($1) returning id'
const slowInsert = 'insert into ledger select $1::int from (select pg_sleep(0.008)) as pause returning id'

interface Rows {
  readonly rows: readonly { readonly id?: number; readonly work_mem?: string }[]
}
interface Queries {
  query(text: string, values?: unknown[]): Promise<Rows>
}

const insertOn =
  (on: Queries): Insert =>
  async (id, slow) => {
    const { rows } = await on.query(slow ? slowInsert : quickInsert, [id])
    return rows[0]?.id === id ? null : `answered ${JSON.stringify(rows)}`
  }

const runsOn = (on: Queries): Runs => ({
  insert: insertOn(on),
  state: async () => (await on.query('show work_mem')).rows[0]?.work_mem,
})

export const pgLoadPool = (pool: Pool): LoadPool => ({
  ...runsOn(pool),
  states: { fresh: '4MB', set: '5MB' },
  async connect() {
    const client = await pool.connect()
    return {
      ...pgBarSession(client),
      ...runsOn(client),
      commit: () => client.query(marks.commit),
      set: () => client.query(`${marks.pin} set work_mem = '5MB'`),
      destroy: () => client.release(true),
    }
  },
  transaction: (work) => pool.transaction((tx) => work(insertOn(tx))),
  refused: (id) => pool.query('insert into ledger values ($1::int / 0)', [id]),
})

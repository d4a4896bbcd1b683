import type { BenchPool, PoolName } from './pools.ts'

export type Kind = 'reads' | 'inserts'

/** As the table of results calls them. */
export const kindTitles: Readonly<Record<Kind, string>> = { reads: 'select $1::int', inserts: 'autocommit insert' }

/** What the callers of one pool repeat through `pool.query`. */
export interface Statement {
  /** Before the run, on a connection of its own. */
  readonly prepare: readonly string[]
  /** Throws if the answer is wrong. */
  run(pool: BenchPool, n: number): Promise<void>
  /** After the run: gives one number, which must be that of the statements that were answered. */
  readonly count: string | null
}

/** Each pool inserts into a table of its own. */
export function statementFor(kind: Kind, name: PoolName): Statement {
  return kind === 'reads' ? read : insertInto(`"rows of ${name}"`)
}

const read: Statement = {
  prepare: [],
  async run(pool, n) {
    const { rows } = await pool.query<{ n: number }>('select $1::int as n', [n])
    if (rows[0]?.n !== n) throw new Error(`asked for ${n}, got ${JSON.stringify(rows)}`)
  },
  count: null,
}

function insertInto(table: string): Statement {
  const insert = `insert into ${table} (n, body) values ($1, $2)`
  return {
    prepare: [`drop table if exists ${table}`, `create table ${table} (n int not null, body text not null)`],
    async run(pool, n) {
      const { rowCount } = await pool.query(insert, [n, 'forty characters of text, more or less so'])
      if (rowCount !== 1) throw new Error(`${rowCount} rows inserted`)
    },
    count: `select count(*)::int as n from ${table}`,
  }
}

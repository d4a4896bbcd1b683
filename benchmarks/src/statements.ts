import type { Pool } from 'pg'

export type Kind = 'reads' | 'inserts'

export const kinds: readonly Kind[] = ['reads', 'inserts']

/** What one caller repeats through `pool.query`; throws if an answer is wrong. */
export interface StatementKind {
  readonly title: string
  readonly prepare: readonly string[]
  run(pool: Pool, n: number): Promise<void>
  /** After the run: the statement whose one number must be the number of statements that were answered. */
  readonly count: string | null
}

export const statementKinds: Readonly<Record<Kind, StatementKind>> = {
  reads: {
    title: 'select $1::int',
    prepare: [],
    async run(pool, n) {
      const { rows } = await pool.query<{ n: number }>('select $1::int as n', [n])
      if (rows[0]?.n !== n) throw new Error(`asked for ${n}, got ${JSON.stringify(rows)}`)
    },
    count: null,
  },
  inserts: {
    title: 'autocommit insert',
    prepare: ['drop table if exists bench_rows', 'create table bench_rows (n int not null, body text not null)'],
    async run(pool, n) {
      const { rowCount } = await pool.query('insert into bench_rows (n, body) values ($1, $2)', [
        n,
        'forty characters of text, more or less so',
      ])
      if (rowCount !== 1) throw new Error(`${rowCount} rows inserted`)
    },
    count: 'select count(*)::int as n from bench_rows',
  },
}

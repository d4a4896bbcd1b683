import { createRequire } from 'node:module'
import pg from 'pg'

/** `pg-again` is pg.Pool once more: the ratio of the two is the noise of this machine. */
export type PoolName = 'muxpool' | 'pg' | 'pg-again'

export const poolNames: readonly PoolName[] = ['muxpool', 'pg', 'pg-again']

export interface BenchOptions {
  readonly connectionString: string
  readonly connections: number
}

/** What is measured of a pool. */
export type BenchPool = Pick<pg.Pool, 'query'> & {
  connect(): Promise<pg.PoolClient>
  end(): Promise<void>
}

/** muxpool is the built package, as a user gets it; never its source. */
export async function openPool(name: PoolName, { connectionString, connections }: BenchOptions): Promise<BenchPool> {
  const options = { connectionString, max: connections, application_name: applicationName(name) }
  if (name !== 'muxpool') return new pg.Pool(options)
  const file = createRequire(import.meta.url).resolve('@muxpool/pg')
  if (!/[/\\]dist[/\\]/.test(file)) throw new Error('@muxpool/pg does not resolve to its build')
  const { createPool } = await import('@muxpool/pg')
  return createPool(options)
}

export function applicationName(name: PoolName): string {
  return `bench-${name}`
}

import pg from 'pg'
import { mustBeBuilt } from './built.ts'
import type { PoolName } from './engine-side.ts'

export interface BenchOptions {
  readonly connectionString: string
  readonly connections: number
}

/** What is measured of a pool. */
export type BenchPool = Pick<pg.Pool, 'query'> & {
  connect(): Promise<pg.PoolClient>
  end(): Promise<void>
}

export async function openPool(name: PoolName, { connectionString, connections }: BenchOptions): Promise<BenchPool> {
  const options = { connectionString, max: connections, application_name: applicationName(name) }
  if (name !== 'muxpool') return new pg.Pool(options)
  mustBeBuilt('@muxpool/pg')
  const { createPool } = await import('@muxpool/pg')
  return createPool(options)
}

export function applicationName(name: PoolName): string {
  return `bench-${name}`
}

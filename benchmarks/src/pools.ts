import { createRequire } from 'node:module'
import pg from 'pg'

/** `pg-again` is pg.Pool once more: the ratio of the two is the noise of this machine. */
export type PoolName = 'muxpool' | 'pg' | 'pg-again'

export const poolNames: readonly PoolName[] = ['muxpool', 'pg', 'pg-again']

export interface BenchOptions {
  readonly connectionString: string
  readonly connections: number
}

/** The built package, as a user gets it; never its source. */
export async function openPool(name: PoolName, { connectionString, connections }: BenchOptions): Promise<pg.Pool> {
  const options: pg.PoolConfig = { connectionString, max: connections, application_name: applicationName(name) }
  if (name !== 'muxpool') return new pg.Pool(options)
  const { createPool } = await builtPackage()
  return createPool(options)
}

export function applicationName(name: PoolName): string {
  return `bench-${name}`
}

interface MuxModule {
  createPool(options: pg.PoolConfig): pg.Pool
}

async function builtPackage(): Promise<MuxModule> {
  const file = createRequire(import.meta.url).resolve('@muxpool/pg')
  if (!/[/\\]dist[/\\]/.test(file)) throw new Error('@muxpool/pg does not resolve to its build')
  const muxpool = (await import('@muxpool/pg')) as Partial<MuxModule>
  if (muxpool.createPool === undefined) throw new Error('@muxpool/pg exports no createPool: build it (npm run build)')
  return { createPool: muxpool.createPool }
}

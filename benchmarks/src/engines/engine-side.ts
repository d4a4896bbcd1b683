export type EngineName = 'postgres' | 'mysql' | 'mariadb'

export const engineNames: readonly EngineName[] = ['postgres', 'mysql', 'mariadb']

/** The driver's own pool once more (`-again`): the ratio of the two is the noise of this machine. */
export type PoolName = 'muxpool' | 'pg' | 'pg-again' | 'mysql2' | 'mysql2-again'

export type Kind = 'reads' | 'inserts'

export const kinds: readonly Kind[] = ['reads', 'inserts']

export interface BenchServer {
  url(): string
  dispose(): Promise<void>
}

/** What is measured: one statement through `pool.query`, again and again. */
export interface Lane {
  /** Throws if the answer is wrong. */
  run(n: number): Promise<unknown>
  end(): Promise<void>
}

/** A connection beside the pools. */
export interface ControlLine {
  run(text: string): Promise<unknown>
  number(text: string): Promise<number>
  end(): Promise<void>
}

export interface LaneOrder {
  readonly pool: PoolName
  readonly kind: Kind
  readonly url: string
  readonly connections: number
}

/** What a benchmark needs of a server and the drivers for it. */
export interface EngineSide {
  readonly pools: readonly PoolName[]
  /** As the table of results calls them. */
  readonly titles: Readonly<Record<Kind, string>>
  start(fsync: 'on' | 'off'): Promise<BenchServer>
  describe(url: string): Promise<{ readonly server: string; readonly serverSettings: Readonly<Record<string, string>> }>
  control(url: string): Promise<ControlLine>
  lane(order: LaneOrder): Promise<Lane>
  /** Gives the number of connections of a pool. */
  connectionsOf(pool: PoolName): string
  /** Before the inserts of a pool; each pool inserts into a table of its own. */
  table(pool: PoolName): readonly string[]
  /** Gives the number of rows that a pool has inserted. */
  rows(pool: PoolName): string
}

export const textOfRow = 'forty characters of text, more or less so'

export async function sideOf(engine: EngineName): Promise<EngineSide> {
  if (engine === 'postgres') return (await import('./postgres-side.ts')).postgresSide
  return (await import('./mysql-side.ts')).mysqlSide(engine)
}

import * as mux from '@muxpool/pg'
import pg from 'pg'

/** What a program gets in the place of `import pg from 'pg'`. */
export type PgModule = typeof pg

export interface Subject {
  readonly name: 'pg' | 'muxpool'
  /** Ids of what it does otherwise than the driver, by its own account. */
  readonly deviations: readonly { readonly id: string }[]
  readonly driver: PgModule
  /** For a library that brings a copy of pg of its own: the pool class over that copy. */
  poolClassFor(driver: PgModule): typeof pg.Pool
  /** Connections that somebody holds now. */
  borrowed(pool: pg.Pool): number
  /** How often sessions were pinned, by reason. Always empty for the driver itself. */
  pins(pool: pg.Pool): Readonly<Record<string, number>>
  /** Why a client that the library made itself is pinned at the moment. */
  pinned(client: pg.Client): string | null
}

export const realPg: Subject = {
  name: 'pg',
  deviations: [],
  driver: pg,
  poolClassFor: (driver) => driver.Pool,
  borrowed: (pool) => pool.totalCount - pool.idleCount,
  pins: () => ({}),
  pinned: () => null,
}

const snapshotOf = (pool: pg.Pool): ReturnType<mux.Pool['snapshot']> => (pool as mux.Pool).snapshot()

export const muxpool: Subject = {
  name: 'muxpool',
  deviations: mux.deviations,
  // Only its own exports, as a user would write `import * as pg from '@muxpool/pg'`.
  driver: { ...mux } as unknown as PgModule,
  poolClassFor: (driver) => mux.poolClassFor(driver) as unknown as typeof pg.Pool,
  borrowed: (pool) => snapshotOf(pool).databaseConnectionsCurrentlyBorrowed,
  pins: (pool) => snapshotOf(pool).pinsByReason,
  pinned: (client) => (client as unknown as mux.PoolClient).pinned?.reason ?? null,
}

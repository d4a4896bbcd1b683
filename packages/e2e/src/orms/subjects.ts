import * as mux from '@muxpool/pg'
import pg from 'pg'

/** What a program gets in the place of `import pg from 'pg'`. */
export type PgModule = typeof pg

export interface Subject {
  readonly name: 'pg' | 'muxpool'
  readonly driver: PgModule
  /** For a library that brings a copy of pg of its own: the pool class over that copy. */
  poolClassFor(driver: PgModule): typeof pg.Pool
  /** Connections that somebody holds now. */
  borrowed(pool: pg.Pool): number
  /** How often sessions were pinned, by reason. Always empty for the driver itself. */
  pins(pool: pg.Pool): Readonly<Record<string, number>>
}

export const realPg: Subject = {
  name: 'pg',
  driver: pg,
  poolClassFor: (driver) => driver.Pool,
  borrowed: (pool) => pool.totalCount - pool.idleCount,
  pins: () => ({}),
}

interface MuxFace {
  readonly Pool: typeof pg.Pool
  readonly Client?: typeof pg.Client
  poolClassFor(driver: PgModule): typeof pg.Pool
}

interface Snapshotting {
  snapshot(): { databaseConnectionsCurrentlyBorrowed: number; pinsByReason: Record<string, number> }
}

const snapshotOf = (pool: pg.Pool) => (pool as unknown as Snapshotting).snapshot()

/** The driver's own class must not slip in where muxpool has none. */
class NoClient {
  constructor() {
    throw new Error('@muxpool/pg exports no Client')
  }
}

function muxpoolSubject(face: MuxFace): Subject {
  return {
    name: 'muxpool',
    // As a user would write it where a library wants a driver module.
    driver: { ...pg, Client: NoClient, ...face } as unknown as PgModule,
    poolClassFor: (driver) => face.poolClassFor(driver),
    borrowed: (pool) => snapshotOf(pool).databaseConnectionsCurrentlyBorrowed,
    pins: (pool) => snapshotOf(pool).pinsByReason,
  }
}

/** null until the package exports a Pool. */
export const muxpool: Subject | null = 'Pool' in mux ? muxpoolSubject(mux as unknown as MuxFace) : null

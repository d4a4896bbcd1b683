import pg from 'pg'
import type { SubjectName } from './arguments.ts'

/** A kind of pool that the workload can run on. */
export interface Subject {
  readonly name: string
  /** As the table heads its column. */
  readonly title: string
  open(connectionString: string, connections: number): Promise<OpenSubject>
}

/** What the callers use of a pool. */
export interface CallersPool {
  connect(): Promise<pg.PoolClient>
  end(): Promise<void>
}

interface OpenSubject {
  readonly pool: CallersPool
  /** How often a session was pinned to a connection, by reason. null: this pool knows no pins. */
  pins(): Readonly<Record<string, number>> | null
}

/** Both get the same options: the driver's own. */
export const subjects: Readonly<Record<SubjectName, Subject>> = {
  muxpool: {
    name: 'muxpool',
    title: 'muxpool',
    async open(connectionString, connections) {
      // Only here: the run on pg.Pool needs no build.
      const { createPool } = await import('@muxpool/pg')
      const pool = createPool({ connectionString, max: connections })
      return { pool, pins: () => pool.snapshot().pinsByReason }
    },
  },
  pg: {
    name: 'pg',
    title: 'pg.Pool',
    async open(connectionString, connections) {
      return { pool: driverPool(connectionString, connections), pins: () => null }
    },
  },
}

/** A pg.Pool that does not end the process when a connection is lost: the caller that had it hears of it anyway. */
export function driverPool(connectionString: string, connections: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: connections })
  pool.on('error', (error) => console.error(`a connection was lost while idle: ${error.message}`))
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

import type { PoolState } from '../../src/mux-pool.ts'
import { Observatory, type ObservatoryParts } from '../../src/observe/observatory.ts'
import type { ConnectionId, Pin, SessionId } from '../../src/vocab.ts'

export const session = (id: number): SessionId => id as SessionId
export const connection = (id: number): ConnectionId => id as ConnectionId

/** An observatory whose time and number of sessions are the test's. */
export interface World {
  now: number
  wall: number
  sessions: number
  readonly warnings: string[]
}

export function observe(parts: Partial<ObservatoryParts> = {}): {
  readonly observatory: Observatory
  readonly world: World
} {
  const world: World = { now: 1_000, wall: 1_700_000_000_000, sessions: 0, warnings: [] }
  const observatory = new Observatory({
    name: 'main',
    clock: { now: () => world.now, wallTime: () => world.wall },
    sessions: () => world.sessions,
    avoid: (rule) => (rule === 'pg.set' ? 'SET LOCAL inside of a transaction.' : null),
    warn: (message, code) => world.warnings.push(`${code}: ${message}`),
    ...parts,
  })
  return { observatory, world }
}

/** Like a pin of a session, with more on it than its public part. */
export const pinOf = (given: Partial<Pin> = {}): Pin & { readonly cleanup: string } => ({
  reason: 'setting',
  rule: 'pg.set',
  digest: 'set work_mem to ?',
  since: 1_700_000_000_000,
  cleanup: 'reset',
  ...given,
})

export const emptyState: PoolState = {
  sessions: 0,
  waiting: 0,
  limit: 10,
  allowed: 10,
  places: {
    opening: 0,
    idle: 0,
    leased: 0,
    shared: 0,
    probing: 0,
    settling: 0,
    resetting: 0,
    quarantined: 0,
    closing: 0,
    gone: 0,
  },
  expired: 0,
  holders: { pinned: 0, idleInTransaction: 0, running: 0, inTransaction: 0, oldest: null },
}

import type { Engine } from '../adapter/engine.ts'
import { postgresEngine } from '../engines/postgres/engine.ts'

/** The real rules of PostgreSQL; only what is asked of the server's catalogue is simpler. */
export function fakeEngine(): Engine {
  return {
    ...postgresEngine({ maxClassifiedBytes: 10_000 }),
    limitsQuery: { text: 'limits' },
    readLimits: ([row]) => ({ usableConnections: Number(row?.[0]), version: 'fake' }),
    routinesQuery: { text: 'routines' },
    readRoutines: () => new Map(),
    routinesStampQuery: { text: 'stamp' },
    readStamp: ([row]) => String(row?.[0]),
  }
}

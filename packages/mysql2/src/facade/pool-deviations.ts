import type { Deviation } from './deviation.ts'

/** Where the pool, its events and the module differ from mysql2's. */
export const poolDeviations: readonly Deviation[] = [
  {
    id: 'private-pool-members',
    member: 'pool._allConnections and other private members',
    mysql2: 'They hold and move the connections.',
    muxpool:
      'The lists stay as the base class made them, empty; _createConnectionConfig() throws, so that no connection is opened behind the limit.',
    why: 'The connections are in another place.',
  },
]

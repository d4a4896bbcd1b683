import { chaos } from '../../src/bars-mysql/attack-chaos.ts'
import { holdsOnBothServers } from './both-servers.ts'

holdsOnBothServers('careless callers', 'hang nobody and leave nothing behind', (flavour, report) =>
  chaos({ flavour, operations: 200, seed: 3 }, report),
)

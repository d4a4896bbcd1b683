import { deadlines } from '../../src/bars-mysql/bar6-deadlines.ts'
import { holdsOnBothServers } from './both-servers.ts'

holdsOnBothServers('bar 6, deadlines', 'settles each wait in time and names its cause', (flavour, report) =>
  deadlines(flavour, 5, report),
)

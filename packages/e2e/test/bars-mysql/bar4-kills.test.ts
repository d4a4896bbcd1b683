import { kills } from '../../src/bars-mysql/bar4-kills.ts'
import { holdsOnBothServers } from './both-servers.ts'

holdsOnBothServers(
  'bar 4, killed connections',
  'tells every caller what the server committed, and loses no slot',
  (flavour, report) => kills({ flavour, kills: 60, seed: 7 }, report),
)

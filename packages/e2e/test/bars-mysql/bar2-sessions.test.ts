import { manySessions } from '../../src/bars-mysql/bar2-sessions.ts'
import { holdsOnBothServers } from './both-servers.ts'

holdsOnBothServers(
  'bar 2, very many sessions',
  'answers each session what it alone did, over no more connections than allowed',
  (flavour, report) => manySessions({ flavour, sessions: 500, transactions: 3, leastRate: 20_000 }, report),
)

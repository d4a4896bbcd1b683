import { serverDown } from '../../src/bars-mysql/bar5-server-down.ts'
import { holdsOnBothServers } from './both-servers.ts'

holdsOnBothServers(
  'bar 5, a server that is gone',
  'is asked seldom, keeps no timer back, and is noticed when it returns',
  (flavour, report) => serverDown(flavour, 3_000, ['every connection is reset'], report),
)

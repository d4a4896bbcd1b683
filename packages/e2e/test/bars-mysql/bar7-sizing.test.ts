import { sizing } from '../../src/bars-mysql/bar7-sizing.ts'
import { holdsOnBothServers } from './both-servers.ts'

holdsOnBothServers(
  'bar 7, sizing',
  'keeps to the percents of what the server gives, and waits for a full server',
  (flavour, report) => sizing({ flavour, statements: 300 }, report),
)

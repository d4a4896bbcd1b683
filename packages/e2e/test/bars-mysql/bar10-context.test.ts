import { context } from '../../src/bars-mysql/bar10-context.ts'
import { holdsOnBothServers } from './both-servers.ts'

holdsOnBothServers(
  'bar 10, async context',
  "calls back in the caller's context, gives spans their parents and errors their callers",
  (flavour, report) => context(flavour, 3, report),
)

import { exits } from '../../src/bars-mysql/bar9-exit.ts'
import { holdsOnBothServers } from './both-servers.ts'

holdsOnBothServers(
  'bar 9, programs that end',
  'ends when it has nothing to do, and goes on after it was stopped',
  (flavour, report) => exits(flavour, { stoppedMillis: 3_500, downMillis: 500 }, report),
)

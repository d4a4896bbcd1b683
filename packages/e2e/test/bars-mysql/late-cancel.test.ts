import { lateCancels } from '../../src/bars-mysql/attack-late-cancel.ts'
import { holdsOnBothServers } from './both-servers.ts'

holdsOnBothServers('cancels that come late', 'hit nobody else', (flavour, report) => lateCancels(flavour, 400, report))

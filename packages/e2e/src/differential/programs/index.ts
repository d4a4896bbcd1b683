import type { Program } from '../program.ts'
import { advisoryLocks } from './advisory-locks.ts'
import { applications } from './applications.ts'
import { beyondReset } from './beyond-reset.ts'
import { copyAndStreams } from './copy-and-streams.ts'
import { cursors } from './cursors.ts'
import { definitions } from './definitions.ts'
import { discard } from './discard.ts'
import { errors } from './errors.ts'
import { hiddenRoutines } from './hidden-routines.ts'
import { multiStatement } from './multi-statement.ts'
import { notifications } from './notifications.ts'
import { protocolPrepared } from './protocol-prepared.ts'
import { roles } from './roles.ts'
import { routines } from './routines.ts'
import { sequences } from './sequences.ts'
import { settingLifetimes } from './setting-lifetimes.ts'
import { settings } from './settings.ts'
import { sqlPrepared } from './sql-prepared.ts'
import { stateless } from './stateless.ts'
import { temporary } from './temporary.ts'
import { tenants } from './tenants.ts'
import { transactionEnds } from './transaction-ends.ts'
import { transactions } from './transactions.ts'
import { twoPhase } from './two-phase.ts'

/** All programs written by hand. */
export const programs: readonly Program[] = [
  ...stateless,
  ...transactions,
  ...transactionEnds,
  ...twoPhase,
  ...settings,
  ...settingLifetimes,
  ...roles,
  ...tenants,
  ...protocolPrepared,
  ...sqlPrepared,
  ...temporary,
  ...cursors,
  ...advisoryLocks,
  ...notifications,
  ...sequences,
  ...discard,
  ...routines,
  ...hiddenRoutines,
  ...multiStatement,
  ...copyAndStreams,
  ...errors,
  ...definitions,
  ...beyondReset,
  ...applications,
]

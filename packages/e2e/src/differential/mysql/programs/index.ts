import type { Program } from '../../program.ts'
import { applications } from './applications.ts'
import { characterSets } from './character-sets.ts'
import { locks } from './locks.ts'
import { lookBack } from './look-back.ts'
import { prepared } from './prepared.ts'
import { roles } from './roles.ts'
import { routines } from './routines.ts'
import { schemas } from './schemas.ts'
import { sessions } from './sessions.ts'
import { settings } from './settings.ts'
import { sqlModes } from './sql-modes.ts'
import { stateless } from './stateless.ts'
import { temporary } from './temporary.ts'
import { transactionCharacteristics } from './transaction-characteristics.ts'
import { transactions } from './transactions.ts'
import { userVariables } from './user-variables.ts'

/** Hand-written programs for MySQL and MariaDB. */
export const mysqlPrograms: readonly Program[] = [
  ...stateless,
  ...transactions,
  ...transactionCharacteristics,
  ...schemas,
  ...characterSets,
  ...roles,
  ...settings,
  ...sqlModes,
  ...userVariables,
  ...prepared,
  ...temporary,
  ...locks,
  ...lookBack,
  ...routines,
  ...sessions,
  ...applications,
]

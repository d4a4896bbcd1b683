import { kysely } from '../../src/orms/kysely.ts'
import { kyselyCancel } from '../../src/orms/kysely-cancel.ts'
import { kyselyHooks } from '../../src/orms/kysely-hooks.ts'
import { comparePrograms } from './compare.ts'

comparePrograms(kysely)
comparePrograms(kyselyCancel)
comparePrograms(kyselyHooks)

import { kysely, kyselyHooks } from '../../src/orms-mysql/kysely.ts'
import { compareMysqlPrograms } from './compare.ts'

compareMysqlPrograms(kysely)
compareMysqlPrograms(kyselyHooks)

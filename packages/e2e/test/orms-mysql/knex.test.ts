import { knexExternalPool, knexPromisePool } from '../../src/orms-mysql/knex.ts'
import { compareMysqlPrograms } from './compare.ts'

compareMysqlPrograms(knexExternalPool)
compareMysqlPrograms(knexPromisePool)

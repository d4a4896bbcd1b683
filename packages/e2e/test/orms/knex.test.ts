import { knexExternalPool, knexOwnPool } from '../../src/orms/knex.ts'
import { comparePrograms } from './compare.ts'

comparePrograms(knexExternalPool)
comparePrograms(knexOwnPool)

import { drizzle, drizzlePromise } from '../../src/orms-mysql/drizzle.ts'
import { compareMysqlPrograms } from './compare.ts'

compareMysqlPrograms(drizzle)
compareMysqlPrograms(drizzlePromise)

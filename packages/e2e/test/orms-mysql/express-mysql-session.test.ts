import { expressMysqlSession, expressMysqlSessionPromise } from '../../src/orms-mysql/express-mysql-session.ts'
import { compareMysqlPrograms } from './compare.ts'

compareMysqlPrograms(expressMysqlSession)
compareMysqlPrograms(expressMysqlSessionPromise)

import { typeorm, typeormReplication } from '../../src/orms-mysql/typeorm.ts'
import { compareMysqlPrograms } from './compare.ts'

compareMysqlPrograms(typeorm)
compareMysqlPrograms(typeormReplication)

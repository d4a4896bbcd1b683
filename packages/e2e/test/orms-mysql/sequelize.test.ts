import { sequelize } from '../../src/orms-mysql/sequelize.ts'
import { compareMysqlPrograms } from './compare.ts'

compareMysqlPrograms(sequelize)

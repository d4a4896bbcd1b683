import { sequelize } from '../../src/orms/sequelize.ts'
import { comparePrograms } from './compare.ts'

comparePrograms(sequelize)

import { typeorm } from '../../src/orms/typeorm.ts'
import { comparePrograms } from './compare.ts'

comparePrograms(typeorm)

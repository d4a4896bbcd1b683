import { mikroOrm } from '../../src/orms/mikro-orm.ts'
import { comparePrograms } from './compare.ts'

comparePrograms(mikroOrm)

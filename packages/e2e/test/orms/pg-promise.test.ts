import { pgPromiseProgram } from '../../src/orms/pg-promise.ts'
import { comparePrograms } from './compare.ts'

comparePrograms(pgPromiseProgram)

import { drizzle } from '../../src/orms/drizzle.ts'
import { comparePrograms } from './compare.ts'

comparePrograms(drizzle)

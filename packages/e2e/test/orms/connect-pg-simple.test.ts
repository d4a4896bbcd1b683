import { connectPgSimple } from '../../src/orms/connect-pg-simple.ts'
import { comparePrograms } from './compare.ts'

comparePrograms(connectPgSimple)

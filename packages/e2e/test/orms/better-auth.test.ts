import { betterAuth } from '../../src/orms/better-auth.ts'
import { comparePrograms } from './compare.ts'

comparePrograms(betterAuth)

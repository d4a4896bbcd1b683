import { prismaAdapter } from '../../src/orms/prisma-adapter.ts'
import { comparePrograms } from './compare.ts'

comparePrograms(prismaAdapter)

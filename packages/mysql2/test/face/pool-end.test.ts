import { poolEndCases } from './cases/pool-end.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('pool-end', poolEndCases)

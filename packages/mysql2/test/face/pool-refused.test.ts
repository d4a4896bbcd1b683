import { poolRefusedCases } from './cases/pool-refused.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('pool-refused', poolRefusedCases)

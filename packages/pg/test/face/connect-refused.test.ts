import { connectRefusedCases } from './cases/connect-refused.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('connect-refused', connectRefusedCases)

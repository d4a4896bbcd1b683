import { extraCases } from './cases/extras.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('extras', extraCases)

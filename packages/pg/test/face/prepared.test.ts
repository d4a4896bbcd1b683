import { preparedCases } from './cases/prepared.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('prepared', preparedCases)

import { errorCases } from './cases/errors.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('errors', errorCases)

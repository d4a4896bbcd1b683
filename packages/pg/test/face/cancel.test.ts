import { cancelCases } from './cases/cancel.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('cancel', cancelCases)

import { connectionOptionCases } from './cases/connection-options.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('connection-options', connectionOptionCases)

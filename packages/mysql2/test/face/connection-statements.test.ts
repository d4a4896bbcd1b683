import { connectionStatementCases } from './cases/connection-statements.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('connection-statements', connectionStatementCases)

import { clientStatementCases } from './cases/client-statements.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('client-statements', clientStatementCases)

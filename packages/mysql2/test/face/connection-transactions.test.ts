import { connectionTransactionCases } from './cases/connection-transactions.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('connection-transactions', connectionTransactionCases)

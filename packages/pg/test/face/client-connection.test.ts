import { clientConnectionCases } from './cases/client-connection.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('client-connection', clientConnectionCases)

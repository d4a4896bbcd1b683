import { poolGetConnectionCases } from './cases/pool-get-connection.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('pool-get-connection', poolGetConnectionCases)

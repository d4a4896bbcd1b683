import { connectionQueryCases } from './cases/connection-query.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('connection-query', connectionQueryCases)

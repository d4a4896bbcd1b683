import { clientQueryCases } from './cases/client-query.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('client-query', clientQueryCases)

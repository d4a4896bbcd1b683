import { poolQueryCases } from './cases/pool-query.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('pool-query', poolQueryCases)

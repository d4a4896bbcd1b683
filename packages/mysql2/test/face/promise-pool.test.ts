import { promisePoolCases } from './cases/promise-pool.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('promise-pool', promisePoolCases)

import { poolCountCases } from './cases/pool-counts.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('pool-counts', poolCountCases)

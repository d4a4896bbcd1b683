import { poolTimeCases } from './cases/pool-time.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('pool-time', poolTimeCases)

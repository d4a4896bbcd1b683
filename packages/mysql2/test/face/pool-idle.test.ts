import { poolIdleCases } from './cases/pool-idle.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('pool-idle', poolIdleCases)

import { poolEventCases } from './cases/pool-events.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('pool-events', poolEventCases)

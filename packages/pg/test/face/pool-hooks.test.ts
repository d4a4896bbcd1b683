import { poolHookCases } from './cases/pool-hooks.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('pool-hooks', poolHookCases)

import { poolExecuteCases } from './cases/pool-execute.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('pool-execute', poolExecuteCases)

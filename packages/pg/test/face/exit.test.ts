import { exitCases } from './cases/exit.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('exit', exitCases)

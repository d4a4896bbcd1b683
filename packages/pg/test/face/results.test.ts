import { resultCases } from './cases/results.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('results', resultCases)

import { loadCases } from './cases/load.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('load', loadCases)

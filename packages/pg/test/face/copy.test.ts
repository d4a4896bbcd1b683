import { copyCases } from './cases/copy.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('copy', copyCases)
